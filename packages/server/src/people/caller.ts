/**
 * Who acts on people, devices and companies, and by which way: signed in to the console, or at a portal that acts for them.
 * Every rule is given this and believes no id of an address.
 */
import type { ClientId } from "@mtoken/protocol";
import type { OrganizationKind, Caller as Person } from "@mtoken/protocol/people";

export interface Caller extends Person {
  organization: OrganizationKind;
  /** For the record. */
  via: "console" | ClientId;
}

/** What stands on the record of who did it. */
export function recordOf({ user, via }: Caller): { by: string; via: string } {
  return { by: user, via };
}
