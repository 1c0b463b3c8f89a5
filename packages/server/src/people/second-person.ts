/**
 * Who may let a phone in that waits (decision 27): nobody their own; of a phone of somebody who is not a plain user nobody who stands
 * behind it already, because they invited to it or named the mail address that the link went to; and the operator only what the
 * company's own administrators can't. And who may confirm that somebody becomes an administrator: nobody who stands behind their phones. One
 * condition, for the act itself, for lists and for what is counted.
 */
import { isClientId, type UserId } from "@mtoken/protocol";
import { type Approval, type OrganizationKind, proposalKinds, reachOf, roles } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { deviceIs } from "../device/standing.ts";
import type { Caller } from "./caller.ts";
import { userWithinReach } from "./reach.ts";

/** For a statement that reads `devices` with `users`: null for a phone that does not wait, and for who may never approve it. */
export function approvalBy(caller: Caller): RawBuilder<Approval | null> {
  const byOperator = caller.organization === "operator" ? approvedByThemselves : sql`false`;
  return sql<Approval | null>`case
    when not ${deviceIs("awaiting-approval")} or not ${userWithinReach(caller, "device.approve")} then null
    when users.id = ${caller.user} then case when ${isLeftToSomebody} then 'own' else 'nobody' end
    when not ${isSecond(personOf(caller))} then
      case when ${isLeftToSomebody} then 'behind' else 'nobody' end
    when ${byOperator} then 'company'
    else 'may'
  end`;
}

/** Who would be the second person: a value or a column, and the portal that speaks for them. */
interface Person {
  user: RawBuilder<unknown>;
  /** One that could invite as one and approve as another would be both. */
  portal?: string | null;
}

function personOf({ user, via }: Caller): Person {
  return { user: sql`${user}::text`, portal: isClientId(via) ? via : null };
}

