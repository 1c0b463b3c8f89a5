/** Invitations, the newest of each user: what became of it and of its mail, and inviting anew, one or many. */
import { Button } from "@mantine/core";
import { type InvitationListQuery, invitationFilters, type ListedInvitation } from "@mtoken/protocol/people";
import { skipToken, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { ListPage } from "../../lists/list-page.tsx";
import { Icon } from "../../parts/icon.tsx";
import { MailAddress } from "../../parts/mail-address.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Problem } from "../../parts/problem.tsx";
import { timeFromNow } from "../../parts/time-from-now.ts";
import { useMay } from "../../session/me.tsx";
import { InvitationDelivery, InvitationStatus } from "../../users/invitation-state.tsx";
import { InviteDialog } from "../../users/invite-dialog.tsx";
import { RevokeInvitation } from "../../users/revoke-invitation-dialog.tsx";
import { InviteManyDialog } from "./invite-many-dialog.tsx";

export function InvitationsPage() {
  const { invitations: words, users } = messages;
  return (
    <ListPage
      title={words.title}
      lead={words.lead}
      actions={
        <Link href="/users/imports" className="button plain small-button">
          {messages.imports.list}
        </Link>
      }
      name="all-invitations"
      read={api.allInvitations}
      act="invitation.read"
      search={{ label: users.search, hint: users.searchHint }}
      states={{ values: invitationFilters, text: filterText, all: words.all }}
      empty={{
        icon: "mail",
        none: { title: words.noneTitle, text: users.none },
        notFound: { title: words.notFoundTitle, text: users.notFound },
      }}
    >
      {(items, shown) => <Invitations items={items} {...shown} />}
    </ListPage>
  );
}

function filterText(status: NonNullable<InvitationListQuery["status"]>): string {
  return status === "undelivered"
    ? messages.invitations.undelivered
    : messages.user.invitationStatuses[status];
}

interface InvitationsProps {
  items: readonly ListedInvitation[];
  busy: boolean;
  ofSeveral: boolean;
}

/** What is chosen is chosen on this page of the list: it is never more than one page has. */
function Invitations({ items, busy, ofSeveral }: InvitationsProps) {
  const may = useMay();
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [asked, ask] = useState<readonly ListedInvitation[]>();
  const canBeAnew = (invitation: ListedInvitation) =>
    mayComeAnew(invitation) &&
    may("invitation.send", { company: invitation.company.id, user: invitation.user.id });
  const choosable = items.filter(canBeAnew);
  const chosen = choosable.filter(({ id }) => ids.has(id));
  const words = messages.invitations;
  const toggle = (some: readonly ListedInvitation[], isChosen: boolean) =>
    setIds(
      (before) =>
        new Set([
          ...[...before].filter((id) => some.every((one) => one.id !== id)),
          ...(isChosen ? some.map(({ id }) => id) : []),
        ]),
    );
  return (
    <>
      {choosable.length > 0 && (
        <div className="choosing">
          <label className="choice">
            <input
              type="checkbox"
              checked={chosen.length === choosable.length}
              onChange={({ currentTarget }) => toggle(choosable, currentTarget.checked)}
            />
            {words.chooseAll}
          </label>
          {chosen.length > 0 && (
            <Button leftSection={<Icon name="mail" />} onClick={() => ask(chosen)}>
              {words.anew({ count: chosen.length })}
            </Button>
          )}
        </div>
      )}
      <DataTable
        caption={words.caption}
        columns={[
          {
            title: messages.facts.user,
            heads: true,
            cell: (invitation) => (
              <InvitedUser invitation={invitation} ofSeveral={ofSeveral}>
                {canBeAnew(invitation) && (
                  <input
                    type="checkbox"
                    aria-label={words.choose({ name: invitation.user.name })}
                    checked={ids.has(invitation.id)}
                    onChange={({ currentTarget }) => toggle([invitation], currentTarget.checked)}
                  />
                )}
              </InvitedUser>
            ),
          },
          { title: messages.facts.state, cell: (invitation) => <InvitationStatus {...invitation} /> },
          { title: words.delivery, cell: (invitation) => <InvitationDelivery {...invitation} /> },
          { title: messages.user.until, cell: (invitation) => <Until {...invitation} /> },
          {
            title: messages.facts.actions,
            acts: true,
            cell: (invitation) => (
              <div className="acts">
                {canBeAnew(invitation) && <InviteAnew invitation={invitation} />}
                <RevokeInvitation invitation={invitation} />
              </div>
            ),
          },
        ]}
        items={items}
        keyOf={({ id }) => id}
        busy={busy}
      />
      {asked !== undefined && (
        <InviteManyDialog
          invitations={asked}
          onClose={() => {
            ask(undefined);
            setIds(new Set());
          }}
        />
      )}
    </>
  );
}

/** Of who has activated a phone by it nothing is left to be sent. */
function mayComeAnew({ status }: ListedInvitation): boolean {
  return status !== "complete" && status !== "waiting";
}

interface InvitedUserProps {
  invitation: ListedInvitation;
  ofSeveral: boolean;
  /** The box to tick. */
  children: ReactNode;
}

function InvitedUser({ invitation: { user, company, mail }, ofSeveral, children }: InvitedUserProps) {
  return (
    <div className="choice">
      {children}
      <div>
        <Link href={`/users/${user.id}`}>{user.name}</Link>
        {mail !== null && (
          <span className="under">
            <MailAddress address={mail} />
          </span>
        )}
        {ofSeveral && <span className="under">{company.name}</span>}
      </div>
    </div>
  );
}

function Until({ status, expires }: ListedInvitation) {
  if (status === "complete" || status === "waiting" || status === "revoked") return "—";
  return (
    <>
      <Moment at={expires} />
      <span className="under">{timeFromNow(expires)}</span>
    </>
  );
}

/** The user is read first: who could approve the phone, and whether there is a mail address, stands with them. */
function InviteAnew({ invitation: { id, user } }: { invitation: ListedInvitation }) {
  const [isAsked, ask] = useState(false);
  const { data, isLoading, error } = useQuery({
    queryKey: ["user", user.id],
    queryFn: isAsked ? () => api.user(user.id) : skipToken,
  });
  return (
    <>
      <Button variant="default" size="xs" loading={isLoading} onClick={() => ask(true)}>
        {messages.invite.again}
      </Button>
      {error !== null && <Problem error={error} />}
      {isAsked && data !== undefined && (
        <InviteDialog user={data} insteadOf={id} onClose={() => ask(false)} />
      )}
    </>
  );
}
