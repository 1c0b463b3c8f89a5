/** The identity keys as an officer or auditor looks at them: public to everybody, but for which one signs. */
import type { ListedIdentityKey } from "@mtoken/protocol/people";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Caller } from "./caller.ts";
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
