/**
 * Which fields of a policy would be changed to what is laxer than the limits. What is beyond them already and stays is no reason to refuse the
 * rest: the limits hold it back, and hold it back afterwards.
 */
import { isDeepStrictEqual } from "node:util";
import { beyondLimits, type CompanyPolicy, type PolicyLimits } from "@mtoken/protocol/people";

export function changedBeyond(
  { from, to }: { from: CompanyPolicy; to: CompanyPolicy },
  limits: PolicyLimits,
): (keyof CompanyPolicy)[] {
  return beyondLimits(to, limits).filter((field) => !isDeepStrictEqual(from[field], to[field]));
}
