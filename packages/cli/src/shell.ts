/** Where a command runs and what it says: at a terminal, or within another process. */
import type { Context } from "@mtoken/server";

export interface Shell {
  /** Makes what a first start needs, before anything is opened. */
  prepare(): Promise<void>;
  /** Does the work on the server's own database. */
  open<T>(work: (context: Context) => Promise<T>): Promise<T>;
  print(text: string): void;
  /** For a person alone, beside what it says. */
  progress(text: string): void;
}

/**
 * A command of its own: it opens what the environment names, without serving, and closes it whatever happens. The server is loaded for what
 * opens it: a phone's commands do without.
 */
export const terminal: Shell = {
  async prepare() {
    const { createPepper, readConfig } = await import("@mtoken/server");
    await createPepper(readConfig(process.env));
  },
  async open(work) {
    const { openContext, readConfig } = await import("@mtoken/server");
    const { context, close } = await openContext(readConfig(process.env, { logLevel: "warn" }));
    try {
      const result = await work(context);
      // What the command recorded stands in the log before it ends; no server may be running that would see to it.
      await context.sequencer.sequenceNow();
      return result;
    } finally {
      await close();
    }
  },
  print: (text) => console.log(text),
  progress: (text) => console.error(text),
};
