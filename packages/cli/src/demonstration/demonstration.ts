/** `mtoken demonstration`, which is `npm start`: everything on this machine, with a page that leads through it. */
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { readArgument } from "../read-argument.ts";
import { untilStopped } from "../until-stopped.ts";
import { startDemonstration } from "./start-demonstration.ts";

const portSchema = v.pipe(v.unknown(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(65_532));

/** Runs until Ctrl-C. */
export async function demonstration(
  options: { data: string; port: string },
  excess: readonly string[],
): Promise<void> {
  refuseKeptOptions(excess);
  const port = readArgument(portSchema, options.port, "a port from 1 to 65532; the demonstration takes four");
  const { cast, close } = await startDemonstration({ data: options.data, port });
  console.log(
    `\nmtoken is ready. Open ${cast.portal} in a browser; it leads through everything.\nCtrl-C ends it.\n`,
  );
  await untilStopped(close);
}

/** `npm start --port 9000` keeps `--port` and passes 9000 on, or nothing: the demonstration would start elsewhere than asked. */
function refuseKeptOptions(excess: readonly string[]): void {
  const { npm_lifecycle_event: script, npm_config_port: port, npm_config_data: data } = process.env;
  const isKept = script === "start" && (port !== undefined || data !== undefined);
  if (isKept) throw new CommandError("npm kept the options for itself: write npm start -- --port 9000.");
  if (excess.length > 0) {
    throw new CommandError(`The demonstration takes --data and --port, and no "${excess.join(" ")}".`);
  }
}
