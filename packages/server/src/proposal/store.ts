/** Proposals in the database. Their rows come after those of companies and users: whoever decides one holds those first. */
import type { CompanyId, ProposalId, UserId } from "@mtoken/protocol";
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
}

export interface NewProposal {
  id: ProposalId;
  company: CompanyId;
  /** Whom it is about, where it is about somebody who is there. */
  subject: UserId | null;
  content: Proposed;
  note: string | undefined;
  by: UserId;
  at: Date;
  expiresAt: Date;
}

export async function insertProposal(transaction: Transaction, proposal: NewProposal): Promise<void> {
  const { id, company, subject, content, note, by, at, expiresAt } = proposal;
  await sendWithNext(
    transaction,
    transaction.insertInto("proposals").values({
      ...{ id, company_id: company, kind: content.kind, subject_id: subject, note: note ?? null },
      ...{ content: JSON.stringify(content), proposed_by: by, created_at: at, expires_at: expiresAt },
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

/**
 * As it was made, of a company for which the condition holds: none of this ever changes. Whether it is open is for who holds its row.
 */
export async function findProposal(
  transaction: Transaction,
  { id, seen }: { id: ProposalId; seen: RawBuilder<boolean> },
): Promise<ProposalRow | undefined> {
  const { rows } = await sql<ProposalRow>`
    select proposals.id, proposals.company_id, proposals.subject_id, proposals.content, proposals.proposed_by
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

/** Ends what somebody has proposed, or what a whole company's people have. For who holds their rows, or the company's. */
export async function voidProposals(
  transaction: Transaction,
  { of, at }: { of: { author: UserId } | { company: CompanyId }; at: Date },
): Promise<ClosedProposal[]> {
  const whose =
    "author" in of
      ? sql`proposed_by = ${of.author}`
      : sql`proposed_by in (select users.id from users where users.company_id = ${of.company})`;
  const { rows } = await sql<ClosedProposal>`
    update proposals set status = 'void', decided_at = ${at}::timestamptz
    where status = 'open' and ${whose}
    returning id, company_id, proposed_by, kind
  `.execute(transaction);
  return rows;
}
