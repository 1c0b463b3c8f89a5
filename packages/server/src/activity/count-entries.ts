/**
 * Counts what the console draws, a day and a company at a time. The sequencer does, in the transaction that gives the entries their places:
 * so each counts once, and what records them waits for nobody's counter.
 */
import { sql } from "kysely";
import type { Transaction } from "../database/database.ts";

/** What a chart shows, by the kinds of entries that it sums. */
export const charted = {
  sign_ins: ["request.redeemed"],
  refusals: ["request.refused", "request.wrong-digits"],
  blocks: ["device.blocked"],
} as const;

const countedKinds = new Set<string>(Object.values(charted).flat());

export interface CountedEntry {
  kind: string;
  company: string | null;
  at: Date;
}

export async function countEntries(
  transaction: Transaction,
  entries: readonly CountedEntry[],
): Promise<void> {
  const counts = new Map<string, number>();
  for (const { kind, company, at } of entries) {
    if (company === null || !countedKinds.has(kind)) continue;
    const key = JSON.stringify([company, at.toISOString().slice(0, 10), kind]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  if (counts.size === 0) return;
  const rows = JSON.stringify([...counts].map(([key, count]) => [...JSON.parse(key), count]));
  await sql`
    insert into activity_counts (company_id, day, kind, count)
    select value ->> 0, (value ->> 1)::date, value ->> 2, (value ->> 3)::bigint
    from jsonb_array_elements(${rows}::jsonb)
    on conflict (company_id, day, kind) do update set count = activity_counts.count + excluded.count
  `.execute(transaction);
}
