/**
 * What a phone holds, as far as its first screen has to know it: a reading of the record that takes nothing of the code
 * that works with it, so that a lock's key pad is there before that code is.
 */
import type { MpinPolicy } from "./mpin-rules.ts";
import type { VaultStorage } from "./ports.ts";
import { isVaultRecord } from "./vault-record.ts";

/** A phone without any device, or a device that waits for its mPIN, or for its passkey where it has one, and for nothing else. */
export type Glimpse =
  | { kind: "empty" }
  | { kind: "locked"; mpin: MpinPolicy; triesLeft: number; passkey: boolean };

/**
 * Looks into the storage. Undefined where only the device itself can say how it stands: an activation under way, an
 * approval that is awaited, a change of the mPIN in doubt, another server's vault, one that is damaged or can't be read.
 *
 * @example
 * const glimpse = await glimpseAt(indexedDbVault(), location.origin);
 */
export async function glimpseAt(storage: VaultStorage, origin: string): Promise<Glimpse | undefined> {
  const record: unknown = await storage.read().catch(() => null);
  if (record === undefined) return { kind: "empty" };
  if (!isVaultRecord(record) || record.kind !== "activated" || record.status !== "active") return undefined;
  const { keys, mpin, server } = record;
  if (server.origin !== origin || keys.next !== undefined) return undefined;
  const passkey = (keys.passkey ?? keys.nextPasskey) !== undefined;
  return { kind: "locked", mpin, triesLeft: keys.triesLeft, passkey };
}
