/** Portals, for the operator's people: all that were ever registered, and the end of one, by one officer and at once. */
import { type ClientId, ProtocolError } from "@mtoken/protocol";
import type { GivenReason, ListedPortal, Page, PortalListQuery } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { isPortal } from "../relying-party/client-store.ts";
import { endRegistration, tellWithdrawn } from "../relying-party/end-client.ts";
import { type Caller, recordOf } from "./caller.ts";
import { holdCompany } from "./hold.ts";
import { allOf, instantOf, readPage } from "./page.ts";
import { requireReach } from "./reach.ts";

interface PortalRow {
  id: ClientId;
  name: string;
  origin: string;
  companies: number | null;
  manages_people: boolean;
  created_at: Date;
  ended_at: Date | null;
}

/** The newest first. */
export function listPortals(
  context: Pick<Context, "database">,
  caller: Caller,
  query: PortalListQuery,
): Promise<Page<ListedPortal>> {
  requireReach(caller, "portal.read");
  const [at, id] = instantOf(query) ?? [];
  const conditions = allOf([
    sql`kind = ${"portal"}`,
    statusCondition(query.status),
    at && sql`(created_at, id) < (${at}::timestamptz, ${id})`,
  ]);
  return readPage(context, query, {
    rows: async (transaction, limit) => (await listing(conditions, limit).execute(transaction)).rows,
    key: (row) => [row.created_at.toISOString(), row.id],
    item: describe,
  });
}

function statusCondition(status: PortalListQuery["status"]): RawBuilder<unknown> | undefined {
  if (status === undefined) return undefined;
  return status === "open" ? sql`ended_at is null` : sql`ended_at is not null`;
}

function listing(conditions: RawBuilder<unknown>, limit: number): RawBuilder<PortalRow> {
  return sql<PortalRow>`
    select id, name, origin, jsonb_array_length(companies::jsonb) as companies, manages_people, created_at, ended_at
    from clients where ${conditions}
    order by created_at desc, id desc limit ${limit}::integer
  `;
}

function describe(row: PortalRow): ListedPortal {
  const { id, name, origin, companies, manages_people, created_at, ended_at } = row;
  return {
    ...{ id, name, origin, companies, manages_people },
    status: ended_at === null ? "open" : "ended",
    registered: toNumericDate(created_at),
    ended: ended_at && toNumericDate(ended_at),
  };
}

/** How many open requests were taken back with it. Throws `already_decided` where its registration has ended. */
export async function endPortal(
  context: Pick<Context, "database" | "clock" | "events">,
  caller: Caller,
  { portal, ...why }: GivenReason & { portal: ClientId },
): Promise<{ withdrawn: number }> {
  const at = context.clock.now();
  const withdrawn = await context.database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: "portal.end", company: caller.company });
    if (!(await isPortal(transaction, portal))) throw new ProtocolError("not_found");
    const facts = { ...why, ...recordOf(caller) };
    const requests = await endRegistration(transaction, { client: portal, facts, at });
    if (requests === undefined) throw new ProtocolError("already_decided");
    return requests;
  });
  tellWithdrawn(context, withdrawn);
  return { withdrawn: withdrawn.length };
}
