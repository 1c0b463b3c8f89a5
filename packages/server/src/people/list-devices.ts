/** Devices, a page of them, the newest first, as far as the caller reaches. */
import type { CompanyId, DeviceId, UserId } from "@mtoken/protocol";
import { isDeviceId } from "@mtoken/protocol";
import type { Approval, DeviceListQuery, ListedDevice, Page } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { DeviceStatus } from "../database/tables.ts";
import { deviceIs, isLive, liveStatuses, shownFingerprint, standingOf } from "../device/standing.ts";
import { actorFor, type Caller } from "./caller.ts";
import { isFoundByFingerprint, usersFoundBy } from "./list-users.ts";
import { allOf, instantOf, readPage } from "./page.ts";
import { requireReach, userWithinReach } from "./reach.ts";
import { approvalBy, inviterInstead, isUnapprovable } from "./second-person.ts";

export function listDevicePage(
  context: Pick<Context, "database" | "clock">,
  caller: Caller,
  query: DeviceListQuery,
): Promise<Page<ListedDevice>> {
  requireReach(caller, "device.read");
  const now = context.clock.now();
  const [at, id] = instantOf(query) ?? [];
  const conditions = allOf([
    userWithinReach(caller, "device.read"),
    query.company && sql`devices.company_id = ${query.company}`,
    query.user && sql`devices.user_id = ${query.user}`,
    query.query === undefined ? undefined : sql`devices.id in (${devicesFoundBy(query.query)})`,
    query.status && statusCondition(caller, query.status),
    at && sql`(devices.created_at, devices.id) < (${at}::timestamptz, ${id})`,
  ]);
  return readPage(context, query, {
    rows: async (transaction, limit) =>
      (await listing(caller, { conditions, at: now, limit }).execute(transaction)).rows,
    key: (row) => [row.created_at.toISOString(), row.id],
    item: (row) => deviceOf(caller, row),
  });
}

/** By what its user is found by, or its own id or fingerprint. */
function devicesFoundBy(query: string): RawBuilder<unknown> {
  if (isDeviceId(query)) return sql`select ${query}::text`;
  const condition = isFoundByFingerprint(query);
  const shown = condition && sql` union select id from devices where ${condition}`;
  return sql`select id from devices where user_id in (${usersFoundBy(query)}) ${shown ?? sql``}`;
}

/** As many wrong tries as it is allowed block a device, whatever its row says. */
function statusCondition(
  caller: Caller,
  status: NonNullable<DeviceListQuery["status"]>,
): RawBuilder<unknown> {
  // Said twice, so that an index of statuses serves.
  if (status === "approvable")
    return sql`devices.status = ${"awaiting-approval"} and ${approvalBy(caller)} = ${"may"}`;
  if (status === "unapprovable") return isUnapprovable;
  if (isLive(status)) return deviceIs(status);
  if (status === "deactivated") return sql`devices.status = ${status}`;
  return sql`(devices.status = ${status}
    or (devices.status = any(${liveStatuses}) and devices.tries >= devices.tries_allowed))`;
}

interface DeviceRow {
  id: DeviceId;
  status: DeviceStatus;
  tries: number;
  tries_allowed: number;
  user_id: UserId;
  user_name: string;
  company: CompanyId;
  company_name: string;
  fingerprint: string | null;
  app: string | null;
  created_at: Date;
  activated_at: Date | null;
  used_at: Date | null;
  ended_at: Date | null;
  end_reason: string | null;
  biometrics: boolean;
  computers: number;
  approval: Approval | null;
  instead: Parameters<typeof actorFor>[1] | null;
}

interface Listing {
  conditions: RawBuilder<unknown>;
  at: Date;
  limit: number;
}

function listing(caller: Caller, { conditions, at, limit }: Listing) {
  return sql<DeviceRow>`
    select listed.*, companies.name as company_name,
      exists (select from biometric_factors where device_id = listed.id) as biometrics,
      (select count(*)::integer from user_computers where user_id = listed.user_id and status = 'known'
        and expires_at > ${at}::timestamptz) as computers
    from (
      select devices.id, devices.status, devices.tries, devices.tries_allowed, devices.user_id,
        users.name as user_name, devices.company_id as company, ${shownFingerprint()} as fingerprint, devices.app,
        devices.created_at, devices.activated_at, devices.used_at, devices.ended_at, devices.end_reason,
        ${approvalBy(caller)} as approval,
        case when devices.status = ${"awaiting-approval"} then ${inviterInstead} end as instead
      from devices join users on users.id = devices.user_id
      where ${conditions}
      order by devices.created_at desc, devices.id desc limit ${limit}::integer
    ) as listed
    join companies on companies.id = listed.company
    order by listed.created_at desc, listed.id desc
  `;
}

function deviceOf(caller: Caller, row: DeviceRow): ListedDevice {
  const { id, fingerprint, app, biometrics, computers, approval, ended_at, end_reason } = row;
  return {
    ...{ id, fingerprint, app, biometrics, computers, approval, status: standingOf(row) },
    instead: approval === "nobody" && row.instead !== null ? actorFor(caller, row.instead) : null,
    user: { id: row.user_id, name: row.user_name },
    company: { id: row.company, name: row.company_name },
    created: toNumericDate(row.created_at),
    activated: row.activated_at && toNumericDate(row.activated_at),
    used: row.used_at && toNumericDate(row.used_at),
    ended: ended_at && { at: toNumericDate(ended_at), reason: end_reason ?? "" },
  };
}
