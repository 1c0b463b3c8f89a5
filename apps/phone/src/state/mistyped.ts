/** What is wrong with a code that can't be one: it ends too soon, or a character is not right. */
import { normalizeBase32 } from "@mtoken/protocol";
import { type Problem, problemOf } from "./problem.ts";

/** `length` is how many characters such a code has. */
export function mistyped(code: string, length: number): Problem {
  const missing = length - normalizeBase32(code).length;
  const problem = problemOf("mistyped_code");
  return missing > 0 ? { ...problem, missing } : problem;
}
