/** The two digits that an unknown computer shows, typed over; see docs/protocol.md §7. */
import { messages } from "../language/catalogue.ts";
import { Field } from "./field.tsx";

export interface DigitsFieldProps {
  value: string;
  problem: string | null;
  onInput(digits: string): void;
  onEnter(): void;
}

export function DigitsField({ value, problem, onInput, onEnter }: DigitsFieldProps) {
  return (
    <div class="two-digits">
      <Field
        label={messages.request.digits}
        hint={messages.request.digitsHint}
        value={value}
        digits
        maxLength={2}
        problem={problem}
        onInput={(text) => onInput(text.replace(/[^0-9]/g, ""))}
        onEnter={onEnter}
      />
    </div>
  );
}
