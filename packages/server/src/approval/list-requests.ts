/**
 * What waits for a user's signature (docs/protocol.md §6 `requests.list`). A list is for choosing: what is decided
 * upon comes in the envelope alone.
 */
import type { RequestSummary } from "@mtoken/protocol";
import { contentTitle } from "@mtoken/protocol";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { DevicesTable } from "../database/tables.ts";
import type { ListedRow } from "./store.ts";
import { listedQuery } from "./store.ts";

export async function listRequests(
  { database, clock }: Pick<Context, "database" | "clock">,
  device: Pick<DevicesTable, "id" | "user_id" | "company_id">,
): Promise<RequestSummary[]> {
  const rows = await listedQuery({ ...device, at: clock.now() }).all(database.kysely);
  return rows.map(summaryOf);
}

export function summaryOf(row: ListedRow): RequestSummary {
  return {
    request: row.id,
    kind: row.kind,
    relying_party: { id: row.client_id, name: row.client_name },
    title: row.content && contentTitle(row.content),
    exp: toNumericDate(row.expires_at),
  };
}
