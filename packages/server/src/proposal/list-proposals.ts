/** Proposals, a page of them, the newest first, or one, as far as the caller reaches. */
import type { CompanyId, DeviceId, ProposalId, UserId } from "@mtoken/protocol";
import { isClientId, ProtocolError } from "@mtoken/protocol";
import {
  mayAct,
  type OrganizationKind,
  type Page,
  type Proposal,
  type ProposalListQuery,
  type ProposalPhone,
  type ProposalStatus,
  type Proposed,
} from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../database/database.ts";
import { actorFor, type Caller } from "../people/caller.ts";
import { allOf, instantOf, readPage } from "../people/page.ts";
import { companyWithinReach, requireReach } from "../people/reach.ts";
import { hasSecondPerson, isBehindPhones } from "../people/second-person.ts";
import { describePhones } from "./phones.ts";

type Reading = Pick<Context, "database" | "clock">;

export function listProposalPage(
  context: Reading,
  caller: Caller,
  query: ProposalListQuery,
): Promise<Page<Proposal>> {
  requireReach(caller, "proposal.read");
  const now = context.clock.now();
  const [at, id] = instantOf(query) ?? [];
  const conditions = allOf([
    companyWithinReach(caller, "proposal.read"),
    query.company && sql`proposals.company_id = ${query.company}`,
    query.kind && sql`proposals.kind = ${query.kind}`,
    query.status && hasStatus(query.status, now),
    at && sql`(proposals.created_at, proposals.id) < (${at}::timestamptz, ${id})`,
  ]);
  return readPage(context, query, {
    rows: (transaction, limit) => readProposals(transaction, caller, { now, conditions, limit }),
    key: ({ row }) => [row.created_at.toISOString(), row.id],
    item: (found) => proposalOf(caller, found),
  });
}

/** Throws `not_found` for what is out of the caller's reach, as for what is not there. */
export async function readProposal(
  { database, clock }: Reading,
  caller: Caller,
  proposal: ProposalId,
): Promise<Proposal> {
  const conditions = allOf([companyWithinReach(caller, "proposal.read"), sql`proposals.id = ${proposal}`]);
  const wanted = { now: clock.now(), conditions, limit: 1 };
  const [found] = await readProposals(database.kysely, caller, wanted);
  if (found === undefined) throw new ProtocolError("not_found");
  return proposalOf(caller, found);
}

/** A proposal with the phones that it names, as they are now. */
interface FoundProposal {
  row: ListedRow;
  phones: ProposalPhone[];
}

async function readProposals(queries: Queries, caller: Caller, wanted: Listing): Promise<FoundProposal[]> {
  const { rows } = await listing(caller, wanted).execute(queries);
  const phones = await describePhones(queries, caller, rows.flatMap(phonesOf));
  return rows.map((row) => ({ row, phones: phones.filter(({ id }) => phonesOf(row).includes(id)) }));
}

function phonesOf({ content }: ListedRow): DeviceId[] {
  return content.kind === "administrator.make" ? content.phones : [];
}

interface ListedRow {
  id: ProposalId;
  company_id: CompanyId;
  company_name: string;
  company_kind: OrganizationKind;
  content: Proposed;
  subject_id: UserId | null;
  subject_name: string | null;
  author_id: UserId;
  author_name: string;
  author_organization: OrganizationKind;
  via: string;
  note: string | null;
  created_at: Date;
  expires_at: Date;
  status: ProposalStatus;
  decider_id: UserId | null;
  decider_name: string | null;
  decider_organization: OrganizationKind | null;
  decided_at: Date | null;
  decision_note: string | null;
  behind: boolean;
  is_confirmable: boolean;
}

/** One whose time is over has expired, also before anybody has written that down. */
function statusAt(now: Date): RawBuilder<ProposalStatus> {
  return sql<ProposalStatus>`case
    when proposals.status = 'open' and proposals.expires_at <= ${now}::timestamptz then 'expired'
    else proposals.status end`;
}

