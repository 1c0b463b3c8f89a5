/** A screen that asks one question: what follows, what does it, and the way back that leaves everything as it is. */
import type { ComponentChildren } from "preact";
import type { Problem } from "../state/problem.ts";
import { KeepOrGo, type KeepOrGoProps } from "./keep-or-go.tsx";
import { ProblemNotice } from "./problem-notice.tsx";
import { Screen, type ScreenProps } from "./screen.tsx";

interface QuestionProps extends Pick<ScreenProps, "name" | "title">, Omit<KeepOrGoProps, "onKeep"> {
  /** What came of the last time that it was answered. */
  problem: Problem | null;
  onBack(): void;
  children: ComponentChildren;
}

export function Question({ name, title, problem, busy = null, onBack, children, ...ways }: QuestionProps) {
  const actions = <KeepOrGo {...ways} busy={busy} onKeep={onBack} />;
  return (
    <Screen name={name} title={title} onBack={onBack} actions={actions} busy={busy}>
      <ProblemNotice problem={problem} />
      {children}
    </Screen>
  );
}
