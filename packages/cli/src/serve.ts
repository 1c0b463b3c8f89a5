/** `mtoken serve`: the server, until it is told to stop. */
import { readConfig, startServer } from "@mtoken/server";
import { untilStopped } from "./until-stopped.ts";

/** Serves until Ctrl-C or a service manager's SIGTERM, then finishes what is under way. */
export async function serve(): Promise<void> {
  const server = await startServer(readConfig(process.env));
  console.error(
    `mtoken serves phones at ${server.origins.server}, sign-in at ${server.origins.signIn} and the console at ${server.origins.console}.`,
  );
  await untilStopped(() => server.close());
}
