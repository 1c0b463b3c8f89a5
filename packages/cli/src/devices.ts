/** `mtoken device …`: what administrators and the helpdesk do to devices. */
import type { DeviceListQuery, ListedDevice } from "@mtoken/protocol/people";
import type { Context } from "@mtoken/server";
import {
  approveDeviceOf,
  deactivateDeviceOf,
  deactivateDevicesOfCompany,
  deactivateDevicesOfUser,
  listDevicePage,
  operatorAtCommandLine,
} from "@mtoken/server";
import { CommandError } from "./command-error.ts";
import { companyIdOf, deviceIdOf, type ReasonOptions, readAll, readReason, userIdOf } from "./read-people.ts";
import { withContext } from "./with-context.ts";

const operator = operatorAtCommandLine;

interface Scripted {
  json?: boolean;
}

export interface ListDevicesOptions extends Scripted {
  company?: string;
  user?: string;
  query?: string;
  status?: NonNullable<DeviceListQuery["status"]>;
}

/** Lists devices, the newest first. */
export async function printDevices({
  company,
  user,
  query,
  status,
  json,
}: ListDevicesOptions): Promise<void> {
  const wanted: DeviceListQuery = {
    ...(company !== undefined && { company: companyIdOf(company) }),
    ...(user !== undefined && { user: userIdOf(user) }),
    ...(query !== undefined && { query }),
    ...(status !== undefined && { status }),
  };
  const devices = await withContext((context) =>
    readAll((page) => listDevicePage(context, operator, { ...wanted, ...page })),
  );
  if (json) console.log(JSON.stringify(devices));
  else if (devices.length === 0) console.log("There are none.");
  else for (const device of devices) console.log(`${describeDevice(device)}  ${device.user.name}`);
}

export function describeDevice({ id, status, fingerprint }: ListedDevice): string {
  return [id, status, fingerprint].filter(Boolean).join("  ");
}

/** Approves a device whose fingerprint was compared. */
export async function approve(
  text: string,
  { fingerprint, json }: Scripted & { fingerprint: string },
): Promise<void> {
  const device = deviceIdOf(text);
  await withContext((context) => approveDeviceOf(context, operator, { device, fingerprint }));
  if (!json) console.log("The device is active.");
}

export interface DeactivateOptions extends Scripted, ReasonOptions {
  user?: string;
  company?: string;
}

/** Ends a device, or all of a user or of a company. */
export async function deactivate(text: string | undefined, options: DeactivateOptions): Promise<void> {
  const why = readReason(options);
  const { user, company } = options;
  if ([text, user, company].filter((named) => named !== undefined).length !== 1)
    throw new CommandError(
      "Name a device, or a user with --user, or a company with --company.",
      "wrong_argument",
    );
  if (text !== undefined) await deactivateOne(text, why, options);
  else await deactivateAll(why, options);
}

type Why = ReturnType<typeof readReason>;

async function deactivateOne(text: string, why: Why, { json }: Scripted): Promise<void> {
  const device = deviceIdOf(text);
  await withContext((context) => deactivateDeviceOf(context, operator, { device, ...why }));
  if (json) return;
  console.log(
    "The device is deactivated: its sessions are over, and what it had confirmed and nobody used is void.",
  );
}

async function deactivateAll(why: Why, { user, company = "", json }: DeactivateOptions): Promise<void> {
  const act =
    user === undefined
      ? ofCompany({ company: companyIdOf(company), ...why })
      : ofUser({ user: userIdOf(user), ...why });
  const devices = await withContext(act);
  console.log(json ? JSON.stringify({ devices }) : `Deactivated: ${devices}.`);
}

function ofCompany(what: Parameters<typeof deactivateDevicesOfCompany>[2]) {
  return (context: Context) => deactivateDevicesOfCompany(context, operator, what);
}

function ofUser(what: Parameters<typeof deactivateDevicesOfUser>[2]) {
  return (context: Context) => deactivateDevicesOfUser(context, operator, what);
}
