/** Users: searched, filtered, page by page. */
import { Button } from "@mantine/core";
import { type User, userStatuses } from "@mtoken/protocol/people";
import { useState } from "react";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { useCompanyOfAddress } from "../../lists/company-filter.tsx";
import type { Column } from "../../lists/data-table.tsx";
import { TablePage } from "../../lists/table-page.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { AddUserDialog } from "../../users/add-user-dialog.tsx";
import { UserState } from "../../users/user-state.tsx";

export function UsersPage() {
  const words = messages.users;
  return (
    <TablePage
      title={words.title}
      lead={words.lead}
      actions={<Adding />}
      name="users"
      read={api.users}
      act="user.read"
      search={{ label: words.search, hint: words.searchHint }}
      states={{ values: userStatuses, text: (value) => words.filters[value], all: words.everybody }}
      empty={{
        icon: "people",
        none: { title: words.noneTitle, text: words.none },
        notFound: { title: words.notFoundTitle, text: words.notFound },
      }}
      caption={words.caption}
      columns={({ ofSeveral }) => columnsFor(ofSeveral)}
    />
  );
}

/** To one company: the one that is looked at, or one's own. */
function Adding() {
  const me = useMe();
  const may = useMay();
  const looked = useCompanyOfAddress();
  const [isAdding, setAdding] = useState(false);
  const company = looked ?? (me.company.kind === "client" ? me.company.id : undefined);
  if (company === undefined || !may("user.create", { company })) return null;
  return (
    <>
      <Link href={`/users/import?company=${company}`} className="button plain small-button">
        <Icon name="people" />
        {messages.imports.title}
      </Link>
      <Button leftSection={<Icon name="add" />} onClick={() => setAdding(true)}>
        {messages.addUser.button}
      </Button>
      {isAdding && <AddUserDialog company={company} onClose={() => setAdding(false)} />}
    </>
  );
}

function columnsFor(withCompany: boolean): Column<User>[] {
  const { facts, roles } = messages;
  return [
    {
      title: facts.user,
      heads: true,
      cell: ({ id, name }) => <Link href={`/users/${id}`}>{name}</Link>,
    },
    { title: facts.mail, cell: ({ mail }) => mail ?? "—" },
    { title: facts.role, cell: ({ role }) => roles[role] },
    ...(withCompany ? [{ title: facts.company, cell: ({ company }: User) => company.name }] : []),
    { title: facts.state, cell: (user) => <UserState user={user} /> },
  ];
}
