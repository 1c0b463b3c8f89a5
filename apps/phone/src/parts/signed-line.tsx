/** In two lines, what a signature is about. */
import type { Content } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";
import { Amount } from "./amount.tsx";

export function SignedLine({ content }: { content: Content | null }) {
  const words = messages.request;
  switch (content?.type) {
    case "payment":
      return (
        <div class="signed-line">
          <Amount amount={content.amount} currency={content.currency} size="line" />
          <p>{words.to({ name: content.payee.name })}</p>
        </div>
      );
    case "batch":
      return (
        <div class="signed-line">
          {content.totals.map(({ amount, currency }) => (
            <Amount key={currency} amount={amount} currency={currency} size="line" />
          ))}
          <p>{words.payments({ count: content.count })}</p>
        </div>
      );
    case "document":
      return (
        <p class="signed-line">
          <bdi>{content.name}</bdi>
        </p>
      );
    case "statement":
      return <p class="signed-line">{words.statement}</p>;
    default:
      return null;
  }
}
