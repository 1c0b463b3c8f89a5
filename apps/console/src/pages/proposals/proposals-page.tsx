/** What takes two people: what waits for the second one, and what became of the rest. */
import { NativeSelect } from "@mantine/core";
import { type Proposal, type ProposalListQuery, proposalStatuses } from "@mtoken/protocol/people";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import { type Column, DataTable } from "../../lists/data-table.tsx";
import { useListAddress } from "../../lists/list-address.ts";
import { ListView } from "../../lists/list-view.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Page } from "../../parts/page.tsx";
import { ProposalStatusChip } from "../../proposals/proposal-status.tsx";
import { proposalTitle } from "../../proposals/proposal-title.ts";
import { reachesCompanies, useMe } from "../../session/me.tsx";

/** What an address without the filter shows. */
const usual = "open";
const filters = [...proposalStatuses, "all"] as const;

export function ProposalsPage() {
  const me = useMe();
  const address = useListAddress();
  const status = address.filter("status", filters) ?? usual;
  const query: ProposalListQuery = {
    ...(status !== "all" && { status }),
    ...(address.cursor !== undefined && { cursor: address.cursor }),
  };
  const list = useQuery({
    queryKey: ["proposals", query],
    queryFn: () => api.proposals(query),
    placeholderData: keepPreviousData,
  });
  const words = messages.proposals;
  return (
    <Page title={words.title} lead={words.lead}>
      <search className="filters">
        <NativeSelect
          label={messages.users.show}
          value={status}
          data={filters.map((value) => ({
            value,
            label: value === "all" ? words.all : words.statuses[value],
          }))}
          onChange={({ currentTarget }) => address.set({ status: currentTarget.value })}
        />
      </search>
      <ListView
        list={list}
        address={address}
        empty={
          <Empty icon="people" title={status === usual ? words.noneTitle : words.notFoundTitle}>
            {words.none}
          </Empty>
        }
      >
        {(items, busy) => (
          <DataTable
            caption={words.caption}
            columns={columnsFor(reachesCompanies(me, "proposal.read"))}
            items={items}
            keyOf={({ id }) => id}
            busy={busy}
          />
        )}
      </ListView>
    </Page>
  );
}

function columnsFor(withCompany: boolean): Column<Proposal>[] {
  const { facts, proposals: words } = messages;
  return [
    {
      title: words.what,
      heads: true,
      cell: ({ id, proposed }) => <Link href={`/proposals/${id}`}>{proposalTitle(proposed)}</Link>,
    },
    ...(withCompany ? [{ title: facts.company, cell: ({ company }: Proposal) => company.name }] : []),
    { title: words.by, cell: ({ by }) => by.name },
    { title: words.created, cell: ({ created }) => <Moment at={created} /> },
    { title: facts.state, cell: ({ status }) => <ProposalStatusChip status={status} /> },
  ];
}
