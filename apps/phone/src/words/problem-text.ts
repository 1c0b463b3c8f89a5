/** The one place where a problem becomes words. */
import { messages, otherProblemText, problemTexts } from "../messages.ts";
import type { Problem } from "../state/problem.ts";

export function problemText({ code, triesLeft, attemptsLeft, weakness }: Problem): string {
  if (code === "wrong_mpin") return messages.tries.wrong(triesLeft ?? 0);
  if (weakness !== null) return messages.weakness[weakness];
  const text = problemTexts[code] ?? otherProblemText(code);
  return attemptsLeft === null ? text : `${text} ${messages.registrationCode.attempts(attemptsLeft)}`;
}
