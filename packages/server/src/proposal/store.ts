/** Proposals in the database. Their rows come after those of companies and users: whoever decides one holds those first. */
import type { CompanyId, DeviceId, ProposalId, UserId } from "@mtoken/protocol";
import type { ProposalKind, ProposalStatus, Proposed } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import type { Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";

/** What is proposed, of what company, and by whom. */
export interface ProposalRow {
  id: ProposalId;
  company_id: CompanyId;
  subject_id: UserId | null;
  content: Proposed;
  proposed_by: UserId;
  via: string;
}

export interface NewProposal {
  id: ProposalId;
  company: CompanyId;
  /** Whom it is about, where it is about somebody who is there. */
  subject: UserId | null;
  content: Proposed;
  note: string | undefined;
  by: UserId;
  /** Where, and with which phone of theirs. */
  via: string;
  device?: DeviceId | undefined;
  at: Date;
  expiresAt: Date;
}

export async function insertProposal(transaction: Transaction, proposal: NewProposal): Promise<void> {
  const { id, company, subject, content, note, by, via, device, at, expiresAt } = proposal;
  await sendWithNext(
    transaction,
    transaction.insertInto("proposals").values({
      ...{ id, company_id: company, kind: content.kind, subject_id: subject, note: note ?? null },
      ...{ content: JSON.stringify(content), proposed_by: by, created_at: at, expires_at: expiresAt },
      ...{ via, proposed_with: device ?? null },
    }),
  );
}

/** How many of somebody's are open. */
export async function countOpen(transaction: Transaction, by: UserId): Promise<number> {
  const { open } = await transaction
    .selectFrom("proposals")
    .select((count) => count.fn.countAll<string>().as("open"))
    .where("proposed_by", "=", by)
    .where("status", "=", sql.lit("open"))
    .executeTakeFirstOrThrow();
  return Number(open);
}

/** How many somebody has made to a company since then. */
export async function countMade(
  transaction: Transaction,
  { by, company, since }: { by: UserId; company: CompanyId; since: Date },
): Promise<number> {
  const { made } = await transaction
    .selectFrom("proposals")
    .select((count) => count.fn.countAll<string>().as("made"))
    .where("company_id", "=", company)
    .where("proposed_by", "=", by)
    .where("created_at", ">", since)
    .executeTakeFirstOrThrow();
  return Number(made);
}

/**
 * As it was made, of a company for which the condition holds: none of this ever changes. Whether it is open is for who holds its row.
 */
export async function findProposal(
  transaction: Transaction,
  { id, seen }: { id: ProposalId; seen: RawBuilder<boolean> },
): Promise<ProposalRow | undefined> {
  const { rows } = await sql<ProposalRow>`
    select proposals.id, proposals.company_id, proposals.subject_id, proposals.content, proposals.proposed_by, proposals.via
    from proposals join companies on companies.id = proposals.company_id
    where proposals.id = ${id} and ${seen}
  `.execute(transaction);
  return rows[0];
}

/** Whether it is open and in time; it stays so until this transaction is over. */
export async function holdOpen(
  transaction: Transaction,
  { id, at }: { id: ProposalId; at: Date },
): Promise<boolean> {
  const open = await transaction
    .selectFrom("proposals")
    .select("id")
    .where("id", "=", id)
    .where("status", "=", "open")
    .where("expires_at", ">", at)
    .forUpdate()
    .executeTakeFirst();
  return open !== undefined;
}

export interface Decision {
  id: ProposalId;
  status: Exclude<ProposalStatus, "open">;
  /** Nobody, where its time or its ground ended. */
  by: UserId | null;
  note: string | undefined;
  at: Date;
}

/** For who holds it. */
export async function closeProposal(
  transaction: Transaction,
  { id, status, by, note, at }: Decision,
): Promise<void> {
  await transaction
    .updateTable("proposals")
    .set({ status, decided_by: by, decided_at: at, decision_note: note ?? null })
    .where("id", "=", id)
    .execute();
}

/** What a proposal is called once it is over by itself. */
export interface ClosedProposal extends Pick<ProposalRow, "id" | "company_id" | "proposed_by"> {
  kind: ProposalKind;
}

/** At most so many at once. One that somebody is just deciding is left to them. */
export async function expireProposals(
  transaction: Transaction,
  { at, most }: { at: Date; most: number },
): Promise<ClosedProposal[]> {
  const { rows } = await sql<ClosedProposal>`
    update proposals set status = 'expired', decided_at = ${at}::timestamptz
    where id in (
      select id from proposals where status = 'open' and expires_at <= ${at}::timestamptz
      order by expires_at limit ${most}::integer for update skip locked
    )
    returning id, company_id, proposed_by, kind
  `.execute(transaction);
  return rows;
}

export type AuthorsOf = { author: UserId } | { device: DeviceId } | { company: CompanyId };

function whose(of: AuthorsOf): RawBuilder<boolean> {
  if ("author" in of) return sql<boolean>`proposed_by = ${of.author}`;
  if ("device" in of) return sql<boolean>`proposed_with = ${of.device}`;
  return sql<boolean>`proposed_by in (select users.id from users where users.company_id = ${of.company})`;
}

/** Ends what somebody has proposed, or has with one of their phones, or what a whole company's people have. */
export async function voidProposals(
  transaction: Transaction,
  { of, at }: { of: AuthorsOf; at: Date },
): Promise<ClosedProposal[]> {
  const { rows } = await sql<ClosedProposal>`
    update proposals set status = 'void', decided_at = ${at}::timestamptz
    where status = 'open' and ${whose(of)}
    returning id, company_id, proposed_by, kind
  `.execute(transaction);
  return rows;
}
