/** Companies: searched, filtered, page by page. */
import { Button, NativeSelect } from "@mantine/core";
import type { Company, CompanyListQuery } from "@mtoken/protocol/people";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { type Column, DataTable } from "../../lists/data-table.tsx";
import { useListAddress } from "../../lists/list-address.ts";
import { ListView } from "../../lists/list-view.tsx";
import { SearchField } from "../../lists/search-field.tsx";
import { Chip } from "../../parts/chip.tsx";
import { Count } from "../../parts/count.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Page } from "../../parts/page.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { AddCompanyDialog } from "./add-company-dialog.tsx";

export function CompaniesPage() {
  const address = useListAddress();
  const me = useMe();
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const status = address.filter("status", ["waiting"]);
  const query: CompanyListQuery = {
    ...(address.query !== "" && { query: address.query }),
    ...(status !== undefined && { status }),
    ...(address.cursor !== undefined && { cursor: address.cursor }),
  };
  const list = useQuery({
    queryKey: ["companies", query],
    queryFn: () => api.companies(query),
    placeholderData: keepPreviousData,
  });
  const words = messages.companies;
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        may("company.create", { company: me.company.id }) && (
          <Button leftSection={<Icon name="add" />} onClick={() => setAdding(true)}>
            {messages.addCompany.button}
          </Button>
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
          label={messages.users.show}
          value={status ?? ""}
          data={[
            { value: "", label: words.all },
            { value: "waiting", label: words.waiting },
          ]}
          onChange={({ currentTarget }) => address.set({ status: currentTarget.value })}
        />
      </search>
      <ListView
        list={list}
        address={address}
        empty={
          <Empty icon="company" title={words.noneTitle}>
            {words.none}
          </Empty>
        }
      >
        {(items, busy) => (
          <DataTable
            caption={words.caption}
            columns={columns()}
            items={items}
            keyOf={({ id }) => id}
            busy={busy}
          />
        )}
      </ListView>
      {isAdding && <AddCompanyDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

function columns(): Column<Company>[] {
  const words = messages.companies;
  return [
    {
      title: messages.facts.company,
      heads: true,
      cell: ({ id, name }) => <Link href={`/companies/${id}`}>{name}</Link>,
    },
    { title: words.users, figures: true, cell: ({ users }) => <Count of={users} /> },
    {
      title: words.administrators,
      figures: true,
      cell: ({ administrators }) => <Count of={administrators} />,
    },
    { title: words.activePhones, figures: true, cell: ({ devices }) => <Count of={devices.active} /> },
    {
      title: words.waitingPhones,
      figures: true,
      cell: ({ devices: { waiting } }) =>
        waiting > 0 ? (
          <Chip tone="warn">
            <Count of={waiting} />
          </Chip>
        ) : (
          <Count of={0} />
        ),
    },
  ];
}
