/**
 * Who may let a phone in that waits (decision 27): nobody their own; of a phone of somebody who is not a plain user nobody who stands
 * behind it already, because they invited to it or named the mail address that the link went to; and the operator only what the
 * company's own administrators can't. One condition, for the act itself, for lists and for what is counted.
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
    when users.role <> 'user' and ${standsBehind(caller)} then 'behind'
    when ${byOperator} then 'company'
    else 'may'
  end`;
}

/** A portal that could invite as one and approve as another would be both. */
function standsBehind({ user, via }: Caller): RawBuilder<boolean> {
  const portal = isClientId(via) ? via : null;
  return sql<boolean>`exists (
    select from activations where activations.id = devices.activation_id
      and (${user} in (invited_by, addressed_by) or ${portal}::text in (invited_via, addressed_via))
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
