/** Push subscriptions, and the outbox of what is sent to them, in the database. */
import type { DeviceId, UserId } from "@mtoken/protocol";
import { type Insertable, type Selectable, sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { sendWithNext } from "../database/send.ts";
import type { DeliveryTopic, PushSubscriptionsTable } from "../database/tables.ts";
import { listsPayments } from "../policy/app-functions.ts";
import type { ClaimDue, DeliveryRow } from "./delivery-store.ts";
import { deliverable } from "./store.ts";

type SubscriptionRow = Selectable<PushSubscriptionsTable>;

export function findSubscription(
  queries: Queries,
  device: DeviceId,
): Promise<Pick<SubscriptionRow, "id" | "key_id" | "sealed_subscription"> | undefined> {
  return queries
    .selectFrom("push_subscriptions")
    .select(["id", "key_id", "sealed_subscription"])
    .where("device_id", "=", device)
    .executeTakeFirst();
}

/**
 * Puts it in the place of the device's last one, with a row of its own: what was on its way to the old one goes with that. Only
 * for a device that is active, whose row is held meanwhile: one that ends takes its subscription along.
 */
export async function insertSubscription(
  queries: Queries,
  row: Insertable<PushSubscriptionsTable>,
): Promise<boolean> {
  return queries.transaction().execute(async (transaction) => {
    const active = await transaction
      .selectFrom("devices")
      .select("id")
      .where("id", "=", row.device_id)
      .where("status", "=", "active")
      .forUpdate()
      .executeTakeFirst();
    if (active === undefined) return false;
    await deleteSubscription(transaction, { device: row.device_id });
    await transaction.insertInto("push_subscriptions").values(row).execute();
    return true;
  });
}

/** A device's, whichever it is; or one of them, that the device may have replaced meanwhile. */
export async function deleteSubscription(
  queries: Queries,
  which: { device: DeviceId } | { subscription: string },
): Promise<void> {
  const [column, value] =
    "device" in which ? (["device_id", which.device] as const) : (["id", which.subscription] as const);
  await queries.deleteFrom("push_subscriptions").where(column, "=", value).execute();
}

interface WokenUser {
  user: UserId;
  at: Date;
  until: Date;
}

const requestDelivery = prepare(
  (_queries, { user, at, until }: Given<WokenUser>) => sql<never>`
    insert into notice_deliveries (id, channel, subscription_id, topic, due_at, expires_at, created_at)
    select gen_random_uuid()::text, 'push', push_subscriptions.id, 'request', ${at}::timestamptz,
      ${until}::timestamptz, ${at}::timestamptz
    from devices join push_subscriptions on push_subscriptions.device_id = devices.id
      join users on users.id = devices.user_id
    where devices.user_id = ${user} and devices.status = ${"active"} and ${listsPayments}
    ${deliverable}
  `,
);

/** A request waits in the list of a user's phone, where it has one: written in the transaction that makes the request. */
export async function wakePhone(transaction: Transaction, woken: WokenUser): Promise<void> {
  await sendWithNext(transaction, requestDelivery(woken));
}

export interface ClaimedDelivery
  extends Pick<DeliveryRow, "id" | "attempts" | "expires_at">,
    Pick<SubscriptionRow, "key_id" | "sealed_subscription"> {
  subscription_id: string;
  topic: DeliveryTopic;
}

const claim = prepare(
  (_queries, { at, until, most }: Given<ClaimDue>) => sql<ClaimedDelivery>`
    with due as materialized (
      select id from notice_deliveries
      where channel = 'push' and dead_at is null and due_at <= ${at}
      order by due_at
      limit ${most}
      for update skip locked
    )
    update notice_deliveries set attempts = attempts + 1, due_at = ${until}::timestamptz
    from due, push_subscriptions
    where notice_deliveries.id = due.id and push_subscriptions.id = notice_deliveries.subscription_id
    returning notice_deliveries.id, subscription_id, topic, attempts, notice_deliveries.expires_at,
      key_id, sealed_subscription
  `,
);

/** Takes what is due: of several processes each gets its own part. */
export function claimDue(queries: Queries, due: ClaimDue): Promise<ClaimedDelivery[]> {
  return claim(due).all(queries);
}
