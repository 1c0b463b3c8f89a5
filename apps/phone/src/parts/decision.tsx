/**
 * Confirm and refuse: side by side, equal in size and weight, told apart by place, drawing and word. Refusing always
 * works; confirming does once the end of what is confirmed was in sight. Until then its button reads on, so that a
 * keyboard or a screen reader comes to the end by it too.
 */
import { Icon, Spinner } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";

export interface DecisionProps {
  confirm: string;
  busy: boolean;
  /** Whether the end of what is confirmed was in sight. */
  seen: boolean;
  onConfirm(): void;
  onRefuse(): void;
}

const hint = "read-first";

export function Decision({ confirm, busy, seen, onConfirm, onRefuse }: DecisionProps) {
  const words = messages.request;
  return (
    <>
      <div class="decision">
        <button type="button" class="button refuse" aria-disabled={busy} onClick={() => busy || onRefuse()}>
          <Icon name="cross" />
          <span>{words.refuse}</span>
        </button>
        <button
          type="button"
          class="button confirm"
          aria-disabled={busy || !seen}
          aria-describedby={seen ? undefined : hint}
          onClick={() => busy || onConfirm()}
        >
          {busy ? <Spinner /> : <Icon name="check" />}
          <span>{confirm}</span>
        </button>
      </div>
      {!seen && (
        <p id={hint} class="visually-hidden">
          {words.readFirst}
        </p>
      )}
    </>
  );
}
