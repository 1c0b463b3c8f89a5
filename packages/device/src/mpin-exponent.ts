/**
 * `x`, the phone's secret in SRP (docs/protocol.md §3), from what the vault keeps and the mPIN that was typed: the
 * stretched mPIN under the device secret.
 */
import { deriveExponent } from "@mtoken/protocol";
import type { Stretch } from "./stretch.ts";
import type { DeviceKeys } from "./vault-record.ts";

/** What {@link mpinExponent} takes. */
export interface MpinExponentOptions {
  keys: Pick<DeviceKeys, "device" | "deviceSecret" | "salt" | "argon2">;
  origin: string;
  mpin: string;
  stretch: Stretch;
}

/** The exponent of one mPIN on one device, for one server. */
export async function mpinExponent({ keys, origin, mpin, stretch }: MpinExponentOptions): Promise<bigint> {
  const { device, deviceSecret, salt, argon2 } = keys;
  return deriveExponent({
    deviceSecret,
    suite: "mtoken-1",
    factor: "mpin",
    device,
    serverOrigin: origin,
    salt,
    stretched: await stretch({ mpin, salt, argon2 }),
  });
}
