/** `mtoken demonstration`, which is `npm start`: everything on this machine, with a page that leads through it. */
import * as v from "valibot";
import { readArgument } from "../read-argument.ts";
import { untilStopped } from "../until-stopped.ts";
import { startDemonstration } from "./start-demonstration.ts";

const portSchema = v.pipe(v.unknown(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(65_533));

/** Runs until Ctrl-C. */
export async function demonstration(options: { data: string; port: string }): Promise<void> {
  const port = readArgument(
    portSchema,
    options.port,
    "a port from 1 to 65533; the demonstration takes three",
  );
  const { cast, close } = await startDemonstration({ data: options.data, port });
  console.log(
    `\nmtoken is ready. Open ${cast.portal} in a browser; it leads through everything.\nCtrl-C ends it.\n`,
  );
  await untilStopped(close);
}
