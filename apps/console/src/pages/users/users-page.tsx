/** Users: searched, filtered, page by page. */
import { Button, NativeSelect } from "@mantine/core";
import { type User, type UserListQuery, userStatuses } from "@mtoken/protocol/people";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { type Column, DataTable } from "../../lists/data-table.tsx";
import { useListAddress } from "../../lists/list-address.ts";
import { ListView } from "../../lists/list-view.tsx";
import { SearchField } from "../../lists/search-field.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Page } from "../../parts/page.tsx";
import { reachesCompanies, useMay, useMe } from "../../session/me.tsx";
import { AddUserDialog } from "../../users/add-user-dialog.tsx";
import { CompanyFilter, useCompanyOfAddress } from "../../users/company-filter.tsx";
import { UserState } from "../../users/user-state.tsx";

export function UsersPage() {
  const me = useMe();
  const may = useMay();
  const address = useListAddress();
  const company = useCompanyOfAddress();
  const [isAdding, setAdding] = useState(false);
  const status = address.filter("status", userStatuses);
  const query: UserListQuery = {
    ...(address.query !== "" && { query: address.query }),
    ...(status !== undefined && { status }),
    ...(company !== undefined && { company }),
    ...(address.cursor !== undefined && { cursor: address.cursor }),
  };
  const list = useQuery({
    queryKey: ["users", query],
    queryFn: () => api.users(query),
    placeholderData: keepPreviousData,
  });
  const words = messages.users;
  const target = company ?? (me.company.kind === "client" ? me.company.id : undefined);
  const isNarrowed = address.query !== "" || status !== undefined;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        target !== undefined &&
        may("user.create", { company: target }) && (
          <>
            <Link href={`/users/import?company=${target}`} className="button plain small-button">
              <Icon name="people" />
              {messages.imports.title}
            </Link>
            <Button leftSection={<Icon name="add" />} onClick={() => setAdding(true)}>
              {messages.addUser.button}
            </Button>
          </>
        )
      }
    >
      <search className="filters">
        <SearchField
          label={words.search}
          hint={words.searchHint}
          value={address.query}
          onSearch={(searched) => address.set({ query: searched })}
        />
        <NativeSelect
          label={words.show}
          value={status ?? ""}
          data={[
            { value: "", label: words.everybody },
            ...userStatuses.map((value) => ({ value, label: words.filters[value] })),
          ]}
          onChange={({ currentTarget }) => address.set({ status: currentTarget.value })}
        />
      </search>
      {company !== undefined && company !== me.company.id && (
        <CompanyFilter company={company} address={address} />
      )}
      <ListView
        list={list}
        address={address}
        empty={
          <Empty icon="people" title={isNarrowed ? words.notFoundTitle : words.noneTitle}>
            {isNarrowed ? words.notFound : words.none}
          </Empty>
        }
      >
        {(items, busy) => (
          <DataTable
            caption={words.caption}
            columns={columnsFor(reachesCompanies(me, "user.read") && company === undefined)}
            items={items}
            keyOf={({ id }) => id}
            busy={busy}
          />
        )}
      </ListView>
      {isAdding && target !== undefined && (
        <AddUserDialog company={target} onClose={() => setAdding(false)} />
      )}
    </Page>
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
