/**
 * Where a device stands (docs/protocol.md §5). Its tries say more than its status: five of them block it, even if
 * the server died before it could write that down.
 */
import type { LiveDeviceStatus } from "@mtoken/protocol";
import { triesAllowed } from "@mtoken/protocol";
import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from "kysely";
import type { DeviceStatus, Tables } from "../database/tables.ts";

/** There is no way back from `blocked` and `deactivated`. */
export const liveStatuses: readonly LiveDeviceStatus[] = ["pending", "awaiting-approval", "active"];

export function standingOf({ status, tries }: { status: DeviceStatus; tries: number }): DeviceStatus {
  return isLive(status) && tries >= triesAllowed ? "blocked" : status;
}

export function isLive(status: DeviceStatus): status is LiveDeviceStatus {
  return status !== "blocked" && status !== "deactivated";
}

/** The same in SQL: every statement that serves a device carries this condition. */
export function deviceIsLive(
  is: ExpressionBuilder<Tables, "devices">,
  statuses: readonly LiveDeviceStatus[] = liveStatuses,
): ExpressionWrapper<Tables, "devices", SqlBool> {
  return is.and([is("devices.status", "in", statuses), is("devices.tries", "<", triesAllowed)]);
}
