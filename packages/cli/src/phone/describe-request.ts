/** A request as text: everything the envelope holds, since what is signed is what was shown (M2). */
import type { Content, Envelope, Payment } from "@mtoken/protocol";

/** The envelope in lines. */
export function describeRequest({
  kind,
  relying_party,
  origin,
  user,
  computer,
  content,
  exp,
}: Envelope): string {
  return [
    kind === "sign-in" ? `Sign in to ${relying_party.name}` : `Sign for ${relying_party.name}`,
    `  at         ${origin}`,
    `  as         ${user.name}`,
    `  computer   ${computer === null ? "none" : `${computer.description}, ${computer.known ? "known" : "NOT known: you have not used it before"}`}`,
    `  until      ${new Date(exp * 1000).toISOString()}`,
    ...(content === null ? [] : describeContent(content)),
  ].join("\n");
}

function describeContent(content: Content): string[] {
  switch (content.type) {
    case "payment":
      return describePayment(content);
    case "batch":
      return [
        ...content.totals.map(({ amount, currency }) => `  total      ${amount} ${currency}`),
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
    `  amount     ${amount} ${currency}`,
    `  payee      ${payee.name}`,
    `  account    ${payee.account}`,
    ...(reference === undefined ? [] : [`  reference  ${reference}`]),
  ];
}
