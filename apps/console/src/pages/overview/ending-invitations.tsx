/** Invitations that are about to run out: whoever has not used one may have missed it. */
import type { Page, User } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { momentOr } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";

export interface EndingInvitationsProps {
  /** The first of them, by name. */
  page: Page<User>;
  /** How many there are. */
  count: number;
}

export function EndingInvitations({ page, count }: EndingInvitationsProps) {
  const { facts, overview: words } = messages;
  const { length } = page.items;
  if (length === 0) return null;
  return (
    <Section
      title={words.invitations}
      actions={page.next !== null && <Link href="/users?status=ending">{words.all}</Link>}
    >
      <DataTable
        caption={words.invitations}
        columns={[
          {
            title: facts.user,
            heads: true,
            cell: ({ id, name }) => <Link href={`/users/${id}`}>{name}</Link>,
          },
          { title: facts.company, cell: ({ company }) => company.name },
          { title: words.runsOut, cell: ({ invited_until }) => momentOr(invited_until, facts.never) },
        ]}
        items={page.items}
        keyOf={({ id }) => id}
      />
      {count > length && <p className="quiet">{words.more({ count: count - length })}</p>}
    </Section>
  );
}
