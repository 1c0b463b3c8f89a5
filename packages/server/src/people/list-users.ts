/** Users, a page of them or one, as far as the caller reaches. */

import type { CompanyId } from "@mtoken/protocol";
import { isDeviceId, isUserId, normalizeBase32, ProtocolError, type UserId } from "@mtoken/protocol";
import {
  invitationEnding,
  mayAct,
  type OneUser,
  organizationOf,
  type Page,
  type Role,
  type User,
  type UserListQuery,
} from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { later, toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { deviceIs, shownFingerprint } from "../device/standing.ts";
import { policyOf } from "../policy/store.ts";
import { actorFor, type Caller } from "./caller.ts";
import { allOf, keyOf, readFreely, readPage } from "./page.ts";
import { requireReach, userWithinReach } from "./reach.ts";
import { searchTerms } from "./search-words.ts";
import { approvalIfInvited } from "./second-person.ts";

type Reading = Pick<Context, "database" | "clock">;

export function listUserPage(context: Reading, caller: Caller, query: UserListQuery): Promise<Page<User>> {
  requireReach(caller, "user.read");
  const at = context.clock.now();
  const [name, id] = keyOf(query) ?? [];
  const conditions = allOf([
    userWithinReach(caller, "user.read"),
    query.company && sql`users.company_id = ${query.company}`,
    query.query === undefined ? undefined : sql`users.id in (${usersFoundBy(query.query)})`,
    statusCondition(caller, query.status, at),
    name === undefined ? undefined : sql`(users.sort_name, users.id) > (${name}, ${id})`,
  ]);
  return readPage(context, query, {
    rows: (transaction, limit) => readUsers(transaction, caller, { conditions, at, limit }),
    key: (row) => [row.sort_name, row.id],
    item: userOf,
  });
}

/** Throws `not_found` for who is out of the caller's reach, as for nobody. */
export async function readUser({ database, clock }: Reading, caller: Caller, user: UserId): Promise<OneUser> {
  const conditions = allOf([userWithinReach(caller, "user.read"), sql`users.id = ${user}`]);
  const found = await readFreely(database, async (transaction) => {
    const [row] = await readUsers(transaction, caller, { conditions, at: clock.now(), limit: 1 });
    return row && { ...userOf(row), if_invited: await readIfInvited(transaction, caller, row) };
  });
  if (found === undefined) throw new ProtocolError("not_found");
  return found;
}

async function readIfInvited(
  transaction: Transaction,
  caller: Caller,
  { id: user, role, company, removed_at }: UserRow,
): Promise<OneUser["if_invited"]> {
  const subject = { user, company, kind: organizationOf(role) };
  if (caller.via === "command-line" || removed_at !== null || !mayAct(caller, "invitation.send", subject))
    return null;
  if (role === "user" && !(await policyOf(transaction, company)).approval)
    return { approval: "none", instead: null };
  const { approval = "nobody", instead = null } = (await approvalIfInvited(transaction, caller, user)) ?? {};
  return { approval, instead: approval === "nobody" && instead !== null ? actorFor(caller, instead) : null };
}

/** Shorter ones are the beginning of too many. */
const shortestFingerprint = 8;

/** The ids of whom somebody looks for: by name, mail address, id, or what is read from a phone, its fingerprint. */
export function usersFoundBy(query: string): RawBuilder<unknown> {
  if (isUserId(query)) return sql`select ${query}::text`;
  if (isDeviceId(query)) return sql`select user_id from devices where id = ${query}`;
  const terms = searchTerms(query);
  const named = terms && sql`select id from users where array_to_tsvector(search_words) @@ ${terms}::tsquery`;
  const condition = isFoundByFingerprint(query);
  const shown = condition && sql`select user_id from devices where ${condition}`;
  const found = [named, shown].filter((part) => part !== undefined);
  return found.length === 0 ? sql`select null::text` : sql.join(found, sql` union `);
}

/**
 * For a statement that reads `devices`; undefined when it can be no fingerprint. One that waits is found by its whole fingerprint alone: who
 * has its beginning could else ask for the rest of it, character by character.
 */
export function isFoundByFingerprint(query: string): RawBuilder<boolean> | undefined {
  const characters = normalizeBase32(query);
  if (!/^[0-9A-HJKMNP-TV-Z]{1,20}$/.test(characters) || characters.length < shortestFingerprint)
    return undefined;
  const typed = characters.replaceAll(/.{4}(?=.)/g, "$&-");
  return sql<boolean>`(devices.fingerprint like ${`${typed}%`}
    and (${shownFingerprint()} is not null or devices.fingerprint = ${typed}))`;
}

function statusCondition(caller: Caller, status: UserListQuery["status"], at: Date): RawBuilder<unknown> {
  const invited = userWithinReach(caller, "invitation.read");
  if (status === "removed") return sql`users.removed_at is not null`;
  const here = sql`users.removed_at is null`;
  switch (status) {
    case undefined:
      return here;
    case "frozen":
      return sql`${here} and users.frozen_at is not null`;
    case "waiting":
      return sql`${here} and users.id in (
        select user_id from devices where ${deviceIs("awaiting-approval")})`;
    case "invited":
      return sql`${here} and ${invited} and users.id in (
        select user_id from activations where status = ${"open"} and expires_at > ${at}::timestamptz)`;
    case "ending":
      return sql`${here} and ${invited} and users.id in (
        select user_id from activations where status = ${"open"} and expires_at > ${at}::timestamptz
          and expires_at <= ${later(at, invitationEnding)}::timestamptz)`;
    case "lapsed":
      return sql`${here} and ${invited} and ${lapsedAt(sql`users.id`, at)} is not null and users.id in (
        select user_id from activations where status = ${"expired"}
        union select user_id from activations where status = ${"open"} and expires_at <= ${at}::timestamptz)`;
    case "administrator":
      return sql`${here} and users.role = ${"administrator"}`;
  }
}

/** Of a user without a device whose newest invitation is over, and was never used: when it ran out. */
function lapsedAt(user: RawBuilder<unknown>, at: Date): RawBuilder<Date | null> {
  return sql`(
    select newest.expires_at from (
      select status, expires_at from activations where user_id = ${user} order by created_at desc limit 1
    ) as newest
    where newest.status in (${"open"}, ${"expired"}) and newest.expires_at <= ${at}::timestamptz
      and not exists (
        select from devices where user_id = ${user} and (${deviceIs("active")} or ${deviceIs("awaiting-approval")})))`;
}

interface UserRow {
  id: UserId;
  name: string;
  sort_name: string;
  role: Role;
  mail: string | null;
  language: string | null;
  functions: string[];
  company: CompanyId;
  company_name: string;
  created_at: Date;
  frozen_at: Date | null;
  removed_at: Date | null;
  active: number;
  waiting: number;
  invited_until: Date | null;
  lapsed_at: Date | null;
}

/** Of whom the caller may see no invitation they see none here either. */
async function readUsers(
  transaction: Transaction,
  caller: Caller,
  { conditions, at, limit }: { conditions: RawBuilder<unknown>; at: Date; limit: number },
): Promise<UserRow[]> {
  const { rows } = await sql<UserRow>`
    select listed.*, companies.name as company_name, standing.active, standing.waiting, case when listed.shows_invitations then (
      select max(expires_at) from activations
      where user_id = listed.id and status = ${"open"} and expires_at > ${at}::timestamptz
    ) end as invited_until, case when listed.shows_invitations then ${lapsedAt(sql`listed.id`, at)} end as lapsed_at
    from (
      select users.id, users.name, users.sort_name, users.role, users.mail_address as mail, users.language,
        users.features as functions, users.company_id as company, users.created_at, users.frozen_at, users.removed_at,
        ${userWithinReach(caller, "invitation.read")} as shows_invitations
      from users where ${conditions}
      order by users.sort_name, users.id limit ${limit}::integer
    ) as listed
    join companies on companies.id = listed.company
    cross join lateral (
      select count(*) filter (where status = ${"active"})::integer as active,
        count(*) filter (where status = ${"awaiting-approval"})::integer as waiting
      from devices where user_id = listed.id and tries < tries_allowed
    ) as standing
    order by listed.sort_name, listed.id
  `.execute(transaction);
  return rows;
}

function userOf(row: UserRow): User {
  const { id, name, role, mail, language, functions, active, waiting } = row;
  return {
    ...{ id, name, role, mail, language, functions, devices: { active, waiting } },
    company: { id: row.company, name: row.company_name },
    created: toNumericDate(row.created_at),
    frozen: row.frozen_at && toNumericDate(row.frozen_at),
    removed: row.removed_at && toNumericDate(row.removed_at),
    invited_until: row.invited_until && toNumericDate(row.invited_until),
    lapsed: row.lapsed_at && toNumericDate(row.lapsed_at),
  };
}
