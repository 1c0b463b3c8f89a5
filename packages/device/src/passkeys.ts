/** Which of the phone's passkeys counts (docs/protocol.md §5), and the handshake by it. */
import { equalBytes, fromB64 } from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { shakeHandsBy } from "./handshake.ts";
import type { Aim } from "./open-handshake.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";
import type { DeviceKeys } from "./vault-record.ts";

/** Loaded when it is first asked for: what proves it is no part of what a page shows first. */
export async function provePasskey(context: DeviceContext, aim: Aim): Promise<ProvenHandshake> {
  const { passkeyProof, passkeysOf } = await import("./passkey-proof.ts");
  passkeysOf(context);
  return shakeHandsBy(context, aim, (opening) => passkeyProof(context, opening));
}

/** As message 4 says: the one of this salt counts, and another is of no more use. */
export function settlePasskey(stored: DeviceKeys, salt: string | null): DeviceKeys {
  const { passkey, nextPasskey, ...keys } = stored;
  const named = salt === null ? undefined : fromB64(salt);
  const counts = [passkey, nextPasskey].find((one) => one && named && equalBytes(one.salt, named));
  if (counts === passkey && nextPasskey === undefined) return stored;
  return counts ? { ...keys, passkey: counts } : keys;
}
