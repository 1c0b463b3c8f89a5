/** `mtoken demonstration`, which is `npm start`: everything on this machine, with a page that leads through it. */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { RelyingParty } from "@mtoken/relying-party";
import type { Config } from "@mtoken/server";
import { createPepper, readConfig, startServer } from "@mtoken/server";
import { importPKCS8 } from "jose";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { readArgument } from "../read-argument.ts";
import { untilStopped } from "../until-stopped.ts";
import { castOf } from "./cast.ts";
import { demonstrationServer } from "./demonstration-server.ts";
import { PaymentBook } from "./payment-book.ts";
import { PortalSessions } from "./portal-sessions.ts";

const portSchema = v.pipe(v.unknown(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(65_533));

/** Runs until Ctrl-C. Started again on the same folder, it knows its people and their phones. */
export async function demonstration(options: { data: string; port: string }): Promise<void> {
  const port = readArgument(
    portSchema,
    options.port,
    "a port from 1 to 65533; the demonstration takes three",
  );
  const folder = resolve(options.data);
  await mkdir(folder, { recursive: true });
  const config = demonstrationConfig(folder, port);
  await createPepper(config);
  const server = await startServer(config);
  const portal = `http://localhost:${port + 2}`;
  const cast = await castOf(server.context, { folder, portal });
  if (cast.portal !== portal) {
    await server.close();
    throw new CommandError(
      `${options.data} was made for ${cast.portal}, and its phones are bound to that: use the same --port, or another --data.`,
    );
  }
  const pages = await demonstrationServer({
    cast,
    context: server.context,
    folder: options.data,
    origin: cast.portal,
    sessions: new PortalSessions(),
    payments: await PaymentBook.open(join(folder, "payments.json")),
    mtoken: new RelyingParty({
      issuer: server.origins.signIn,
      clientId: cast.client,
      key: await importPKCS8(cast.clientKey, "PS512"),
    }),
  });
  await pages.listen({ host: "localhost", port: port + 2 });
  console.log(
    `\nmtoken is ready. Open ${portal} in a browser; it leads through everything.\nCtrl-C ends it.\n`,
  );
  await untilStopped(async () => {
    await pages.close();
    await server.close();
  });
}

function demonstrationConfig(folder: string, port: number): Config {
  const host = "localhost";
  return readConfig(
    {},
    {
      dataDirectory: folder,
      serverOrigin: `http://localhost:${port}`,
      signInOrigin: `http://localhost:${port + 1}`,
      listen: { server: { host, port }, signIn: { host, port: port + 1 } },
      // Nobody has a known computer yet, and the demonstration should show every way in.
      typedCode: "any-computer",
      logLevel: "warn",
    },
  );
}
