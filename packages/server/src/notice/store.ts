/** Notices and their outbox in the database (docs/protocol.md §6). */
import type { CompanyId, DeviceId, NoticeId, NoticeKind, UserId } from "@mtoken/protocol";
import { sql } from "kysely";
import { type Given, prepare } from "../database/prepare.ts";

interface InsertedNotice {
  id: NoticeId;
  user: UserId;
  company: CompanyId;
  kind: NoticeKind;
  /** JSON. */
  data: string;
  administrators: boolean;
  /** The one phone that is not woken. */
  silent: DeviceId;
  at: Date;
  keptUntil: Date;
  pushedUntil: Date;
}

/** One row for each reader, and one delivery for each active phone of theirs that takes push messages. */
export const noticeInsert = prepare(
  (_queries, notice: Given<InsertedNotice>) => sql<never>`
    with told as (
      insert into notices (id, user_id, company_id, kind, about_id, data, at, expires_at)
      select ${notice.id}, id, company_id, ${notice.kind}, nullif(${notice.user}, id), ${notice.data}::jsonb,
        ${notice.at}::timestamptz, ${notice.keptUntil}::timestamptz
      from users
      where company_id = ${notice.company}
        and (id = ${notice.user} or (${notice.administrators}::boolean and role = 'administrator'))
      returning user_id
    )
    insert into notice_deliveries (id, channel, subscription_id, topic, due_at, expires_at, created_at)
    select gen_random_uuid()::text, 'push', push_subscriptions.id, 'notice', ${notice.at}::timestamptz,
      ${notice.pushedUntil}::timestamptz, ${notice.at}::timestamptz
    from told
      join devices on devices.user_id = told.user_id and devices.status = ${"active"} and devices.id <> ${notice.silent}
      join push_subscriptions on push_subscriptions.device_id = devices.id
  `,
);
