/**
 * What waits for a user (docs/protocol.md §6 `requests.list`): requests to sign, and notices to read. A list is for
 * choosing: what is decided upon comes in the envelope alone.
 */
import type { RequestSummary, Result } from "@mtoken/protocol";
import { titleOf } from "@mtoken/protocol";
import { toNumericDate } from "../clock.ts";
import { askedQuery } from "../computer/store.ts";
import type { Context } from "../context.ts";
import { sendTogether } from "../database/send.ts";
import type { DevicesTable } from "../database/tables.ts";
import { unreadQuery } from "../notice/store.ts";
import type { ListedRow } from "./store.ts";
import { listedQuery } from "./store.ts";

export async function listWaiting(
  { database, clock }: Pick<Context, "database" | "clock">,
  device: Pick<DevicesTable, "id" | "user_id" | "company_id">,
): Promise<Result<"requests.list">> {
  const at = clock.now();
  const [rows, [counted], [asked]] = await sendTogether(
    database.kysely,
    listedQuery({ ...device, at }),
    unreadQuery({ user: device.user_id }),
    askedQuery({ device: device.id, at }),
  );
  if (counted === undefined) throw new Error("A device has no user.");
  return { requests: rows.map(summaryOf), ...counted, ...(asked && { enrolment: asked.statement }) };
}

export function summaryOf(row: ListedRow): RequestSummary {
  return {
    request: row.id,
    kind: row.kind,
    relying_party: { id: row.client_id, name: row.client_name },
    title: row.content && titleOf(row.content),
    asked_at: toNumericDate(row.created_at),
    exp: toNumericDate(row.expires_at),
  };
}
