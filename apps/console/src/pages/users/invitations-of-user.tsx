/** The invitations of one user: the open one can be taken back. */
import { Button } from "@mantine/core";
import type { ListedInvitation, User } from "@mtoken/protocol/people";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { ListView } from "../../lists/list-view.tsx";
import { Chip } from "../../parts/chip.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { useMay } from "../../session/me.tsx";
import { RevokeInvitationDialog } from "../../users/revoke-invitation-dialog.tsx";

export function InvitationsOfUser({ user }: { user: User }) {
  const list = useQuery({ queryKey: ["invitations", user.id], queryFn: () => api.invitations(user.id) });
  const words = messages.user;
  return (
    <Section title={words.invitations}>
      <ListView
        list={list}
        empty={
          <Empty icon="mail" title={words.noInvitationsTitle}>
            {words.noInvitations}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            caption={words.invitations}
            columns={[
              { title: words.invited, cell: ({ created }) => <Moment at={created} /> },
              { title: messages.facts.state, cell: (invitation) => <InvitationStatus {...invitation} /> },
              { title: words.until, cell: ({ expires }) => <Moment at={expires} /> },
              {
                title: messages.facts.actions,
                acts: true,
                cell: (invitation) => <RevokeButton user={user} invitation={invitation} />,
              },
            ]}
            items={items}
            keyOf={({ id }) => id}
          />
        )}
      </ListView>
    </Section>
  );
}

function InvitationStatus({ status, code }: ListedInvitation) {
  const tone = status === "open" ? "accent" : status === "complete" ? "good" : "plain";
  const { invitationStatuses, codeStates } = messages.user;
  return (
    <>
      <Chip tone={tone}>{invitationStatuses[status]}</Chip>
      {status === "open" && code !== "shown" && <span className="under">{codeStates[code]}</span>}
    </>
  );
}

function RevokeButton({ user, invitation }: { user: User; invitation: ListedInvitation }) {
  const [isAsked, ask] = useState(false);
  const may = useMay();
  const isTheirs = may("invitation.revoke", { company: user.company.id, user: user.id });
  if (invitation.status !== "open" || !isTheirs) return null;
  return (
    <>
      <Button variant="default" size="xs" onClick={() => ask(true)}>
        {messages.revokeInvitation.button}
      </Button>
      {isAsked && <RevokeInvitationDialog user={user} invitation={invitation} onClose={() => ask(false)} />}
    </>
  );
}
