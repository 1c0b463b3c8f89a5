/** Who works for the operator: listed, and proposed. What is done about somebody is done on their own page, as with every user. */
import { Button } from "@mantine/core";
import { type User, userStatuses } from "@mtoken/protocol/people";
import { useState } from "react";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import type { Column } from "../../lists/data-table.tsx";
import { TablePage } from "../../lists/table-page.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { UserState } from "../../users/user-state.tsx";
import { ProposeStaffDialog } from "./propose-staff-dialog.tsx";

/** None of them oversees a company. */
const staffStatuses = userStatuses.filter((status) => status !== "administrator");

export function StaffPage() {
  const { company } = useMe();
  const { staff: words, users } = messages;
  const none = { title: users.notFoundTitle, text: users.notFound };
  return (
    <TablePage
      title={words.title}
      lead={words.lead}
      actions={<Proposing />}
      name="staff"
      read={(query) => api.users({ ...query, company: company.id })}
      search={{ label: users.search, hint: users.searchHint }}
      states={{ values: staffStatuses, text: (value) => users.filters[value], all: users.everybody }}
      empty={{ icon: "people", none }}
      caption={words.caption}
      columns={columns}
    />
  );
}

function Proposing() {
  const me = useMe();
  const may = useMay();
  const [isProposing, setProposing] = useState(false);
  if (!may("staff.create", { company: me.company.id })) return null;
  return (
    <>
      <Button leftSection={<Icon name="add" />} onClick={() => setProposing(true)}>
        {messages.staff.propose}
      </Button>
      {isProposing && <ProposeStaffDialog onClose={() => setProposing(false)} />}
    </>
  );
}

function columns(): Column<User>[] {
  const { facts, roles } = messages;
  return [
    {
      title: facts.user,
      heads: true,
      cell: ({ id, name }) => <Link href={`/users/${id}`}>{name}</Link>,
    },
    { title: facts.role, cell: ({ role }) => roles[role] },
    { title: facts.mail, cell: ({ mail }) => mail ?? "—" },
    { title: facts.state, cell: (user) => <UserState user={user} /> },
  ];
}
