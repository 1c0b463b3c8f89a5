/** Confirm and refuse: side by side, equal in size and weight, told apart by place, drawing and word. */
import { Icon } from "@mtoken/look";
import { messages } from "../messages.ts";

export interface DecisionProps {
  confirm: string;
  busy: boolean;
  onConfirm(): void;
  onRefuse(): void;
}

export function Decision({ confirm, busy, onConfirm, onRefuse }: DecisionProps) {
  return (
    <div class="decision">
      <button type="button" class="button refuse" disabled={busy} onClick={onRefuse}>
        <Icon name="cross" />
        <span>{messages.request.refuse}</span>
      </button>
      <button type="button" class="button confirm" disabled={busy} onClick={onConfirm}>
        <Icon name="check" />
        <span>{confirm}</span>
      </button>
    </div>
  );
}
