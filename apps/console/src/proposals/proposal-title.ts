/** What a proposal would do, in a line. */
import type { Proposed } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";

export function proposalTitle(proposed: Proposed): string {
  const { kinds } = messages.proposals;
  switch (proposed.kind) {
    case "administrator.make":
      return kinds["administrator.make"]({ name: proposed.user.name });
    case "staff.create":
      return kinds["staff.create"]({ name: proposed.name });
    case "policy.change":
    case "company.resume":
    case "limits.change":
    case "operator-keys.rotate":
      return kinds[proposed.kind];
  }
}
