/** The page of the console that a notice leads to: about the thing, where its reader may see it. */
import type { UserId } from "@mtoken/protocol";
import { type Role, reachOf } from "@mtoken/protocol/people";

export interface Told {
  kind: string;
  data: Readonly<Record<string, string | number | boolean>>;
  /** Whom it is about, when that is not its reader. */
  aboutId: UserId | null;
  reader: Role;
}

/** Of what is about no person and no phone. */
const pages: Readonly<Record<string, string>> = {
  "policy.changed": "/c/policy",
  "company.stopped": "/c/company",
  "company.resumed": "/c/company",
  "company.devices-ended": "/c/company",
  "staff.created": "/c/staff",
  "identity.added": "/c/identity-keys",
  "identity.revoked": "/c/identity-keys",
  "client.ended": "/c/portals",
};

/** The address under the console's origin; apps/console has the pages. */
export function consolePageOf({ kind, data, aboutId, reader }: Told): string {
  if (data["proposal"] !== undefined) return `/c/proposals/${data["proposal"]}`;
  if (data["device"] !== undefined) return `/c/devices/${data["device"]}`;
  if (aboutId !== null) return `/c/users/${aboutId}`;
  // Administrators see the limits beside their own policy.
  if (kind === "limits.changed") return reachOf(reader, "limits.read").length > 0 ? "/c/limits" : "/c/policy";
  return pages[kind] ?? "/c/account";
}
