/** Which field of the form a refusal is about. */
import { ProtocolError } from "@mtoken/protocol";
import type { PaymentDraft } from "../api/portal.ts";

export type FieldName = keyof PaymentDraft;

const fields: Readonly<Record<string, FieldName>> = {
  amount: "amount",
  currency: "currency",
  payee: "payee",
  "payee.name": "payee",
  "payee.account": "account",
  reference: "reference",
};

/** Undefined when it is about none: something else went wrong. */
export function fieldOfProblem(error: unknown): FieldName | undefined {
  if (!(error instanceof ProtocolError) || error.code !== "content_refused") return undefined;
  return fields[error.details?.path ?? ""];
}
