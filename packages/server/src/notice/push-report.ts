/** How push messages fare, for the operator: how many phones take them, what waits, what was given up and why. */
import { sql } from "kysely";
import type { Context } from "../context.ts";
import { findPushKey } from "./push-keys.ts";

export interface PushReport {
  enabled: boolean;
  /** The public half of the key that phones subscribe for now. */
  key: string | null;
  phones: number;
  waiting: number;
  /** How many deliveries were given up within the last month, by why. */
  givenUp: { failure: string; count: number }[];
}

export async function reportPush({ config, database }: Context): Promise<PushReport> {
  const { kysely } = database;
  const counted = await sql<{ phones: number; waiting: number }>`
    select (select count(*)::integer from push_subscriptions) as phones,
      (select count(*)::integer from notice_deliveries where channel = 'push' and dead_at is null) as waiting
  `.execute(kysely);
  const givenUp = await sql<{ failure: string; count: number }>`
    select failure, count(*)::integer as count from notice_deliveries
    where channel = 'push' and dead_at is not null group by failure order by count desc, failure
  `.execute(kysely);
  return {
    enabled: config.push.enabled,
    key: (await findPushKey(kysely))?.public_key ?? null,
    ...(counted.rows[0] ?? { phones: 0, waiting: 0 }),
    givenUp: givenUp.rows,
  };
}
