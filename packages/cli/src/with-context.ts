/** Runs an operator's command on the server's own database, without serving. */
import type { Context } from "@mtoken/server";
import { openContext, readConfig } from "@mtoken/server";

/** Opens what the environment names, does the work, and closes it whatever happens. */
export async function withContext<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const { context, close } = await openContext(readConfig(process.env, { logLevel: "warn" }));
  try {
    const result = await work(context);
    // What the command recorded stands in the log before it ends; no server may be running that would see to it.
    await context.sequencer.sequenceNow();
    return result;
  } finally {
    await close();
  }
}

/** Who acts, for the record. */
export const commandLine = { kind: "command-line" } as const;
