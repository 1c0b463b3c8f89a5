/** Which fields of the form a refusal is about; the server names one, so all of them are looked for here first. */
import { isAmount, ProtocolError, paymentSchema } from "@mtoken/protocol";
import * as v from "valibot";
import type { PaymentDraft } from "../api/portal.ts";

export type FieldName = keyof PaymentDraft;

const order: readonly FieldName[] = ["payee", "account", "amount", "currency", "reference"];

const fields: Readonly<Record<string, FieldName>> = {
  amount: "amount",
  currency: "currency",
  payee: "payee",
  "payee.name": "payee",
  "payee.account": "account",
  reference: "reference",
};

/** The fields that the server would refuse, in the order of the form. The draft is as it would be sent. */
export function wrongFields({ amount, currency, payee, account, reference }: PaymentDraft): FieldName[] {
  const payment = { type: "payment", amount, currency, payee: { name: payee, account } };
  const { issues = [] } = v.safeParse(paymentSchema, reference === "" ? payment : { ...payment, reference });
  const wrong = new Set(issues.map((issue) => fields[v.getDotPath(issue) ?? ""]));
  // The amount is held against its currency only once everything else is right.
  if (!isAmount(amount, currency)) wrong.add("amount");
  return order.filter((name) => wrong.has(name));
}

/** Undefined when it is about none: something else went wrong. */
export function fieldOfProblem(error: unknown): FieldName | undefined {
  if (!(error instanceof ProtocolError) || error.code !== "content_refused") return undefined;
  return fields[error.details?.path ?? ""];
}
