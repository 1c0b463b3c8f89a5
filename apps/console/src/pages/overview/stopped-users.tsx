/** Users whose sign-ins are stopped: somebody has to talk with them, and let them go on. */
import type { Page, User } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { messages } from "../../language/catalogue.ts";
import { DataTable } from "../../lists/data-table.tsx";
import { momentOr } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";

export function StoppedUsers({ page }: { page: Page<User> }) {
  const { facts, overview: words } = messages;
  if (page.items.length === 0) return null;
  return (
    <Section
      title={words.stopped}
      actions={page.next !== null && <Link href="/users?status=frozen">{words.all}</Link>}
    >
      <DataTable
        caption={words.stopped}
        columns={[
          {
            title: facts.user,
            heads: true,
            cell: ({ id, name }) => <Link href={`/users/${id}`}>{name}</Link>,
          },
          { title: facts.company, cell: ({ company }) => company.name },
          { title: facts.stoppedSince, cell: ({ frozen }) => momentOr(frozen, facts.never) },
        ]}
        items={page.items}
        keyOf={({ id }) => id}
      />
    </Section>
  );
}
