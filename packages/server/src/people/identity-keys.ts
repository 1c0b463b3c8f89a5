/**
 * The identity keys as an officer or auditor looks at them: public to everybody, but for which one signs. And the end of one, by one
 * officer and at once.
 */
import type { GivenReason, ListedIdentityKey } from "@mtoken/protocol/people";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { readKeysAnew, revokeKey } from "../keys/identity.ts";
import { type Caller, recordOf } from "./caller.ts";
import { holdCompany } from "./hold.ts";
import { requireReach } from "./reach.ts";

export function listIdentityKeys(
  { identity, clock }: Pick<Context, "identity" | "clock">,
  caller: Caller,
): { items: ListedIdentityKey[] } {
  requireReach(caller, "operator-keys.read");
  const now = toNumericDate(clock.now());
  const keys = identity.jwks().keys.toReversed();
  const signing = keys.find(({ nbf, exp, revoked }) => revoked === undefined && nbf <= now && now < exp);
  return {
    items: keys.map((key) => ({
      key: key.kid,
      status: statusOf(key, { now, isSigning: key === signing }),
      begins: key.nbf,
      ends: key.exp,
      revoked: key.revoked ?? null,
    })),
  };
}

function statusOf(
  { nbf, revoked }: { nbf: number; revoked?: number | undefined },
  { now, isSigning }: { now: number; isSigning: boolean },
): ListedIdentityKey["status"] {
  if (revoked !== undefined) return "revoked";
  if (isSigning) return "signing";
  return nbf > now ? "coming" : "kept";
}

/** Throws `last_identity_key` where no other one could sign, and `already_decided` where it was revoked before. */
export async function revokeKeyOf(
  context: Pick<Context, "database" | "clock" | "events" | "identity">,
  caller: Caller,
  { key, ...why }: GivenReason & { key: string },
): Promise<void> {
  const at = context.clock.now();
  await context.database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: "operator-keys.revoke", company: caller.company });
    await revokeKey(transaction, { key, facts: { ...why, ...recordOf(caller) }, at });
  });
  await readKeysAnew(context);
}
