/** The digits of a request while they are typed, and the problem that belongs to them rather than to the screen. */
import { useState } from "preact/hooks";
import type { Problem } from "../state/problem.ts";
import { problemText } from "../words/problem-text.ts";

export interface Digits {
  value: string;
  set(value: string): void;
  problem: string | null;
}

export function useDigits(problem: Problem | null, before = ""): Digits {
  const [value, set] = useState(before);
  return { value, set, problem: problem?.code === "digits_needed" ? problemText(problem) : null };
}
