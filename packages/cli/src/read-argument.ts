/** An argument, read once by its schema; what it isn't is told in the words of the command. */
import * as v from "valibot";
import { CommandError } from "./command-error.ts";

/** What a name has to be (docs/protocol.md §7). */
export const aName =
  "a name that people can read and nobody can be fooled by (docs/protocol.md §7 has the rules)";

/** @param what what it should be, as in "a user id, usr_…" */
export function readArgument<T>(schema: v.GenericSchema<unknown, T>, text: string, what: string): T {
  const parsed = v.safeParse(schema, text);
  if (parsed.success) return parsed.output;
  throw new CommandError(`"${text}" is not ${what}.`, "wrong_argument");
}
