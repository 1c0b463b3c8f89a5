/** Notices and their outbox in the database (docs/protocol.md §6). */
import type { CompanyId, DeviceId, NoticeId, NoticeKind, UserId } from "@mtoken/protocol";
import { noticesAtOnce } from "@mtoken/protocol";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { liveStatuses } from "../device/standing.ts";
import { isFit } from "../people/second-person.ts";

/**
 * Ends a statement that reads subscriptions for deliveries to them. One that another transaction deletes meanwhile is
 * passed over: waited for it would break the delivery's foreign key, and with that undo what the delivery tells of, so
 * that whoever keeps subscribing anew could keep requests from coming and devices from being deactivated.
 */
export const deliverable = sql`for key share of push_subscriptions skip locked`;

interface Times {
  at: Date;
  keptUntil: Date;
  /** Until when phones are woken for it. */
  pushedUntil: Date;
  /** Until when its mails are tried. */
  mailedUntil: Date;
}

interface InsertedNotice extends Times {
  id: NoticeId;
  user: UserId;
  company: CompanyId;
  kind: NoticeKind;
  /** JSON. */
  data: string;
  administrators: boolean;
  /** The operator's desk reads it too, where no other administrator could do something. */
  alarm: boolean;
  /** So do its officers, without the helpdesk, who could do nothing about it. */
  officers: boolean;
  /** The one phone that is not woken, if there is one. */
  silent: DeviceId | null;
}

/**
 * One row for each reader, one mail to each who has an address, and one push message to each active phone of theirs that
 * takes them. A subscription that is just being deleted is passed over (`deliverable`).
 */
export const noticeInsert = prepare(
  (_queries, notice: Given<InsertedNotice>) => sql<never>`
    with told as (
      insert into notices (id, user_id, company_id, kind, about_id, about_company_id, data, at, expires_at)
      select ${notice.id}, id, company_id, ${notice.kind}, nullif(${notice.user}, id),
        case when id <> ${notice.user} then ${notice.company} end, ${notice.data}::jsonb,
        ${notice.at}::timestamptz, ${notice.keptUntil}::timestamptz
      from users
      where removed_at is null and (
        (company_id = ${notice.company}
          and (id = ${notice.user} or (${notice.administrators}::boolean and role in ('administrator', 'officer'))))
        or (role in ('officer', 'helpdesk') and (${notice.alarm}::boolean or (${notice.officers}::boolean and role = 'officer'))
          and ${isLeftAlone(notice)}))
      returning user_id, id
    )
    ${deliveries(notice)} where devices.id is distinct from ${notice.silent}::text
    ${deliverable}
  `,
);