/** The same as a condition, said by the row's own status, so that an index finds it. */
function hasStatus(status: ProposalStatus, now: Date): RawBuilder<boolean> {
  const isOver = sql`proposals.expires_at <= ${now}::timestamptz`;
  switch (status) {
    case "open":
      return sql<boolean>`proposals.status = 'open' and not ${isOver}`;
    case "expired":
      return sql<boolean>`(proposals.status = 'expired' or proposals.status = 'open' and ${isOver})`;
    default:
      return sql<boolean>`proposals.status = ${status}`;
  }
}

interface Listing {
  now: Date;
  conditions: RawBuilder<unknown>;
  limit: number;
}

function listing(caller: Caller, { now, conditions, limit }: Listing): RawBuilder<ListedRow> {
  return sql<ListedRow>`
    select proposals.id, proposals.company_id, companies.name as company_name, companies.kind as company_kind,
      proposals.content, proposals.subject_id, subjects.name as subject_name,
      authors.id as author_id, authors.name as author_name, authors.organization as author_organization,
      proposals.via, proposals.note, proposals.created_at,
      proposals.expires_at, ${statusAt(now)} as status,
      deciders.id as decider_id, deciders.name as decider_name,
      deciders.organization as decider_organization, proposals.decided_at, proposals.decision_note,
      proposals.status = 'open' and ${isBehindPhones(caller)} as behind,
      case when ${statusAt(now)} = 'open' then ${hasSecondPerson} else true end as is_confirmable
    from proposals
      join companies on companies.id = proposals.company_id
      join users as authors on authors.id = proposals.proposed_by
      left join users as subjects on subjects.id = proposals.subject_id
      left join users as deciders on deciders.id = proposals.decided_by
    where ${conditions}
    order by proposals.created_at desc, proposals.id desc limit ${limit}::integer
  `;
}

function proposalOf(caller: Caller, { row, phones }: FoundProposal): Proposal {
  const { id, note, status } = row;
  return {
    ...{ id, note, status, ...standingOf(caller, row) },
    company: { id: row.company_id, name: row.company_name },
    proposed: proposedOf(row),
    phones,
    by: actorFor(caller, {
      ...{ id: row.author_id, name: row.author_name, organization: row.author_organization },
    }),
    created: toNumericDate(row.created_at),
    expires: toNumericDate(row.expires_at),
    decided: decidedOf(caller, row),
  };
}

/** Whom it is about, as they are called today. */
function proposedOf({ content, subject_name: name }: ListedRow): Proposed {
  if (content.kind !== "administrator.make" || name === null) return content;
  return { ...content, user: { ...content.user, name } };
}

function decidedOf(
  caller: Caller,
  { status, expires_at, decided_at, ...row }: ListedRow,
): Proposal["decided"] {
  if (status === "open") return null;
  const { decider_id: id, decider_name: name, decider_organization: organization, decision_note: note } = row;
  const by = id === null ? null : actorFor(caller, { id, name, organization });
  return { by, at: toNumericDate(decided_at ?? expires_at), note };
}

/** What the console shows buttons for; the act itself looks again. */
function standingOf(caller: Caller, row: ListedRow): Pick<Proposal, "may" | "behind" | "unconfirmable"> {
  const unconfirmable = !row.is_confirmable;
  if (row.status !== "open") return { may: { decide: false, withdraw: false }, behind: false, unconfirmable };
  const { subject_id: user } = row;
  const subject = { company: row.company_id, kind: row.company_kind, ...(user !== null && { user }) };
  const may = mayAct(caller, row.content.kind, subject);
  const isOwn = row.author_id === caller.user;
  const isSamePortal = isClientId(caller.via) && caller.via === row.via;
  const behind = may && !isOwn && row.behind;
  const own = { decide: may && !isOwn && !isSamePortal && !behind, withdraw: may && isOwn };
  return { may: own, behind, unconfirmable };
}
