/** Who is told of a proposal: those who could confirm it when it is made, and its author of what became of it. */
import type { CompanyId, ProposalId, ProposalOutcome, UserId } from "@mtoken/protocol";
import { type ProposalKind, reachOf } from "@mtoken/protocol/people";
import { sql } from "kysely";
import type { Transaction } from "../database/database.ts";
import { tellReaders } from "../notice/write-notice.ts";
import { areBehindPhones, isFit } from "../people/second-person.ts";

export interface TellConfirmers {
  proposal: ProposalId;
  kind: ProposalKind;
  company: CompanyId;
  author: UserId;
  at: Date;
}

/**
 * The company's other administrators, where they may confirm such a thing; and the operator's other officers where none of those could now:
 * there is none, or none with a phone that works. Nobody who stands behind a phone that it names.
 */
export async function tellConfirmers(
  transaction: Transaction,
  { proposal, kind, company, author, at }: TellConfirmers,
): Promise<void> {
  const own = reachOf("administrator", kind).length > 0 ? await othersOf({ company }) : [];
  const officers = own.some(({ fit }) => fit) ? [] : await othersOf("officers");
  const users = [...own, ...officers].map(({ id }) => id);
  if (users.length > 0)
    await tellReaders(transaction, { kind: "proposal.waiting", data: { proposal }, readers: { users }, at });

  async function othersOf(
    whose: { company: CompanyId } | "officers",
  ): Promise<{ id: UserId; fit: boolean }[]> {
    const condition =
      whose === "officers"
        ? sql`role = 'officer'`
        : sql`users.company_id = ${whose.company} and role = 'administrator'`;
    const { rows } = await sql<{ id: UserId; fit: boolean }>`
      select users.id, ${isFit("users")} as fit from users join proposals on proposals.id = ${proposal}
      where ${condition} and users.id <> ${author} and removed_at is null and frozen_at is null
        and not ${areBehindPhones}
    `.execute(transaction);
    return rows;
  }
}

export interface TellAuthor {
  proposal: ProposalId;
  author: UserId;
  outcome: ProposalOutcome;
  at: Date;
}

export async function tellAuthor(
  transaction: Transaction,
  { proposal, author, outcome, at }: TellAuthor,
): Promise<void> {
  const readers = { users: [author] };
  await tellReaders(transaction, { kind: "proposal.decided", data: { proposal, outcome }, readers, at });
}
