/** What the outbox could not deliver, for the operator's people: to whom and why, and that it is tried anew. Never an address, and nothing of its content. */
import type { CompanyId, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { Delivery, DeliveryListQuery, Page } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { recordAudit } from "../audit/record.ts";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { type Caller, recordOf } from "../people/caller.ts";
import { holdCompany } from "../people/hold.ts";
import { allOf, instantOf, readPage } from "../people/page.ts";
import { requireReach } from "../people/reach.ts";

/** What is tried anew has this long, if its own time is over before. */
const anewSeconds = 86_400;
const prefix = "dlv_";

interface DeliveryRow {
  id: string;
  channel: Delivery["channel"];
  about: string;
  user_id: UserId;
  user_name: string;
  company_id: CompanyId;
  company_name: string;
  attempts: number;
  failure: string | null;
  created_at: Date;
  dead_at: Date | null;
}

export function listDeliveries(
  context: Pick<Context, "database">,
  caller: Caller,
  { status = "dead", ...query }: DeliveryListQuery,
): Promise<Page<Delivery>> {
  requireReach(caller, "delivery.read");
  const [at, id] = instantOf(query) ?? [];
  const conditions = allOf([
    status === "dead"
      ? sql`outbox.dead_at is not null`
      : sql`outbox.dead_at is null and outbox.failure is not null`,
    at && sql`(outbox.created_at, outbox.id) < (${at}::timestamptz, ${id?.slice(prefix.length)})`,
  ]);
  return readPage(context, query, {
    rows: async (transaction, limit) => (await listing(conditions, limit).execute(transaction)).rows,
    key: (row) => [row.created_at.toISOString(), `${prefix}${row.id}`],
    item: describe,
  });
}

function listing(conditions: RawBuilder<unknown>, limit: number): RawBuilder<DeliveryRow> {
  return sql<DeliveryRow>`
    select outbox.id, outbox.channel, outbox.attempts, outbox.failure, outbox.created_at, outbox.dead_at,
      coalesce(notices.kind, outbox.topic, 'invitation') as about,
      users.id as user_id, users.name as user_name, companies.id as company_id, companies.name as company_name
    from (
      select * from notice_deliveries as outbox where ${conditions}
      order by outbox.created_at desc, outbox.id desc limit ${limit}::integer
    ) as outbox
    left join push_subscriptions on push_subscriptions.id = outbox.subscription_id
    left join devices on devices.id = push_subscriptions.device_id
    left join notices on notices.user_id = outbox.user_id and notices.id = outbox.notice_id
    join users on users.id = coalesce(outbox.user_id, devices.user_id)
    join companies on companies.id = users.company_id
    order by outbox.created_at desc, outbox.id desc
  `;
}

/** At once, and as if it had never been tried. Throws `already_decided` for what was not given up, or is tried again already. */
export async function retryDelivery(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  delivery: string,
): Promise<void> {
  const at = clock.now();
  const id = delivery.slice(prefix.length);
  await database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: "delivery.retry", company: caller.company });
    const row = await transaction
      .selectFrom("notice_deliveries")
      .select(["dead_at", "expires_at"])
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new ProtocolError("not_found");
    if (row.dead_at === null) throw new ProtocolError("already_decided");
    const end = later(at, anewSeconds);
    await transaction
      .updateTable("notice_deliveries")
      .set({
        dead_at: null,
        attempts: 0,
        due_at: at,
        expires_at: row.expires_at > end ? row.expires_at : end,
      })
      .where("id", "=", id)
      .execute();
    await recordAudit(transaction, at, { kind: "delivery.retried", delivery, ...recordOf(caller) });
  });
}

function describe(row: DeliveryRow): Delivery {
  const { channel, about, attempts, failure, dead_at } = row;
  return {
    ...{ id: `${prefix}${row.id}`, status: dead_at === null ? "failing" : "dead" },
    ...{ channel, about, attempts, failure },
    user: { id: row.user_id, name: row.user_name },
    company: { id: row.company_id, name: row.company_name },
    created: toNumericDate(row.created_at),
    given_up: dead_at && toNumericDate(dead_at),
  };
}
