/** The three short steps under the code. */
import type { RequestKind } from "@mtoken/protocol";
import { messages } from "../messages.ts";

export function Steps({ kind }: { kind: RequestKind }) {
  return (
    <ol class="steps" aria-label={messages.code.stepsTitle}>
      {messages.code.steps[kind].map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
