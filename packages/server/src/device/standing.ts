/**
 * Where a device stands (docs/protocol.md §5). Its tries say more than its status: as many as it is allowed block it,
 * even if the server died before it could write that down.
 */
import type { LiveDeviceStatus } from "@mtoken/protocol";
import {
  type ExpressionBuilder,
  type ExpressionWrapper,
  type RawBuilder,
  type Selectable,
  type SqlBool,
  sql,
} from "kysely";
import type { DeviceStatus, DevicesTable, Tables } from "../database/tables.ts";

/** There is no way back from `blocked` and `deactivated`. */
export const liveStatuses: readonly LiveDeviceStatus[] = ["pending", "awaiting-approval", "active"];

/** What says where a device stands. */
export type Standing = Pick<Selectable<DevicesTable>, "status" | "tries" | "tries_allowed">;

export function standingOf({ status, tries, tries_allowed }: Standing): DeviceStatus {
  return isLive(status) && tries >= tries_allowed ? "blocked" : status;
}

export function isLive(status: DeviceStatus): status is LiveDeviceStatus {
  return status !== "blocked" && status !== "deactivated";
}

/** The same in SQL: every statement that serves a device carries this condition. */
export function deviceIsLive(
  is: ExpressionBuilder<Tables, "devices">,
  statuses: readonly LiveDeviceStatus[] = liveStatuses,
): ExpressionWrapper<Tables, "devices", SqlBool> {
  return is.and([
    is("devices.status", "in", statuses),
    is("devices.tries", "<", is.ref("devices.tries_allowed")),
  ]);
}

/** The same where a statement is written by hand, of the device that it calls so: it stands so, or it is live at all. */
export function deviceIs(status: LiveDeviceStatus | "live", name = "devices"): RawBuilder<boolean> {
  const column = sql.ref(`${name}.status`);
  const stands =
    status === "live" ? sql`${column} = any(${liveStatuses})` : sql`${column} = ${sql.lit(status)}`;
  return sql<boolean>`(${stands} and ${sql.ref(`${name}.tries`)} < ${sql.ref(`${name}.tries_allowed`)})`;
}

/**
 * The fingerprint as lists and mails give it: not that of a device that waits. Who approves it types what its user reads from the phone
 * (docs/decisions/0027-second-people.md), which compares nothing where the server has told it to them before.
 */
export function shownFingerprint(name = "devices"): RawBuilder<string | null> {
  const [status, fingerprint] = [sql.ref(`${name}.status`), sql.ref(`${name}.fingerprint`)];
  return sql<string | null>`(case when ${status} <> ${sql.lit("awaiting-approval")} then ${fingerprint} end)`;
}
