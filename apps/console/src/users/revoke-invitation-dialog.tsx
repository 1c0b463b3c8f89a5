/** Takes an invitation back. */
import type { ListedInvitation, User } from "@mtoken/protocol/people";
import { ActDialog } from "../acts/act-dialog.tsx";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";

export interface RevokeInvitationDialogProps {
  user: User;
  invitation: ListedInvitation;
  onClose(): void;
}

export function RevokeInvitationDialog({ user: { name }, invitation, onClose }: RevokeInvitationDialogProps) {
  const { title, follows, verb, done } = messages.revokeInvitation;
  return (
    <ActDialog
      title={title({ name })}
      consequences={[follows]}
      verb={verb}
      reason="mistake"
      onAct={async (given) => {
        await api.revokeInvitation(invitation.id, given);
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
