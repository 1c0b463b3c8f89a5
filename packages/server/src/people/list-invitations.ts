/** Invitations, a page of them, the newest first, as far as the caller reaches: of each user the newest one, or all of one user's. */
import {
  type ActivationId,
  type CompanyId,
  type DeviceId,
  ProtocolError,
  type UserId,
} from "@mtoken/protocol";
import type {
  InvitationListQuery,
  ListedInvitation,
  mailFailures,
  OrganizationKind,
  Page,
} from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { deviceIs } from "../device/standing.ts";
import { actorFor, type Caller } from "./caller.ts";
import { usersFoundBy } from "./list-users.ts";
import { allOf, instantOf, type ListQuery, readPage } from "./page.ts";
import { requireReach, userWithinReach } from "./reach.ts";

type Reading = Pick<Context, "database" | "clock">;

export function listInvitationPage(
  context: Reading,
  caller: Caller,
  query: InvitationListQuery,
): Promise<Page<ListedInvitation>> {
  requireReach(caller, "invitation.read");
  const conditions = allOf([
    sql`activations.newest and users.removed_at is null`,
    userWithinReach(caller, "invitation.read"),
    query.company && sql`activations.company_id = ${query.company}`,
    query.query === undefined ? undefined : sql`activations.user_id in (${usersFoundBy(query.query)})`,
    query.status && statusCondition(query.status, context.clock.now()),
    olderThan(query),
  ]);
  return readInvitations(context, caller, { query, conditions });
}

/** Throws `not_found` for who is out of the caller's reach, as for nobody. */
export async function listInvitations(
  context: Reading,
  caller: Caller,
  { user, ...query }: ListQuery & { user: UserId },
): Promise<Page<ListedInvitation>> {
  const reached = userWithinReach(caller, "invitation.read");
  const { rows } = await sql`select from users where id = ${user} and ${reached}`.execute(
    context.database.kysely,
  );
  if (rows.length === 0) throw new ProtocolError("not_found");
  const conditions = allOf([sql`activations.user_id = ${user}`, reached, olderThan(query)]);
  return readInvitations(context, caller, { query, conditions });
}

function olderThan(query: ListQuery): RawBuilder<unknown> | undefined {
  const [at, id] = instantOf(query) ?? [];
  return at && sql`(activations.created_at, activations.id) < (${at}::timestamptz, ${id})`;
}

const waitingDevice = sql`select activation_id from devices where ${deviceIs("awaiting-approval")}`;

/** For a statement that reads `activations`: it is for the caller who looks for what went wrong, and nobody has used it. */
export const isUndelivered = sql<boolean>`(
  activations.newest and activations.device_id is null and activations.status in (${"open"}, ${"expired"})
  and activations.id in (
    select activation_id from notice_deliveries where activation_id is not null and failure is not null)
)`;

function statusCondition(status: NonNullable<InvitationListQuery["status"]>, at: Date): RawBuilder<unknown> {
  const inTime = sql`activations.status = ${"open"} and activations.expires_at > ${at}::timestamptz`;
  switch (status) {
    case "undelivered":
      return isUndelivered;
    case "open":
      return sql`${inTime} and activations.device_id is null`;
    case "begun":
      return sql`${inTime} and activations.device_id is not null`;
    case "waiting":
      return sql`activations.id in (${waitingDevice})`;
    case "complete":
      return sql`activations.status = ${"complete"} and activations.id not in (${waitingDevice})`;
    case "expired":
      return sql`activations.status in (${"expired"}, ${"open"}) and activations.expires_at <= ${at}::timestamptz`;
    case "revoked":
      return sql`activations.status = ${"revoked"}`;
  }
}

