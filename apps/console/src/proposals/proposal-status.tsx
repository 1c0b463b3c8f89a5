/** How a proposal stands, in a word. */
import type { ProposalStatus } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { Chip, type ChipTone } from "../parts/chip.tsx";

const tones: Readonly<Record<ProposalStatus, ChipTone>> = {
  open: "warn",
  confirmed: "good",
  rejected: "danger",
  withdrawn: "plain",
  expired: "plain",
  void: "plain",
};

export function ProposalStatusChip({ status }: { status: ProposalStatus }) {
  return <Chip tone={tones[status]}>{messages.proposals.statuses[status]}</Chip>;
}
