/**
 * Another mPIN (docs/protocol.md §5): the salt, the parameters and the verifier that take the place of those of before, and
 * the binding of the handshake in which the mPIN of before is proven for exactly these.
 */
import * as v from "valibot";
import { b64, fromB64, sha512 } from "./bytes.ts";
import { argon2Schema, bytesSchema, groupElementSchema } from "./fields.ts";
import { tuple } from "./tuple.ts";

/** Schema of what `mpin.change` takes. */
export const mpinChangeSchema = v.strictObject({
  salt: bytesSchema(16),
  argon2: argon2Schema,
  verifier: groupElementSchema,
});

/** What the phone makes of an mPIN that was just chosen. */
export type MpinChange = v.InferOutput<typeof mpinChangeSchema>;

/** The `binding` of purpose `change`, base64url: whoever changes a member has proven nothing. */
export async function mpinChangeBinding({ salt, argon2, verifier }: MpinChange): Promise<string> {
  const { m, t, p } = argon2;
  return b64(await sha512(tuple("mtoken-1/mpin-change", fromB64(salt), `${m},${t},${p}`, fromB64(verifier))));
}