/** Of a client, no administrator but the user that it is about could do something. */
function isLeftAlone({
  company,
  user,
}: Given<Pick<InsertedNotice, "company" | "user">>): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select from companies where companies.id = ${company} and companies.kind = ${"client"})
    and not exists (
      select from users as others where others.company_id = ${company} and others.id <> ${user}
        and others.role = 'administrator' and ${isFit("others")}))`;
}

/** A mail more, to where its reader was reached before. */
export const formerAddressDelivery = prepare(
  (
    _queries,
    {
      user,
      id,
      address,
      at,
      until,
    }: Given<{ user: UserId; id: NoticeId; address: string; at: Date; until: Date }>,
  ) => sql<never>`
    insert into notice_deliveries (id, channel, user_id, notice_id, address, due_at, expires_at, created_at)
    values (gen_random_uuid()::text, 'mail', ${user}, ${id}, ${address}, ${at}::timestamptz, ${until}::timestamptz,
      ${at}::timestamptz)
  `,
);

/** To each user in `told` by mail, and to each active phone of theirs. */
function deliveries({ at, pushedUntil, mailedUntil }: Given<Times>) {
  return sql`
    , mailed as (
      insert into notice_deliveries (id, channel, user_id, notice_id, due_at, expires_at, created_at)
      select gen_random_uuid()::text, 'mail', told.user_id, told.id, ${at}::timestamptz,
        ${mailedUntil}::timestamptz, ${at}::timestamptz
      from told join users on users.id = told.user_id
      where users.mail_address is not null
    )
    insert into notice_deliveries (id, channel, subscription_id, topic, due_at, expires_at, created_at)
    select gen_random_uuid()::text, 'push', push_subscriptions.id, 'notice', ${at}::timestamptz,
      ${pushedUntil}::timestamptz, ${at}::timestamptz
    from told
      join devices on devices.user_id = told.user_id and devices.status = ${"active"}
      join push_subscriptions on push_subscriptions.device_id = devices.id
  `;
}

interface InsertedAppNotice extends Times {
  id: NoticeId;
  kind: NoticeKind;
  app: string;
}

/** The same for each user of a live device that used this version of the app last; once, however many of theirs did. */
export const appNoticeInsert = prepare(
  (_queries, notice: Given<InsertedAppNotice>) => sql<never>`
    with told as (
      insert into notices (id, user_id, company_id, kind, data, at, expires_at)
      select distinct on (user_id) ${notice.id}, user_id, company_id, ${notice.kind},
        jsonb_build_object('device', id), ${notice.at}::timestamptz, ${notice.keptUntil}::timestamptz
      from devices
      where app = ${notice.app} and status = any(${liveStatuses})
      order by user_id, status, id
      returning user_id, id
    )
    ${deliveries(notice)}
    ${deliverable}
  `,
);

interface InsertedOfCompany extends Times {
  id: NoticeId;
  kind: NoticeKind;
  /** JSON. */
  data: string;
}

/** The same for some people, about nobody. */
export const readersNoticeInsert = prepare(
  (_queries, notice: Given<InsertedOfCompany & { users: readonly UserId[] }>) =>
    toReaders(notice, sql`id = any(${notice.users}::text[])`),
);

/** The same for all administrators of a company. */
export const administratorsNoticeInsert = prepare(
  (_queries, notice: Given<InsertedOfCompany & { company: CompanyId }>) =>
    toReaders(notice, sql`company_id = ${notice.company} and role = 'administrator'`),
);

/** The same for the operator's officers. */
export const officersNoticeInsert = prepare((_queries, notice: Given<InsertedOfCompany>) =>
  toReaders(notice, sql`role = 'officer'`),
);

function toReaders(notice: Given<InsertedOfCompany>, condition: RawBuilder<unknown>) {
  return sql<never>`
    with told as (
      insert into notices (id, user_id, company_id, kind, data, at, expires_at)
      select ${notice.id}, id, company_id, ${notice.kind}, ${notice.data}::jsonb, ${notice.at}::timestamptz,
        ${notice.keptUntil}::timestamptz
      from users where removed_at is null and ${condition}
      returning user_id, id
    )
    ${deliveries(notice)}
    ${deliverable}
  `;
}

/** As many are counted at most: the statement stays short, whatever an inbox holds. */
const mostUnread = 1000;

/** How many notices a user has not read yet, as a part of another statement; `reader` is a column of it, or a value. */
export function unreadOf(reader: "users.id" | Given<{ user: UserId }>["user"]): RawBuilder<number> {
  const whose = typeof reader === "string" ? sql.ref(reader) : reader;
  return sql<number>`(
    select count(*)::integer from (
      select from notices where notices.user_id = ${whose} and notices.read_at is null limit ${sql.lit(mostUnread)}
    ) as unread
  )`;
}

/** The same, and what of the app they may use by now. */
export const unreadQuery = prepare((_queries, { user }: Given<{ user: UserId }>) => {
  return sql<{ unread: number; features: string[] }>`
    select ${unreadOf("users.id")} as unread, users.features from users where users.id = ${user}
  `;
});

export interface ListedNotice {
  id: NoticeId;
  kind: string;
  at: Date;
  read_at: Date | null;
  data: Record<string, string | number | boolean>;
  about_id: UserId | null;
  about_name: string | null;
}

/** A user's notices, the newest first; those older than `before`, where it names one of them. One more than a list has. */
export async function findNotices(
  queries: Queries,
  { user, before }: { user: UserId; before: NoticeId | undefined },
): Promise<ListedNotice[]> {
  const older = sql`and (notices.at, notices.id) < (
    select at, id from notices where user_id = ${user} and id = ${before ?? null}
  )`;
  const { rows } = await sql<ListedNotice>`
    select notices.id, notices.kind, notices.at, notices.read_at, notices.data, notices.about_id,
      users.name as about_name
    from notices left join users on users.id = notices.about_id
    where notices.user_id = ${user} ${before === undefined ? sql`` : older}
    order by notices.at desc, notices.id desc
    limit ${noticesAtOnce + 1}
  `.execute(queries);
  return rows;
}

/** Whether the user has such a notice. From now on it counts as read, and so does what is older. */
export async function markRead(
  queries: Queries,
  { user, until, at }: { user: UserId; until: NoticeId; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    with newest as (select at, id from notices where user_id = ${user} and id = ${until}),
    marked as (
      update notices set read_at = ${at}::timestamptz
      from newest
      where user_id = ${user} and read_at is null and (notices.at, notices.id) <= (newest.at, newest.id)
    )
    select from newest
  `.execute(queries);
  return rows.length > 0;
}

/** How often a user was told of this since then, of themselves and this device, if it is named. */
export async function countNotices(
  queries: Queries,
  { user, device, kind, since }: { user: UserId; device?: DeviceId; kind: NoticeKind; since: Date },
): Promise<number> {
  const { told } = await queries
    .selectFrom("notices")
    .select((count) => count.fn.countAll<string>().as("told"))
    .where("user_id", "=", user)
    .where("at", ">", since)
    .where("kind", "=", kind)
    .where("about_id", "is", null)
    .$if(device !== undefined, (of) => of.where(sql`data ->> 'device'`, "=", device))
    .executeTakeFirstOrThrow();
  return Number(told);
}

export async function deleteStaleNotices(queries: Queries, at: Date): Promise<void> {
  await queries.deleteFrom("notices").where("expires_at", "<=", at).execute();
}
