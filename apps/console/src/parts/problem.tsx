/** What could not be had, why, and what to do now. */
import { Button } from "@mantine/core";
import { codeOf } from "../api/console-error.ts";
import { messages } from "../language/catalogue.ts";
import { problemText } from "../words/problem-text.ts";
import { Notice } from "./notice.tsx";

export interface ProblemProps {
  error: unknown;
  /** Asks again; without it there is nothing to ask again. */
  onAgain?: () => void;
}

export function Problem({ error, onAgain }: ProblemProps) {
  const isStale = codeOf(error) === "unreadable";
  return (
    <Notice tone="warn" alert>
      <p>{problemText(error)}</p>
      {isStale ? (
        <Button variant="default" onClick={() => location.reload()}>
          {messages.loadAnew}
        </Button>
      ) : (
        onAgain !== undefined && (
          <Button variant="default" onClick={onAgain}>
            {messages.tryAgain}
          </Button>
        )
      )}
    </Notice>
  );
}
