/** Step 4: a payment, signed with a fresh proof, by the mPIN, a fingerprint or a face (M2). */
import { amountText } from "@mtoken/protocol";
import { messages } from "./messages.ts";
import { latestSigned } from "./progress.ts";
import type { StepProps } from "./steps.tsx";

export function PaymentStep({ cast }: StepProps) {
  const texts = messages.payment;
  const signed = latestSigned(cast)?.payment;
  return (
    <>
      <p>
        {signed === undefined
          ? texts.text
          : texts.finished(`${signed.currency} ${amountText(signed.amount)}`, signed.payee.name)}
      </p>
      <ol class="steps">
        {texts.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ol>
    </>
  );
}
