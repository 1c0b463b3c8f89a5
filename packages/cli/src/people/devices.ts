/** `mtoken device …`: what administrators and the helpdesk do to devices. */
import type { Deactivation, DeviceListQuery, ListedDevice } from "@mtoken/protocol/people";
import type { Caller, Context } from "@mtoken/server";
import {
  approveDeviceOf,
  deactivateDeviceOf,
  deactivateDevicesOfCompany,
  deactivateDevicesOfUser,
  listDevicePage,
  operatorAtCommandLine,
} from "@mtoken/server";
import { CommandError } from "../command-error.ts";
import type { Work } from "./command-table.ts";
import {
  companyIdOf,
  deviceIdOf,
  type ListOptions,
  type ReasonOptions,
  readAll,
  readListOptions,
  readReason,
  toldList,
  userIdOf,
} from "./read-people.ts";

const operator = operatorAtCommandLine;

/** Lists devices, the newest first. */
export function printDevices(options: ListOptions<NonNullable<DeviceListQuery["status"]>>): Work {
  const wanted = readListOptions(options);
  return async (context, { tell }) => {
    const devices = await readAll((page) => listDevicePage(context, operator, { ...wanted, ...page }));
    tell(...toldList(devices, (device) => `${describeDevice(device)}  ${device.user.name}`));
  };
}

export function describeDevice({ id, status, fingerprint }: ListedDevice): string {
  return [id, status, fingerprint].filter(Boolean).join("  ");
}

/** Approves a device by the control code that its user read out. */
export function approve(text: string, { fingerprint }: { fingerprint: string }): Work {
  const device = deviceIdOf(text);
  return async (context, { tell }) => {
    await approveDeviceOf(context, operator, { device, fingerprint });
    tell("The device is active.");
  };
}

export interface DeactivateOptions extends ReasonOptions {
  user?: string;
  company?: string;
  onlyWaiting?: boolean;
}

/** Ends a device, or all of a user or of a company. */
export function deactivate(text: string | undefined, options: DeactivateOptions): Work {
  const why = readReason(options);
  const { user, company, onlyWaiting = false } = options;
  if ([text, user, company].filter((named) => named !== undefined).length !== 1)
    throw new CommandError(
      "Name a device, or a user with --user, or a company with --company.",
      "wrong_argument",
    );
  if (text !== undefined) return deactivateOne(text, { ...why, ...(onlyWaiting && onlyWhileWaiting) });
  if (onlyWaiting) throw new CommandError("--only-waiting goes with one device.", "wrong_argument");
  if (user !== undefined) return deactivateAll(deactivateDevicesOfUser, { user: userIdOf(user), ...why });
  return deactivateAll(deactivateDevicesOfCompany, { company: companyIdOf(company ?? ""), ...why });
}

const onlyWhileWaiting = { only_while: "awaiting-approval" } as const;

function deactivateOne(text: string, why: Deactivation): Work {
  const device = deviceIdOf(text);
  return async (context, { tell }) => {
    await deactivateDeviceOf(context, operator, { device, ...why });
    tell(
      "The device is deactivated: its sessions are over, and what it had confirmed and nobody used is void.",
    );
  };
}

function deactivateAll<What>(
  act: (context: Context, caller: Caller, what: What) => Promise<number>,
  what: What,
): Work {
  return async (context, { tell }) => {
    const devices = await act(context, operator, what);
    tell(`Deactivated: ${devices}.`, { devices });
  };
}
