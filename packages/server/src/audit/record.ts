/**
 * Records what happened, in the transaction that makes it happen: both or neither. The entry is only put down here;
 * its place in the log comes later (sequencer.ts), so that commits don't queue for one another.
 */
import { randomUUID } from "node:crypto";
import type { CompanyId, DecisionEntry } from "@mtoken/protocol";
import type { ActivityKind, PolicyChange } from "@mtoken/protocol/people";
import type { Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendWithNext } from "../database/send.ts";

/** What the log knows of besides decisions, which have a form of their own (docs/protocol.md §9). */
type AuditKind = Exclude<ActivityKind, DecisionEntry["kind"]>;

/** Ids, reasons and hashes; never a secret, and nothing about the phone (M22). */
interface PlainAuditEvent {
  kind: AuditKind;
  company?: CompanyId | undefined;
  [member: string]: string | number | boolean | readonly PolicyChange[] | undefined;
}

export type AuditEvent = Omit<DecisionEntry, "at"> | PlainAuditEvent;

/** An entry as it is put down. */
export interface AuditRow {
  /** The entry's id, by which its place is found once it has one. */
  audit: string;
  at: Date;
  company: CompanyId | null;
  kind: string;
  entry: string;
}

const entryInsert = prepare((queries, { audit, at, company, kind, entry }: Given<AuditRow>) =>
  queries
    .insertInto("audit_entries")
    .values({ id: audit, at, company_id: company, kind, entry, position: null }),
);

/** Gives back the entry's id. */
export async function recordAudit(transaction: Transaction, at: Date, event: AuditEvent): Promise<string> {
  const row = auditRow(at, event);
  await sendWithNext(transaction, entryInsert(row));
  return row.audit;
}

/** For a statement that puts the entry down itself, with what it is about or not at all. */
export function auditRow(at: Date, event: AuditEvent): AuditRow {
  const { company = null, kind } = event;
  return { audit: randomUUID(), at, company, kind, entry: entryText(at, event) };
}

/** The exact text that is hashed into the log. */
export function entryText(at: Date, event: AuditEvent): string {
  return JSON.stringify({ at: at.toISOString(), ...event });
}
