/**
 * Deciding a proposal (four eyes): whoever confirms is another person than its author, and may do what it asks for at that moment, as its
 * author still must. Of two who decide at once one comes first; the other is told `already_decided`.
 */
import type { ProposalId } from "@mtoken/protocol";
import { isClientId, ProtocolError } from "@mtoken/protocol";
import { type Confirmation, mayAct, type Noted, organizationOf } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { lockDevicesOf } from "../device/activate-device.ts";
import { type Caller, recordOf, requirePerson } from "../people/caller.ts";
import { holdParties, type Party } from "../people/hold.ts";
import { companyWithinReach, requireOther } from "../people/reach.ts";
import { isBehindPhones } from "../people/second-person.ts";
import { carryOut } from "./carry-out.ts";
import { closeProposal, type Decision, findProposal, holdOpen, type ProposalRow } from "./store.ts";
import { tellAuthor } from "./tell-proposal.ts";

type Decide = Noted & { proposal: ProposalId };

/**
 * Carries out what was proposed. Throws `not_found` for who may not do it, `not_allowed` for its author, for whom it is about, for a
 * portal that has proposed it itself, and for who stands behind a phone that it names, `comparison_required` where phones were to be compared and nobody says that they were, and
 * `proposal_void` where its ground is gone; it is closed then.
 */
export async function confirmProposal(
  context: Context,
  caller: Caller,
  { proposal: id, note, compared }: Confirmation & Decide,
): Promise<void> {
  const at = context.clock.now();
  const topics = await context.database.kysely.transaction().execute(async (transaction) => {
    const { row, author, subject } = await holdProposal(transaction, caller, { id, at });
    if (namesPhones(row) && compared !== true) throw new ProtocolError("comparison_required");
    const stands = author !== undefined && mayStill(author, row);
    const facts = { proposal: id, proposed_by: row.proposed_by, ...recordOf(caller) };
    const confirmed = { company: row.company_id, content: row.content, subject, facts, at };
    const told = stands ? await carryOut(context, transaction, confirmed) : undefined;
    const status = told === undefined ? "void" : "confirmed";
    // Nobody has confirmed what could not be.
    const by = told === undefined ? null : caller.user;
    await close(transaction, { row, caller, decision: { id, status, by, note, at } });
    return told;
  });
  if (topics === undefined) throw new ProtocolError("proposal_void");
  for (const topic of topics) context.events.publish(topic);
  if (topics.includes("identity")) await context.identity.reload();
}

function namesPhones({ content }: ProposalRow): boolean {
  return content.kind === "administrator.make" && content.phones.length > 0;
}

/** For who could confirm it. */
export async function rejectProposal(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  { proposal: id, note }: Decide,
): Promise<void> {
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    const { row } = await holdProposal(transaction, caller, { id, at });
    const decision: Decision = { id, status: "rejected", by: caller.user, note, at };
    await close(transaction, { row, caller, decision });
  });
}

/** For its author alone, for as long as they may propose such a thing. */
export async function withdrawProposal(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  { proposal: id, note }: Decide,
): Promise<void> {
  const at = clock.now();
  await database.kysely.transaction().execute(async (transaction) => {
    const row = await findWithinReach(transaction, caller, id);
    await holdParties(transaction, caller, { act: row.content.kind, company: row.company_id, others: [] });
    if (row.proposed_by !== caller.user) throw new ProtocolError("not_allowed");
    await requireOpen(transaction, { id, at });
    const decision: Decision = { id, status: "withdrawn", by: caller.user, note, at };
    await close(transaction, { row, caller, decision });
  });
}

interface HeldProposal {
  row: ProposalRow;
  author: Party | undefined;
  subject: Party | undefined;
}

/** For a second person: not its author, not whom it is about, and nobody who stands behind that one's phones. */
async function holdProposal(
  transaction: Transaction,
  caller: Caller,
  { id, at }: { id: ProposalId; at: Date },
): Promise<HeldProposal> {
  const row = await findWithinReach(transaction, caller, id);
  const act = row.content.kind;
  const { subject_id: subject, proposed_by: author } = row;
  const others = subject === null ? [author] : [author, subject];
  const parties = await holdParties(transaction, caller, { act, company: row.company_id, others });
  if (author === caller.user) throw new ProtocolError("not_allowed");
  // A portal that can speak for both of them would be one.
  if (isClientId(caller.via) && caller.via === row.via) throw new ProtocolError("not_allowed");
  if (subject !== null) requireOther(caller, act, subject);
  // Devices come before proposals, as everywhere.
  if (subject !== null) await lockDevicesOf(transaction, subject);
  if (await isBehind(transaction, caller, id)) throw new ProtocolError("not_allowed");
  await requireOpen(transaction, { id, at });
  return {
    row,
    author: parties.get(author),
    subject: subject === null ? undefined : parties.get(subject),
  };
}

async function isBehind(transaction: Transaction, caller: Caller, id: ProposalId): Promise<boolean> {
  const { rows } = await sql`
    select from proposals where id = ${id} and ${isBehindPhones(caller)}
  `.execute(transaction);
  return rows.length > 0;
}

/** What somebody may not even see looks like what never was; whether they may decide it is said by the act itself. */
async function findWithinReach(
  transaction: Transaction,
  caller: Caller,
  id: ProposalId,
): Promise<ProposalRow> {
  requirePerson(caller);
  const seen = companyWithinReach(caller, "proposal.read");
  const row = await findProposal(transaction, { id, seen });
  if (row === undefined) throw new ProtocolError("not_found");
  return row;
}

async function requireOpen(transaction: Transaction, of: { id: ProposalId; at: Date }): Promise<void> {
  if (!(await holdOpen(transaction, of))) throw new ProtocolError("already_decided");
}

/** Its author could propose the same today. */
function mayStill({ user, company, role, stands }: Party, row: ProposalRow): boolean {
  const kind = organizationOf(role) === "operator" && company === row.company_id ? "operator" : "client";
  const { subject_id: subject } = row;
  const about = { company: row.company_id, kind, ...(subject !== null && { user: subject }) } as const;
  return stands && mayAct({ user, company, role }, row.content.kind, about);
}

async function close(
  transaction: Transaction,
  { row, caller, decision }: { row: ProposalRow; caller: Caller; decision: Decision },
): Promise<void> {
  const { id, status, note, at } = decision;
  await closeProposal(transaction, decision);
  await recordAudit(transaction, at, {
    ...{ kind: `proposal.${status}`, company: row.company_id, proposal: id, act: row.content.kind },
    ...{ proposed_by: row.proposed_by, note, ...recordOf(caller) },
  });
  if (status !== "withdrawn")
    await tellAuthor(transaction, { proposal: id, author: row.proposed_by, outcome: status, at });
}
