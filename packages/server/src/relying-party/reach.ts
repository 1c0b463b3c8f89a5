/** Whose users a relying party may ask: those of all companies, or of the ones that it was registered for. */
import type { CompanyId } from "@mtoken/protocol";

/** `companies` as the client's row has them; null stands for all. */
export function reaches(companies: readonly CompanyId[] | null, company: CompanyId): boolean {
  return companies === null || companies.includes(company);
}
