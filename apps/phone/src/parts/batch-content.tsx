/** A batch: totals that stay in sight, and every payment in full below them. */
import type { Batch, Payment } from "@mtoken/protocol";
import { accountText } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";
import { Amount } from "./amount.tsx";

export function BatchContent({ batch }: { batch: Batch }) {
  const words = messages.request;
  return (
    <section class="batch">
      <div class="totals">
        <p class="quiet">{words.total({ count: batch.count })}</p>
        {batch.totals.map(({ amount, currency }) => (
          <p key={currency} class="figure">
            <Amount amount={amount} currency={currency} size="huge" />
          </p>
        ))}
      </div>
      <ol class="payments">
        {batch.payments.map((payment, position) => (
          <PaymentLine key={position} payment={payment} />
        ))}
      </ol>
    </section>
  );
}

function PaymentLine({ payment: { amount, currency, payee, reference } }: { payment: Payment }) {
  return (
    <li>
      <p class="line">
        <strong>
          <bdi>{payee.name}</bdi>
        </strong>
        <Amount amount={amount} currency={currency} size="line" />
      </p>
      <p class="code">
        <bdi dir="ltr">{accountText(payee.account)}</bdi>
      </p>
      {reference !== undefined && (
        <p class="reference">
          <bdi>{reference}</bdi>
        </p>
      )}
    </li>
  );
}
