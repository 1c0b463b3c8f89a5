/** The one place where a problem becomes words. */
import { messages } from "../language/catalogue.ts";
import type { Problem } from "../state/problem.ts";

export function problemText({ code, triesLeft, attemptsLeft, weakness, missing }: Problem): string {
  const { problems, registrationCode, tries } = messages;
  if (code === "wrong_mpin")
    return triesLeft !== null && triesLeft > 1 ? tries.wrongLeft({ left: triesLeft }) : tries.wrong;
  if (weakness !== null) return messages.weakness[weakness];
  if (missing !== undefined) return messages.codeTooShort({ missing });
  if (code === "wrong_registration_code" && attemptsLeft !== null)
    return attemptsLeft > 0 ? registrationCode.wrong({ left: attemptsLeft }) : registrationCode.noneLeft;
  return textOf(problems, code) ?? messages.otherProblem({ code });
}

/** Not every code has a text: those that a user never meets share one. */
function textOf(
  texts: Readonly<Partial<Record<Problem["code"], string>>>,
  code: Problem["code"],
): string | undefined {
  return texts[code];
}
