/** A request as text: everything the envelope holds, since what is signed is what was shown (M2). */
import type { Computer, Content, Envelope, Payment } from "@mtoken/protocol";
import { accountText, amountText } from "@mtoken/protocol";

/** The envelope in lines. */
export function describeRequest({
  kind,
  relying_party,
  origin,
  user,
  computer,
  same_device,
  content,
  exp,
}: Envelope): string {
  return [
    kind === "sign-in" ? `Sign in to ${relying_party.name}` : `Sign for ${relying_party.name}`,
    `  at         ${origin}`,
    `  as         ${user.name}`,
    `  computer   ${computer === null ? "none" : `${computer.description}, ${describeStanding(computer, same_device)}`}`,
    `  until      ${new Date(exp * 1000).toISOString()}`,
    ...(content === null ? [] : describeContent(content)),
  ].join("\n");
}

function describeStanding({ known_since: since }: Computer, sameDevice: boolean): string {
  if (sameDevice) return "opened on this device";
  return since === null ? "NOT known to this phone" : `known since ${new Date(since * 1000).toISOString()}`;
}

function describeContent(content: Content): string[] {
  switch (content.type) {
    case "payment":
      return describePayment(content);
    case "batch":
      return [
        ...content.totals.map(({ amount, currency }) => `  total      ${currency} ${amountText(amount)}`),
        `  payments   ${content.count}`,
        ...content.payments.flatMap(describePayment),
      ];
    case "document":
      return [`  document   ${content.name}`, `  SHA-512    ${content.hash.value}`, quote(content.text)];
    case "statement":
      return [quote(content.text)];
  }
}

/** What is to be signed stands apart, so that it can't pass for what the phone says of it. */
function quote(text: string): string {
  return text.replaceAll(/^/gm, "  | ");
}

function describePayment({ amount, currency, payee, reference }: Payment): string[] {
  return [
    `  amount     ${currency} ${amountText(amount)}`,
    `  payee      ${payee.name}`,
    `  account    ${accountText(payee.account)}`,
    ...(reference === undefined ? [] : [`  reference  ${reference}`]),
  ];
}
