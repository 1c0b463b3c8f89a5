/** What a proposal would do, in a line. */
import type { Proposed } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";

export function proposalTitle(proposed: Proposed): string {
  const { kinds } = messages.proposals;
  switch (proposed.kind) {
    case "administrator.make":
      return kinds.administrator({ name: proposed.user.name });
    case "policy.change":
      return kinds.policy;
    case "company.resume":
      return kinds.company;
    case "limits.change":
      return kinds.limits;
    case "staff.create":
      return kinds.staff({ name: proposed.name });
    case "operator-keys.rotate":
      return kinds.key;
  }
}
