/** `mtoken device …`: what administrators and the helpdesk do to a device. */
import { deviceIdSchema } from "@mtoken/protocol";
import { approveDevice, deactivateDevice } from "@mtoken/server";
import { readArgument } from "./read-argument.ts";
import { commandLine, withContext } from "./with-context.ts";

const what = "a device id, dev_… (mtoken user list shows them)";

/** Approves a device whose fingerprint was compared. */
export async function approve(text: string, { fingerprint }: { fingerprint: string }): Promise<void> {
  const device = readArgument(deviceIdSchema, text, what);
  await withContext((context) => approveDevice(context, { device, fingerprint, by: commandLine }));
  console.log("The device is active.");
}

/** Ends a device. */
export async function deactivate(text: string, { reason }: { reason: string }): Promise<void> {
  const device = readArgument(deviceIdSchema, text, what);
  await withContext((context) => deactivateDevice(context, { device, reason, by: commandLine }));
  console.log(
    "The device is deactivated: its sessions are over, and what it had confirmed and nobody used is void.",
  );
}
