/**
 * The computer's proof (docs/protocol.md §8): a browser signs the server's challenge with a key that never leaves
 * it, once to begin and once to redeem.
 */
import * as v from "valibot";
import { originSchema, timeSchema } from "./fields.ts";
import type { ComputerId } from "./ids.ts";
import { challengeIdSchema, computerIdOf, interactionIdSchema, requestIdSchema } from "./ids.ts";
import { importVerifyKey, rsaPublicJwkSchema } from "./jwk.ts";
import { readUnverified, verifyToken } from "./token.ts";

const members = {
  aud: originSchema,
  interaction: interactionIdSchema,
  challenge: challengeIdSchema,
  computer_key: rsaPublicJwkSchema,
  iat: timeSchema,
};

/** Schema of `mtoken-computer+jws`. */
export const computerProofSchema = v.variant("action", [
  v.strictObject({ ...members, action: v.literal("begin") }),
  v.strictObject({
    ...members,
    action: v.literal("redeem"),
    request: requestIdSchema,
    remember: v.exactOptional(v.literal(true)),
  }),
]);

/** What the computer key signed. `request` names what is redeemed, `remember` asks for an enrolment besides. */
export type ComputerProof = v.InferOutput<typeof computerProofSchema>;

/**
 * Verifies a computer's proof under the key that it names itself; whether this computer may do what it asks is the
 * caller's to check.
 *
 * @param options.aud the sign-in origin.
 * @throws {ProtocolError} as `verifyToken` does.
 */
export async function verifyComputerProof(options: {
  token: string;
  aud: string;
}): Promise<{ proof: ComputerProof; computer: ComputerId }> {
  const form = { token: options.token, typ: "mtoken-computer+jws", schema: computerProofSchema } as const;
  const { computer_key } = readUnverified(form);
  const key = await importVerifyKey(computer_key);
  const proof = await verifyToken({ ...form, key, aud: options.aud });
  return { proof, computer: await computerIdOf(computer_key) };
}
