/**
 * `x`, the phone's secret in SRP (docs/protocol.md §3): the stretched mPIN under the device secret. A verifier from a
 * stolen database can't be searched without ds, and a stolen phone holds nothing to compare with.
 */
import { bigIntFromBytes, hmacSha512, tuple } from "@mtoken/protocol";
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
  const stretched = await stretch({ mpin, salt, argon2 });
  const text = tuple("mtoken-1/x", "mtoken-1", "mpin", device, origin, salt, stretched);
  return bigIntFromBytes(await hmacSha512(deviceSecret, text));
}