/** For a statement that reads `devices`. */
function standsBehind({ user, portal = null }: Person): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from activations where activations.id = devices.activation_id
      and (${user} in (invited_by, addressed_by) or ${portal}::text in (invited_via, addressed_via))
  )`;
}

/** For a statement that reads `devices` with `users`: whether they would be a second person to it. A plain user's phone takes one alone. */
function isSecond(person: Person): RawBuilder<boolean> {
  return sql<boolean>`(users.role = 'user' or not ${standsBehind(person)})`;
}

/**
 * For a statement that reads `proposals`: whether the caller stands behind a phone that it names, as above or because they let it in. They
 * would confirm what they have brought along themselves.
 */
export function isBehindPhones(caller: Caller): RawBuilder<boolean> {
  return isBehindPhonesOf(personOf(caller));
}

const ofAdministrators = proposalKinds.filter((kind) => reachOf("administrator", kind).length > 0);

/** For a statement that reads `proposals` with `users`: who could confirm it, whether or not they have a phone to do it with. */
export const couldConfirm = sql<boolean>`(
  users.id <> proposals.proposed_by and users.id is distinct from proposals.subject_id
  and users.removed_at is null and users.frozen_at is null
  and (users.role = 'officer' or users.role = 'administrator' and users.company_id = proposals.company_id
    and proposals.kind in (${sql.join(ofAdministrators)}))
  and not ${isBehindPhonesOf({ user: sql.ref("users.id") })}
)`;

/** For a statement that reads `proposals`: whether somebody is left who could confirm it now. */
export const hasSecondPerson = sql<boolean>`exists (select from users where ${couldConfirm} and ${isFit("users")})`;

function isBehindPhonesOf(person: Person): RawBuilder<boolean> {
  const { user, portal = null } = person;
  return sql<boolean>`exists (
    select from devices where devices.id in (select jsonb_array_elements_text(proposals.content -> 'phones'))
      and (${user} = approved_by or ${portal}::text = approved_via or ${standsBehind(person)})
  )`;
}

/** Of whom the statement reads by that name: they could act now. */
export function isFit(name: "users" | "leads" | "others" | "namers"): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${name}.removed_at`)} is null and ${sql.ref(`${name}.frozen_at`)} is null
    and exists (
      select from devices as theirs
      where theirs.user_id = ${sql.ref(`${name}.id`)} and ${deviceIs("active", "theirs")}
    )`;
}

/** Of whom the statement reads by that name: the table of permissions lets them approve phones, of their own company or of any client. */
function mayApprove(name: "leads" | "others" | "namers", reach: "company" | "clients"): RawBuilder<boolean> {
  const allowed = roles.filter((role) => reachOf(role, "device.approve").includes(reach));
  // As they stand, so that the index of those who lead serves.
  return sql<boolean>`${sql.ref(`${name}.role`)} in (${sql.join(allowed.map((role) => sql.lit(role)))})`;
}

/** For a statement that reads `users`: who could act now of the administrators of that one's company. */
function isLead(name: "leads" | "others" | "namers"): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${name}.company_id`)} = users.company_id and ${mayApprove(name, "company")}
    and ${isFit(name)}`;
}

/** For a statement that reads `users`: whom of others a phone of theirs could be let in by, if they did not stand behind it. */
function couldLetIn(name: "others" | "namers"): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${name}.id`)} <> users.id
    and (${isLead(name)} or (${mayApprove(name, "clients")} and ${isFit(name)}))`;
}

/** Anybody at all may let it in, of the company or of the operator. */
const isLeftToSomebody = sql`exists (
  select from users as others where ${couldLetIn("others")} and ${isSecond({ user: sql`others.id` })}
)`;

/** For a statement that reads `devices` with `users`: it waits, and nobody may let it in. */
export const isUnapprovable = sql<boolean>`(${deviceIs("awaiting-approval")} and not ${isLeftToSomebody})`;

/** Who has named the mail address, which the next link would go to: nobody, where a phone of theirs came by a later invitation. */
export const namer = sql`case when users.mail_address is not null and not exists (
    select from devices as theirs join activations as first on first.id = theirs.activation_id
    where theirs.user_id = users.id and theirs.activated_at is not null and first.created_at > users.mail_changed_at
  ) then users.mail_changed_by end`;

interface Inviter {
  id: UserId;
  name: string;
  organization: OrganizationKind;
}

/**
 * For a statement that reads `users`, where nobody is left to let their phone in: who should invite, so that somebody is. They have named the
 * address, and would stand behind the phone in any case.
 */
export const inviterInstead = sql<Inviter | null>`(
  select json_build_object('id', namers.id, 'name', namers.name, 'organization', namers.organization)
  from users as namers
  where namers.id = ${namer} and ${couldLetIn("namers")}
    and exists (select from users as others where others.id <> namers.id and ${couldLetIn("others")})
)`;

interface IfInvited {
  approval: "company" | "operator" | "nobody";
  instead: Inviter | null;
}

/** Who could let in the phone that came of it, if the caller invited them now. */
export async function approvalIfInvited(
  queries: Queries,
  caller: Caller,
  user: UserId,
): Promise<IfInvited | undefined> {
  const left = sql`${couldLetIn("others")} and (users.role = 'user'
    or (others.id <> ${caller.user} and others.id is distinct from ${namer}))`;
  const { rows } = await sql<IfInvited>`
    select ${inviterInstead} as instead, case
      when exists (select from users as others where ${mayApprove("others", "company")} and ${left}) then 'company'
      when exists (select from users as others where ${mayApprove("others", "clients")} and ${left}) then 'operator'
      else 'nobody' end as approval
    from users where users.id = ${user}
  `.execute(queries);
  return rows[0];
}

/** One of the company's own may let it in. */
const isLeftToThem = sql`exists (
  select from users as leads where ${isLead("leads")} and leads.id <> users.id and ${isSecond({ user: sql`leads.id` })}
)`;

/**
 * A company approves among itself where it has two administrators with a phone that stands, and one of them may approve this one. So the
 * operator lets in who is alone, and who is left after all others' phones have ended or others stand behind this one.
 */
const approvedByThemselves = sql`(
  (select count(*) from (select from users as leads where ${isLead("leads")} limit 2) as found) > 1
  and ${isLeftToThem}
)`;

/**
 * For a statement that reads a computer's standing with `users`: one that waits for the caller to let it in, which nobody does for themselves.
 * A client's own administrators do; the operator, where none of them is left but its user.
 */
export function awaitsApprovalBy(caller: Caller): RawBuilder<boolean> {
  const others = sql`exists (select from users as leads where ${isLead("leads")} and leads.id <> users.id)`;
  const left = sql`(users.organization = ${"operator"} or not ${others})`;
  return sql<boolean>`(${userWithinReach(caller, "computer.approve")} and users.id <> ${caller.user}
    ${caller.organization === "operator" ? sql`and ${left}` : sql``})`;
}

/** For a statement that reads `proposals`: the caller is whom it waits for, since they neither made it nor stand behind what it is about. */
export function awaitsDecisionBy(caller: Caller): RawBuilder<boolean> {
  // Said as an alternative: without one the database would join all devices to find out that there is none.
  const behind = sql`(proposals.kind = ${"administrator.make"} and ${isBehindPhones(caller)})`;
  return sql<boolean>`(proposals.proposed_by <> ${caller.user} and proposals.subject_id is distinct from ${caller.user}
    and proposals.via is distinct from ${personOf(caller).portal ?? null}::text and not ${behind})`;
}

/** Whether they are the second person to anything at all. */
export function decidesProposals({ role }: Caller): boolean {
  return proposalKinds.some((kind) => reachOf(role, kind).length > 0);
}

/** For a statement that reads `devices` with `users`: of a client, it waits, and nobody but the operator may let it in, as far as that can be said by now. */
export const isLeftToOperator = sql<boolean>`(${deviceIs("awaiting-approval")} and users.organization = ${"client"}
  and not ${isLeftToThem})`;
