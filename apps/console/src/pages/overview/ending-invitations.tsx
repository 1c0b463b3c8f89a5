/** Invitations that run out soon: whoever has not used one may have missed it. */
import type { User } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { momentOr } from "../../devices/devices-table.tsx";
import { messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { Section } from "../../parts/section.tsx";

const most = 5;

export function EndingInvitations({ users }: { users: readonly User[] }) {
  const { facts, overview: words } = messages;
  if (users.length === 0) return null;
  return (
    <Section
      title={words.invitations}
      actions={users.length > most && <Link href="/users?status=invited">{words.all}</Link>}
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
        items={users.slice(0, most)}
        keyOf={({ id }) => id}
      />
    </Section>
  );
}
