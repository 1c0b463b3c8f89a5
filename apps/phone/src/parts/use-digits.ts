/** The digits of a request while they are typed, and the problem that belongs to them rather than to the screen: until others are typed. */
import { useState } from "preact/hooks";
import type { Problem } from "../state/problem.ts";
import { problemText } from "../words/problem-text.ts";

export interface Digits {
  value: string;
  set(value: string): void;
  problem: string | null;
}

export function useDigits(problem: Problem | null, before = ""): Digits {
  const [value, setValue] = useState(before);
  const [answered, setAnswered] = useState<Problem | null>(null);
  function set(digits: string): void {
    setValue(digits);
    setAnswered(problem);
  }
  const stands = problem?.code === "digits_needed" && problem !== answered;
  return { value, set, problem: stands ? problemText(problem) : null };
}
