/**
 * What went wrong, and what to do now. It stands beneath what names the screen, above all else; above a key pad, where everything
 * is in sight at once, it is the last before the keys. What is wrong with a text that was typed is told beneath its field.
 */
import { Notice } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import type { Problem } from "../state/problem.ts";
import { problemText } from "../words/problem-text.ts";

export interface ProblemNoticeProps {
  problem: Problem | null;
  /** A decision was under way: without an answer nobody knows yet what the server made of it. */
  deciding?: boolean;
}

export function ProblemNotice({ problem, deciding = false }: ProblemNoticeProps) {
  if (problem === null) return null;
  const lost = deciding && problem.code === "offline";
  return (
    <Notice tone="warn" alert>
      {lost ? messages.request.lost : problemText(problem)}
    </Notice>
  );
}
