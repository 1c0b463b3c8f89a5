/** What takes two people: what waits for the second one, and what became of the rest. */
import { type Proposal, proposalStatuses } from "@mtoken/protocol/people";
import { Link } from "wouter";
import { actorText } from "../../activity/event-text.ts";
import { api } from "../../api/people-api.ts";
import { messages } from "../../language/catalogue.ts";
import type { Column } from "../../lists/data-table.tsx";
import { TablePage } from "../../lists/table-page.tsx";
import { Moment } from "../../parts/moment.tsx";
import { ProposalStatusChip } from "../../proposals/proposal-status.tsx";
import { proposalTitle } from "../../proposals/proposal-title.ts";

export function ProposalsPage() {
  const words = messages.proposals;
  return (
    <TablePage
      title={words.title}
      lead={words.lead}
      name="proposals"
      read={api.proposals}
      act="proposal.read"
      counted={({ waiting }) => [waiting.proposals]}
      states={{
        values: proposalStatuses,
        text: (value) => words.statuses[value],
        all: words.all,
        usual: "open",
      }}
      empty={{
        icon: "people",
        none: { title: words.noneTitle, text: words.none },
        notFound: { title: words.notFoundTitle, text: words.none },
      }}
      caption={words.caption}
      columns={({ ofSeveral }) => columnsFor(ofSeveral)}
    />
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
    { title: words.by, cell: (proposal) => actorText(proposal) ?? facts.none },
    { title: words.created, cell: ({ created }) => <Moment at={created} /> },
    { title: facts.state, cell: ({ status }) => <ProposalStatusChip status={status} /> },
  ];
}
