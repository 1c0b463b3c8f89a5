/** Fetches evidence and the server's public keys, and checks the one with the other (docs/protocol.md §9). */
import type { Evidence, Payment } from "@mtoken/protocol";
import {
  b64,
  contentSchema,
  evidenceSchema,
  fromB64,
  identityJwksSchema,
  parseJson,
  parseWith,
  utf8,
  verifyEvidence,
} from "@mtoken/protocol";
import * as v from "valibot";
import { call } from "../api/call.ts";
import { type AskedPayment, evidenceAddress } from "../api/payments.ts";

/** What the check found. */
export type Finding =
  | { holds: true; who: string; amount: string; currency: string; payee: string; at: number; entries: number }
  | { holds: false; message: string; changed: Payment | undefined };

const envelopeSchema = v.looseObject({ content: contentSchema });

/** @param options.changed forge a digit of the amount first, as somebody would who wants another sum. */
export async function checkEvidence(
  request: AskedPayment["request"],
  { changed: forged }: { changed: boolean },
): Promise<Finding> {
  const [evidence, jwks] = await Promise.all([
    call({ path: evidenceAddress(request), schema: evidenceSchema }),
    call({ path: "/api/keys", schema: identityJwksSchema }),
  ]);
  const file = forged ? forgeAmount(evidence) : { evidence, payment: undefined };
  const result = await verifyEvidence({ evidence: file.evidence, jwks });
  if (!result.ok) return { holds: false, message: result.message, changed: file.payment };
  const { content, user } = result.envelope;
  if (content?.type !== "payment") return { holds: false, message: result.envelope.kind, changed: undefined };
  const { amount, currency, payee } = content;
  return {
    holds: true,
    ...{ who: user.name, amount, currency, payee: payee.name },
    at: result.receipt.iat,
    entries: result.checkpoint.size,
  };
}

/** The same evidence with another first digit in the amount. Its signature is left as it was: nobody could make another. */
export function forgeAmount(evidence: Evidence): { evidence: Evidence; payment: Payment | undefined } {
  const [header = "", body = "", signature = ""] = evidence.envelope.split(".");
  const envelope = parseWith(envelopeSchema, parseJson(fromB64(body)));
  const { content } = envelope;
  if (content.type !== "payment") return { evidence, payment: undefined };
  const payment = { ...content, amount: content.amount.replace(/[0-9]/, nextDigit) };
  const forged = b64(utf8(JSON.stringify({ ...envelope, content: payment })));
  return { evidence: { ...evidence, envelope: [header, forged, signature].join(".") }, payment };
}

/** 1 to 9, so that it stays an amount. */
function nextDigit(digit: string): string {
  return digit === "9" ? "1" : String(Number(digit) + 1);
}
