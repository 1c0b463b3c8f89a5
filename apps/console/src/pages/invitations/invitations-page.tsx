/** Invitations, the newest of each user: what became of it and of its mail, and inviting anew, one or many. */
import { Button } from "@mantine/core";
import type { ActivationId } from "@mtoken/protocol";
import {
  type InvitationListQuery,
  invitationFilters,
  type ListedInvitation,
  type OneUser,
} from "@mtoken/protocol/people";
import { useMutation } from "@tanstack/react-query";
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

/** What somebody has pressed: one is invited with a look at the user, many without. */
type Anew =
  | { kind: "one"; user: OneUser; insteadOf: ActivationId }
  | { kind: "many"; invitations: readonly ListedInvitation[] };

/** The dialogs stand beside the list: within it they would go with their row, and take codes that are shown once along, when it is read anew. */
export function InvitationsPage() {
  const [anew, begin] = useState<Anew>();
  const close = () => begin(undefined);
  return (
    <>
      <ListOfInvitations onAnew={begin} />
      {anew?.kind === "one" && <InviteDialog user={anew.user} insteadOf={anew.insteadOf} onClose={close} />}
      {anew?.kind === "many" && <InviteManyDialog invitations={anew.invitations} onClose={close} />}
    </>
  );
}

function ListOfInvitations({ onAnew }: { onAnew(anew: Anew): void }) {
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
      {(items, shown) => <Invitations items={items} {...shown} onAnew={onAnew} />}
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
  onAnew(anew: Anew): void;
}

/** What is chosen is chosen on this page of the list: it is never more than one page has. */
function Invitations({ items, busy, ofSeveral, onAnew }: InvitationsProps) {
  const may = useMay();
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
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
            <Button
              leftSection={<Icon name="mail" />}
              onClick={() => onAnew({ kind: "many", invitations: chosen })}
            >
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
                {canBeAnew(invitation) && <InviteAnew invitation={invitation} onAnew={onAnew} />}
                <RevokeInvitation invitation={invitation} />
              </div>
            ),
          },
        ]}
        items={items}
        keyOf={({ id }) => id}
        busy={busy}
      />
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

interface InviteAnewProps {
  invitation: ListedInvitation;
  onAnew(anew: Anew): void;
}

/** The user is read first: who could approve the phone, and whether there is a mail address, stands with them. */
function InviteAnew({ invitation: { id, user }, onAnew }: InviteAnewProps) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.user(user.id),
    onSuccess: (read) => onAnew({ kind: "one", user: read, insteadOf: id }),
  });
  return (
    <>
      <Button variant="default" size="xs" loading={isPending} onClick={() => mutate()}>
        {messages.invite.again}
      </Button>
      {error !== null && <Problem error={error} />}
    </>
  );
}
