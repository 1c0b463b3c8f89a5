/** A payment that the portal asked to be signed, as both pages see it. */
import { paymentSchema, requestIdSchema, requestInfoSchema, timeSchema } from "@mtoken/protocol";
import * as v from "valibot";

export const askedPaymentSchema = v.object({
  request: requestIdSchema,
  /** The page that shows its QR code. */
  uri: v.pipe(v.string(), v.url()),
  payment: paymentSchema,
  askedAt: timeSchema,
  expiresAt: timeSchema,
  evidenceTaken: v.boolean(),
  info: requestInfoSchema,
});
export type AskedPayment = v.InferOutput<typeof askedPaymentSchema>;

/** Where the browser downloads the evidence of a payment. */
export function evidenceAddress(request: AskedPayment["request"]): string {
  return `/api/payments/${request}/evidence`;
}

/** The name under which it is saved. */
export function evidenceFile(request: AskedPayment["request"]): string {
  return `evidence-${request}.json`;
}
