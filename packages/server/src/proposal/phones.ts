/**
 * The phones of whom a proposal makes an administrator (decision 27). They were let in while their user was a plain one, perhaps by the
 * proposal's author alone, so a second person looks at them, and they stand still until it is confirmed.
 */
import type { DeviceId, UserId } from "@mtoken/protocol";
import type { OrganizationKind, ProposalPhone } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { lockDevicesOf } from "../device/activate-device.ts";
import { deviceIs } from "../device/standing.ts";
import { actorFor, type Caller } from "../people/caller.ts";

/** Those that can sign in, by their ids; they stay so until this transaction is over. Others wait for a second person from then on. */
export async function holdPhonesOf(transaction: Transaction, user: UserId): Promise<DeviceId[]> {
  await lockDevicesOf(transaction, user);
  const { rows } = await sql<{ id: DeviceId }>`
    select id from devices where user_id = ${user} and ${deviceIs("active")} order by id
  `.execute(transaction);
  return rows.map(({ id }) => id);
}

interface PhoneRow {
  id: DeviceId;
  fingerprint: string | null;
  activated_at: Date | null;
  invited_by: UserId | null;
  inviter: string | null;
  inviter_organization: OrganizationKind | null;
  approved_by: UserId | null;
  approver: string | null;
  approver_organization: OrganizationKind | null;
}

/** As whoever looks at the proposals may see them. */
export async function describePhones(
  queries: Queries,
  caller: Caller,
  devices: readonly DeviceId[],
): Promise<ProposalPhone[]> {
  if (devices.length === 0) return [];
  const { rows } = await sql<PhoneRow>`
    select devices.id, devices.fingerprint, devices.activated_at,
      inviters.id as invited_by, inviters.name as inviter, inviters.organization as inviter_organization,
      approvers.id as approved_by, approvers.name as approver, approvers.organization as approver_organization
    from devices
      join activations on activations.id = devices.activation_id
      left join users as inviters on inviters.id = activations.invited_by
      left join users as approvers on approvers.id = devices.approved_by
    where devices.id = any(${devices}::text[]) order by devices.id
  `.execute(queries);
  return rows.map((row) => ({
    ...{ id: row.id, fingerprint: row.fingerprint },
    activated: row.activated_at && toNumericDate(row.activated_at),
    invited_by:
      row.invited_by &&
      actorFor(caller, { id: row.invited_by, name: row.inviter, organization: row.inviter_organization }),
    approved_by:
      row.approved_by &&
      actorFor(caller, { id: row.approved_by, name: row.approver, organization: row.approver_organization }),
  }));
}
