/** What vectors of signed tokens have in common: those that verify, with what they say and their hash, and those that must not. */
import * as v from "valibot";
import { errorCodeSchema } from "../errors.ts";
import { rsaPublicJwkSchema } from "../jwk.ts";
import { hashToken } from "../token.ts";
import { requireRefusal, requireSame } from "./vector-kind.ts";

/** The schema of vectors whose `typ` is of `typSchema`, with the entries that are the kind's own. */
export function signedVectorSchema<T extends v.GenericSchema, E extends v.ObjectEntries>(
  typSchema: T,
  entries: E,
) {
  const common = {
    name: v.string(),
    typ: typSchema,
    jwk: rsaPublicJwkSchema,
    kid: v.nullable(v.string()),
    ...entries,
    token: v.string(),
  };
  return v.variant("operation", [
    v.strictObject({
      ...common,
      operation: v.literal("verify"),
      payload: v.record(v.string(), v.unknown()),
      hash: v.string(),
    }),
    v.strictObject({ ...common, operation: v.literal("refused"), code: errorCodeSchema }),
  ]);
}

type Outcome =
  | { operation: "verify"; payload: Record<string, unknown>; hash: string }
  | { operation: "refused"; code: v.InferOutput<typeof errorCodeSchema> };

/** Holds what came of verifying a vector's token against what the vector says. */
export async function checkSigned(
  vector: Outcome & { token: string },
  verified: () => Promise<unknown>,
): Promise<void> {
  if (vector.operation === "refused") return requireRefusal(vector.code, verified);
  requireSame("payload", await verified(), vector.payload);
  requireSame("hash", await hashToken(vector.token), vector.hash);
}
