/** What the phone erases: all of its keys at the end of a device, where what remains says why, and its part of a passkey. */
import type { DeviceContext } from "./device-context.ts";
import type { EndReason } from "./vault-record.ts";

/** Replaces the record, keys and all, by the reason. */
export async function wipe(context: DeviceContext, reason: EndReason): Promise<void> {
  await context.vault.replace({ schema: 1, kind: "ended", reason, origin: context.connection.origin });
}

/** The phone's part of what the server has no more, or shall have no more. */
export async function forgetPasskeys({ vault }: DeviceContext): Promise<void> {
  await vault.updateKeys(({ passkey: _passkey, nextPasskey: _next, ...keys }) => keys);
}
