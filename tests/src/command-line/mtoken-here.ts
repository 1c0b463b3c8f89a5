/**
 * The same commands within the test's own process: what each says, and the exit code that a script gets. A process of its own takes
 * seconds, most of them to load and to open the database; what only a process shows is shown by `mtoken.ts`.
 */
import { describeFailure, tellFailure } from "@mtoken/cli/explain-failure";
import { runCommand } from "@mtoken/cli/program";
import type { Shell } from "@mtoken/cli/shell";
import type { Context } from "@mtoken/server";
import type { Outcome } from "./mtoken.ts";

interface OutcomeHere extends Outcome {
  code: number;
  /** What a script would have read of what went wrong. */
  failure?: ReturnType<typeof describeFailure>;
}

/** Runs commands on this database; those of phones and files need none. */
export function mtokenOn(contextOf: () => Context | undefined) {
  return async (...words: string[]): Promise<OutcomeHere> => {
    const said = { output: "", errors: "" };
    const shell: Shell = {
      prepare: async () => {},
      async open(work) {
        const context = contextOf();
        if (context === undefined) throw new TypeError("No database is open.");
        const result = await work(context);
        await context.sequencer.sequenceNow();
        return result;
      },
      print: (text) => void (said.output += `${text}\n`),
      progress: (text) => void (said.errors += `${text}\n`),
    };
    try {
      await runCommand(words, shell);
      return { code: 0, ...said };
    } catch (error) {
      return { code: tellFailure(error, words, shell), failure: describeFailure(error), ...said };
    }
  };
}
