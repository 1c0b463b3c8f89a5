/** Who is told of a proposal: those who could confirm it when it is made, and its author of what became of it. */
import type { ProposalId, ProposalOutcome, UserId } from "@mtoken/protocol";
import type { Role } from "@mtoken/protocol/people";
import { sql } from "kysely";
import type { Transaction } from "../database/database.ts";
import { tellReaders } from "../notice/write-notice.ts";
import { couldConfirm, isFit } from "../people/second-person.ts";

/**
 * The company's other administrators, where they may confirm such a thing; and the operator's other officers where none of those could now:
 * there is none, or none with a phone that works. Nobody who stands behind a phone that it names.
 */
export async function tellConfirmers(
  transaction: Transaction,
  { proposal, at }: { proposal: ProposalId; at: Date },
): Promise<void> {
  const { rows } = await sql<{ id: UserId; role: Role; fit: boolean }>`
    select users.id, users.role, ${isFit("users")} as fit from users join proposals on proposals.id = ${proposal}
    where ${couldConfirm}
  `.execute(transaction);
  const own = rows.filter(({ role }) => role === "administrator");
  const readers = own.some(({ fit }) => fit) ? own : rows;
  const users = readers.map(({ id }) => id);
  if (users.length > 0)
    await tellReaders(transaction, { kind: "proposal.waiting", data: { proposal }, readers: { users }, at });
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
