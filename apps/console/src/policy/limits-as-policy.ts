/** The limits in the form of a policy: of the laxest that they leave to a company. Both are chosen and shown by the same fields. */
import type { CompanyPolicy, PolicyLimits } from "@mtoken/protocol/people";

export function limitsAsPolicy({
  approval_required: approval,
  biometrics_allowed: biometrics,
  ...shared
}: PolicyLimits): CompanyPolicy {
  return { ...shared, approval, biometrics };
}

export function policyAsLimits({
  approval: approval_required,
  biometrics: biometrics_allowed,
  ...shared
}: CompanyPolicy): PolicyLimits {
  return { ...shared, approval_required, biometrics_allowed };
}
