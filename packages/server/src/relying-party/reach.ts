/**
 * Whose users a relying party may ask: those of all companies, or of the ones that it was registered for. It is asked where
 * a user comes in: when a request is made, listed or claimed, and when a code becomes a user. Companies don't change after
 * the registration (docs/operate.md), so what was asked for rightly stays the relying party's to follow and to prove.
 */
import type { CompanyId } from "@mtoken/protocol";
import type { OrganizationKind } from "@mtoken/protocol/people";

/** What says it, of a client's row and a user's. */
export interface ClientAndUser {
  client_kind: "portal" | "console";
  /** Null stands for all client companies. */
  companies: readonly CompanyId[] | null;
  company_id: CompanyId;
  organization: OrganizationKind;
}

/** The operator's people have no business at a portal: the console alone is theirs. */
export function reaches({ client_kind, companies, company_id, organization }: ClientAndUser): boolean {
  if (client_kind === "console") return true;
  if (organization === "operator") return false;
  return companies === null || companies.includes(company_id);
}