interface InvitationRow {
  id: ActivationId;
  status: "open" | "complete" | "revoked" | "expired";
  created_at: Date;
  expires_at: Date;
  device_id: DeviceId | null;
  awaits: boolean;
  code: ListedInvitation["code"];
  link: ListedInvitation["link"];
  failure: string | null;
  user_id: UserId;
  user_name: string;
  mail: string | null;
  company_id: CompanyId;
  company_name: string;
  invited_by: UserId | null;
  inviter_name: string | null;
  inviter_organization: OrganizationKind | null;
}

const codeState = sql`case
  when not listed.code_by_service then 'shown'
  when listed.code_taken_at is not null then 'taken'
  when exists (
    select from notice_deliveries where activation_id = listed.id and channel = ${"code"} and failure is not null
  ) then 'failing'
  else 'waiting'
end`;

const linkState = sql`case
  when not listed.link_by_mail then 'shown'
  when listed.link_taken_at is not null then 'taken'
  when mails.dead_at is not null then 'dead'
  when mails.failure is not null then 'failing'
  when mails.id is not null then 'waiting'
  when listed.link_by_mail then 'unsent'
end`;

function listing(conditions: RawBuilder<unknown>, limit: number): RawBuilder<InvitationRow> {
  return sql<InvitationRow>`
    select listed.*, ${codeState} as code, ${linkState} as link, mails.failure, companies.name as company_name,
      coalesce(${deviceIs("awaiting-approval")}, false) as awaits,
      inviters.name as inviter_name, inviters.organization as inviter_organization
    from (
      select activations.id, activations.status, activations.created_at, activations.expires_at, activations.device_id,
        activations.code_by_service, activations.code_taken_at, activations.link_by_mail, activations.link_taken_at,
        activations.invited_by, activations.user_id, activations.company_id, users.name as user_name,
        users.mail_address as mail
      from activations join users on users.id = activations.user_id and users.company_id = activations.company_id
      where ${conditions}
      order by activations.created_at desc, activations.id desc limit ${limit}::integer
    ) as listed
    join companies on companies.id = listed.company_id
    left join devices on devices.id = listed.device_id
    left join users as inviters on inviters.id = listed.invited_by
    left join notice_deliveries as mails on mails.activation_id = listed.id and mails.channel = ${"mail"}
    order by listed.created_at desc, listed.id desc
  `;
}

function readInvitations(
  context: Reading,
  caller: Caller,
  { query, conditions }: { query: ListQuery; conditions: RawBuilder<unknown> },
): Promise<Page<ListedInvitation>> {
  const now = context.clock.now();
  return readPage(context, query, {
    rows: async (transaction, limit) => (await listing(conditions, limit).execute(transaction)).rows,
    key: (row) => [row.created_at.toISOString(), row.id],
    item: (row) => ({
      ...{ id: row.id, status: statusOf(row, now), code: row.code, link: row.link, mail: row.mail },
      created: toNumericDate(row.created_at),
      expires: toNumericDate(row.expires_at),
      failure: row.link === "dead" || row.link === "failing" ? mailFailureOf(row.failure) : null,
      device: row.device_id,
      user: { id: row.user_id, name: row.user_name },
      company: { id: row.company_id, name: row.company_name },
      by:
        row.invited_by &&
        actorFor(caller, {
          id: row.invited_by,
          name: row.inviter_name,
          organization: row.inviter_organization,
        }),
    }),
  });
}

function statusOf(
  { status, expires_at, device_id, awaits }: InvitationRow,
  now: Date,
): ListedInvitation["status"] {
  if (status === "complete") return awaits ? "waiting" : status;
  if (status !== "open") return status;
  if (expires_at <= now) return "expired";
  return device_id === null ? status : "begun";
}

/** What the outbox has written down (notice/send-mail.ts), as far as it concerns who invited. */
function mailFailureOf(failure: string | null): (typeof mailFailures)[number] {
  if (failure === null || failure === "not made") return "other";
  if (failure === "not sent in time") return "late";
  return failure === "the address is none" || failure.startsWith("status 5") ? "refused" : "unreachable";
}
