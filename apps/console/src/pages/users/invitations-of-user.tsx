/** The invitations of one user: the open one can be taken back. */
import type { User } from "@mtoken/protocol/people";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { ListView } from "../../lists/list-view.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { InvitationDelivery, InvitationStatus } from "../../users/invitation-state.tsx";
import { RevokeInvitation } from "../../users/revoke-invitation-dialog.tsx";

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
                title: messages.invitations.delivery,
                cell: (invitation) => <InvitationDelivery {...invitation} />,
              },
              {
                title: messages.facts.actions,
                acts: true,
                cell: (invitation) => <RevokeInvitation invitation={invitation} />,
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
