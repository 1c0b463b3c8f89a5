/** What came of handing a message over, told from what the server wrote down: its own words, an answer’s number, or a network’s error. */
export type Failure = "refused" | "unreachable" | "late" | "unsaid";

export function failureOf(answer: string): Failure {
  if (/^not sent in time$/.test(answer)) return "late";
  if (/^(status [45]|the address is none$)/.test(answer)) return "refused";
  return /^E[A-Z]+$|time|connect|unreachable/i.test(answer) ? "unreachable" : "unsaid";
}
