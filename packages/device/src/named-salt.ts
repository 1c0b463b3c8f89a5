/**
 * What message 2 names (docs/protocol.md §5) has to be something that the phone itself stores: whoever could choose salt and
 * parameters could make the phone's proof a test of mPINs [F].
 */
import type { Bytes, Handshake2 } from "@mtoken/protocol";
import { equalBytes, fromB64 } from "@mtoken/protocol";
import { DeviceError } from "./errors.ts";
import type { DeviceKeys, MpinKeys } from "./vault-record.ts";

/** The mPIN that message 2 names, by salt and parameters: the one of before, or one whose change was not answered. */
export function namedMpin(message: Handshake2, keys: DeviceKeys): MpinKeys {
  const named = [keys, keys.next].find((stored) => stored && isNamed(message, stored));
  if (named === undefined) throw new DeviceError("untrusted_answer");
  return { salt: named.salt, argon2: named.argon2 };
}

function isNamed({ salt, argon2: asked }: Handshake2, stored: MpinKeys): boolean {
  const { m, t, p } = stored.argon2;
  const isAsSlow = asked?.m === m && asked.t === t && asked.p === p;
  return isAsSlow && equalBytes(fromB64(salt), stored.salt);
}

/** A passkey's handshake says nothing of Argon2id: nobody makes the phone take one factor for the other. */
export function namedPasskeySalt({ salt: text, argon2 }: Handshake2, keys: DeviceKeys): Bytes {
  const salt = fromB64(text);
  const isStored = [keys.passkey, keys.nextPasskey].some((stored) => stored && equalBytes(stored.salt, salt));
  if (argon2 !== undefined || !isStored) throw new DeviceError("untrusted_answer");
  return salt;
}
