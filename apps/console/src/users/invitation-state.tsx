/** How an invitation stands, and what became of its link and its code. */
import type { ListedInvitation } from "@mtoken/protocol/people";
import { messages } from "../language/catalogue.ts";
import { Chip, type ChipTone } from "../parts/chip.tsx";

const tones: Readonly<Record<ListedInvitation["status"], ChipTone>> = {
  open: "accent",
  begun: "accent",
  waiting: "warn",
  complete: "good",
  revoked: "plain",
  expired: "plain",
};

export function InvitationStatus({ status }: ListedInvitation) {
  return <Chip tone={tones[status]}>{messages.user.invitationStatuses[status]}</Chip>;
}

export function InvitationDelivery({ status, link, failure, code }: ListedInvitation) {
  const { linkStates, failures } = messages.invitations;
  // Once it was used nobody asks how it came.
  if (status === "complete" || status === "waiting") return "—";
  return (
    <>
      {link === null ? (
        "—"
      ) : link === "dead" ? (
        <Chip tone="danger">{linkStates.dead}</Chip>
      ) : (
        linkStates[link]
      )}
      {failure !== null && <span className="under">{failures[failure]}</span>}
      {code !== "shown" && <span className="under">{messages.user.codeStates[code]}</span>}
    </>
  );
}
