/**
 * Who may let a phone in that waits (decision 27): nobody their own; of a phone of somebody who is not a plain user nobody who stands
 * behind it already, because they invited to it or named the mail address that the link went to; and the operator only what the
 * company's own administrators can't. And who may confirm that somebody becomes an administrator: nobody who stands behind their phones. One
 * condition, for the act itself, for lists and for what is counted.
 */
import { type DeviceId, isClientId } from "@mtoken/protocol";
import type { Approval } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import type { Transaction } from "../database/database.ts";
import type { Caller } from "./caller.ts";
import { userWithinReach } from "./reach.ts";

/** For a statement that reads `devices` with `users`: null for a phone that does not wait, and for who may never approve it. */
export function approvalBy(caller: Caller): RawBuilder<Approval | null> {
  const byOperator = caller.organization === "operator" ? approvedByThemselves : sql`false`;
  return sql<Approval | null>`case
    when devices.status <> ${"awaiting-approval"} or devices.tries >= devices.tries_allowed
      or not ${userWithinReach(caller, "device.approve")} then null
    when users.id = ${caller.user} then 'own'
    when users.role <> 'user' and ${standsBehind(personOf(caller))} then 'behind'
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

/**
 * For a statement that reads `proposals`: whether the caller stands behind a phone that it names, as above or because they let it in. They
 * would confirm what they have brought along themselves.
 */
export function isBehindPhones(caller: Caller): RawBuilder<boolean> {
  return isBehindPhonesOf(personOf(caller));
}

/** The same of whose row the statement reads as `users`. */
export const areBehindPhones: RawBuilder<boolean> = isBehindPhonesOf({ user: sql.ref("users.id") });

function isBehindPhonesOf(person: Person): RawBuilder<boolean> {
  const { user, portal = null } = person;
  return sql<boolean>`exists (
    select from devices where devices.id in (select jsonb_array_elements_text(proposals.content -> 'phones'))
      and (${user} = approved_by or ${portal}::text = approved_via or ${standsBehind(person)})
  )`;
}

const leads = sql`leads.company_id = users.company_id and leads.role = 'administrator'
  and leads.removed_at is null and leads.frozen_at is null
  and exists (
    select from devices as theirs
    where theirs.user_id = leads.id and theirs.status = 'active' and theirs.tries < theirs.tries_allowed
  )`;

/** One of the company's own may let it in. */
const isLeftToThem = sql`exists (
  select from users as leads where ${leads} and leads.id <> users.id
    and (users.role = 'user' or not exists (
      select from activations where activations.id = devices.activation_id and leads.id in (invited_by, addressed_by)
    ))
)`;

/**
 * A company approves among itself where it has two administrators with a phone that stands, and one of them may approve this one. So the
 * operator lets in who is alone, and who is left after all others' phones have ended or others stand behind this one.
 */
const approvedByThemselves = sql`(
  (select count(*) from (select from users as leads where ${leads} limit 2) as found) > 1
  and ${isLeftToThem}
)`;

/** Whether a device that waits is let in by nobody but the operator, as far as that can be said by now. For who has just made it wait. */
export async function isLeftToOperator(transaction: Transaction, device: DeviceId): Promise<boolean> {
  const { rows } = await sql`
    select from devices join users on users.id = devices.user_id
    where devices.id = ${device} and users.organization = ${"client"} and not ${isLeftToThem}
  `.execute(transaction);
  return rows.length > 0;
}
