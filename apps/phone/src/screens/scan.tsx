/** The scanner, for an activation and for requests alike. It opens at once, and says where the code is to be found. */
import { Notice } from "@mtoken/look";
import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import { ScanWays } from "../parts/scan-ways.tsx";
import { Screen } from "../parts/screen.tsx";
import { Viewfinder } from "../parts/viewfinder.tsx";
import { useScanner } from "../scanner/use-scanner.ts";
import type { Problem } from "../state/problem.ts";

export interface ScanProps {
  name: string;
  title: string;
  where: string;
  problem: Problem | null;
  /** What a code that was read is being looked at for. */
  busy: string | null;
  onText(text: string): void;
  onBack(): void;
  children: ComponentChildren;
}

/** The scanner that screens use. */
export const ScannerContext = createContext(useScanner);

export function Scan({ name, title, where, problem, busy, onText, onBack, children }: ScanProps) {
  const useShownScanner = useContext(ScannerContext);
  const scanner = useShownScanner(onText);
  const { fileProblem } = scanner;
  const words = messages.scan;
  return (
    <Screen
      name={name}
      title={title}
      onBack={onBack}
      ends
      actions={<ScanWays scanner={scanner}>{children}</ScanWays>}
    >
      <ProblemNotice problem={busy === null ? problem : null} />
      {fileProblem !== null && (
        <Notice tone="warn" alert>
          {words.fileProblems[fileProblem]}
        </Notice>
      )}
      <p class="lead">{where}</p>
      <Viewfinder scanner={scanner} busy={busy} />
    </Screen>
  );
}
