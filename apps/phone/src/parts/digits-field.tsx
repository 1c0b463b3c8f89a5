/** The two digits that an unknown computer shows, typed over; see docs/protocol.md §7. */
import { messages } from "../language/catalogue.ts";
import { Field } from "./field.tsx";
import { latinDigits } from "./latin-digits.ts";

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
        onInput={(text) => onInput(twoDigits(text))}
        onEnter={onEnter}
      />
    </div>
  );
}

/** The digits of what was typed, on whichever keyboard. */
export function twoDigits(text: string): string {
  return latinDigits(text).replace(/[^0-9]/g, "");
}
