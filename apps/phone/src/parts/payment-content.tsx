/** One payment: the amount largest, then who is paid, on which account, and with what words. */
import type { Payment } from "@mtoken/protocol";
import { accountText } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";
import { Amount } from "./amount.tsx";
import { Detail, Details } from "./details.tsx";

export function PaymentContent({ payment }: { payment: Payment }) {
  const words = messages.request;
  return (
    <section class="payment" aria-label={words.amount}>
      <p class="figure">
        <Amount amount={payment.amount} currency={payment.currency} size="huge" />
      </p>
      <Details>
        <Detail name={words.payee} large>
          {payment.payee.name}
        </Detail>
        <Detail name={words.account} code>
          {accountText(payment.payee.account)}
        </Detail>
        <Detail name={words.reference}>
          {payment.reference ?? <span class="quiet">{words.noReference}</span>}
        </Detail>
      </Details>
    </section>
  );
}
