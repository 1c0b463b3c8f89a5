/**
 * An amount of money with its currency first, every digit of it. A large one is never broken into two lines, where
 * its size could be misread: the longer it is, the smaller it is set. With letters so large that it would be the smallest on its
 * screen, one of more than twelve digits is broken between thousands, its lines ending in one place, as in a sum.
 */
import { amountText } from "@mtoken/protocol";
import { Fragment } from "preact";
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
      <span class="currency">{currency}</span>{" "}
      <span class="number">
        {size === "huge" ? <Groups text={amountText(amount, formats)} /> : amountText(amount, formats)}
      </span>
    </bdi>
  );
}

/** U+202F, between the thousands. */
const between = "\u202f";

/** The digits of an amount, with the places between them where a line of large letters may end. */
function Groups({ text }: { text: string }) {
  return text.split(between).map((group, place) => (
    <Fragment key={place}>
      {place > 0 && (
        <>
          {between}
          <wbr />
        </>
      )}
      {group}
    </Fragment>
  ));
}
