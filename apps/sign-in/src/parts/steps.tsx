/** The three short steps under the code. */
import type { RequestKind } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";

export function Steps({ kind }: { kind: RequestKind }) {
  const { steps, stepsTitle } = messages.code;
  return (
    <ol class="steps" aria-label={stepsTitle}>
      <li>{steps.open}</li>
      <li>{steps.scan}</li>
      <li>{steps.check[kind]}</li>
    </ol>
  );
}
