/**
 * Whose users a relying party may ask: those of all companies, or of the ones that it was registered for. It is asked where
 * a user comes in: when a request is made, listed or claimed, and when a code becomes a user. Companies don't change after
 * the registration (docs/operate.md), so what was asked for rightly stays the relying party's to follow and to prove.
 */
import type { CompanyId } from "@mtoken/protocol";

/** `companies` as the client's row has them; null stands for all. */
export function reaches(companies: readonly CompanyId[] | null, company: CompanyId): boolean {
  return companies === null || companies.includes(company);
}
