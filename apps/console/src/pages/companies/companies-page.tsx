/** Companies: searched, filtered, page by page. */
import { Button } from "@mantine/core";
import { type Company, companyStatuses, mostCounted } from "@mtoken/protocol/people";
import { useState } from "react";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import type { Column } from "../../lists/data-table.tsx";
import { TablePage } from "../../lists/table-page.tsx";
import { Chip } from "../../parts/chip.tsx";
import { Count } from "../../parts/count.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useMay, useMe } from "../../session/me.tsx";
import { AddCompanyDialog } from "./add-company-dialog.tsx";

export function CompaniesPage() {
  const words = messages.companies;
  return (
    <TablePage
      title={words.title}
      lead={words.lead}
      actions={<Adding />}
      name="companies"
      read={api.companies}
      search={{ label: words.search, hint: words.searchHint }}
      states={{ values: companyStatuses, text: (value) => words[value], all: words.all }}
      empty={{ icon: "company", none: { title: words.noneTitle, text: words.none } }}
      caption={words.caption}
      columns={columns}
    />
  );
}

function Adding() {
  const me = useMe();
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  if (!may("company.create", { company: me.company.id })) return null;
  return (
    <>
      <Button leftSection={<Icon name="add" />} onClick={() => setAdding(true)}>
        {messages.addCompany.button}
      </Button>
      {isAdding && <AddCompanyDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function columns(): Column<Company>[] {
  const words = messages.companies;
  return [
    {
      title: messages.facts.company,
      heads: true,
      cell: ({ id, name, stopped }) => (
        <span className="chips">
          <Link href={`/companies/${id}`}>{name}</Link>
          {stopped !== null && <Chip tone="danger">{words.stopped}</Chip>}
        </span>
      ),
    },
    { title: words.users, figures: true, cell: ({ users }) => <Count of={users} upTo={mostCounted} /> },
    {
      title: words.administrators,
      figures: true,
      cell: ({ administrators }) => <Count of={administrators} upTo={mostCounted} />,
    },
    {
      title: words.activePhones,
      figures: true,
      cell: ({ devices }) => <Count of={devices.active} upTo={mostCounted} />,
    },
    {
      title: words.waitingPhones,
      figures: true,
      cell: ({ devices: { waiting } }) =>
        waiting > 0 ? (
          <Chip tone="warn">
            <Count of={waiting} upTo={mostCounted} />
          </Chip>
        ) : (
          <Count of={0} />
        ),
    },
  ];
}
