/** `mtoken proposal …`: what waits for a second person. The command line is nobody's second person, and decides none. */
import type { Proposal, ProposalListQuery } from "@mtoken/protocol/people";
import { listProposalPage, operatorAtCommandLine, readProposal } from "@mtoken/server";
import type { Work } from "./command-table.ts";
import { companyIdOf, instant, proposalIdOf, readAll, toldList } from "./read-people.ts";

const operator = operatorAtCommandLine;

export interface ListProposalsOptions {
  company?: string;
  kind?: NonNullable<ProposalListQuery["kind"]>;
  status?: NonNullable<ProposalListQuery["status"]>;
}

export function printProposals({ company, kind, status }: ListProposalsOptions): Work {
  const wanted: ProposalListQuery = {
    ...(company !== undefined && { company: companyIdOf(company) }),
    ...(kind !== undefined && { kind }),
    ...(status !== undefined && { status }),
  };
  return async (context, { tell }) => {
    const proposals = await readAll((page) => listProposalPage(context, operator, { ...wanted, ...page }));
    const told = proposals.map(withoutMay);
    tell(...toldList(told, describeProposal));
  };
}

/** With what would come of it. */
export function printProposal(text: string): Work {
  const id = proposalIdOf(text);
  return async (context, { tell }) => {
    const proposal = withoutMay(await readProposal(context, operator, id));
    tell(`${describeProposal(proposal)}\n${JSON.stringify(proposal.proposed, null, 2)}`, proposal);
  };
}

type ToldProposal = Omit<Proposal, "may">;

/** What a person could do about it is nothing that is done here. */
function withoutMay({ may: _, ...proposal }: Proposal): ToldProposal {
  return proposal;
}

function describeProposal({ id, status, proposed, company, by, expires, note }: ToldProposal): string {
  const until = status === "open" ? `, until ${instant(expires)}` : "";
  const told = note === null ? "" : `: ${note}`;
  return `${id}  ${status}  ${proposed.kind} (${company.name} ${company.id}), by ${by.name} ${by.id}${until}${told}`;
}
