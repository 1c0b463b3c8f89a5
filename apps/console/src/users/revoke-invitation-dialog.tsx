/** Takes an invitation back that nobody has used. */
import { Button } from "@mantine/core";
import type { ListedInvitation } from "@mtoken/protocol/people";
import { useState } from "react";
import { ActDialog } from "../acts/act-dialog.tsx";
import { ActSubject } from "../acts/act-subject.tsx";
import { askedReasons } from "../acts/asked-reasons.ts";
import { api } from "../api/people-api.ts";
import { messages } from "../language/catalogue.ts";
import { useMay } from "../session/me.tsx";

export function RevokeInvitation({ invitation }: { invitation: ListedInvitation }) {
  const [isAsked, ask] = useState(false);
  const may = useMay();
  const { status, company, user } = invitation;
  const isTheirs = may("invitation.revoke", { company: company.id, user: user.id });
  if ((status !== "open" && status !== "begun") || !isTheirs) return null;
  return (
    <>
      <Button variant="default" size="xs" onClick={() => ask(true)}>
        {messages.revokeInvitation.button}
      </Button>
      {isAsked && <RevokeInvitationDialog invitation={invitation} onClose={() => ask(false)} />}
    </>
  );
}

function RevokeInvitationDialog({
  invitation: { id, user, company },
  onClose,
}: {
  invitation: ListedInvitation;
  onClose(): void;
}) {
  const { title, follows, verb, done } = messages.revokeInvitation;
  const { name } = user;
  return (
    <ActDialog
      title={title({ name })}
      subject={<ActSubject company={company} />}
      consequences={[follows]}
      verb={verb}
      reasons={askedReasons.revokeInvitation}
      onAct={async (given) => {
        await api.revokeInvitation(id, given);
        return done({ name });
      }}
      onClose={onClose}
    />
  );
}
