/** In which tense to tell of what is proposed: it may come, it has come, or it never will. */
import type { ProposalStatus } from "@mtoken/protocol/people";

export type Standing = "waits" | "confirmed" | "dropped";

export function standingOf(status: ProposalStatus): Standing {
  if (status === "open") return "waits";
  return status === "confirmed" ? "confirmed" : "dropped";
}
