/**
 * An amount of money with its currency first, every digit of it. A large one is never broken into two lines, where
 * its size could be misread: the longer it is, the smaller it is set.
 */
import { amountText } from "@mtoken/protocol";
import { formats } from "../language/catalogue.ts";

/** Classes by the number of digits, each set so that its longest fits the width of the screen. */
function lengthOf(amount: string): string {
  const digits = amount.replace(".", "").length;
  return `digits-${[7, 9, 12, 16, 20].find((most) => digits <= most) ?? 25}`;
}

export interface AmountProps {
  amount: string;
  currency: string;
  size: "huge" | "line";
}

export function Amount({ amount, currency, size }: AmountProps) {
  return (
    <bdi dir="ltr" class={`amount ${size} ${lengthOf(amount)}`}>
      <span class="currency">{currency}</span> <span class="number">{amountText(amount, formats)}</span>
    </bdi>
  );
}
