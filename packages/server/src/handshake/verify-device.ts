/**
 * Whose signature is under messages 1 and 3 (docs/protocol.md §5). An unknown device costs the same work as a bad
 * signature and gets the same answer, so nobody learns which devices exist; neither charges or changes anything.
 */
import { randomBytes } from "node:crypto";
import type { RsaPublicJwk, TokenType } from "@mtoken/protocol";
import { fromB64, importVerifyKey, ProtocolError, rsaBitsOf, suites, verifyToken } from "@mtoken/protocol";
import type { GenericSchema } from "valibot";
import type { Context } from "../context.ts";
import type { DeviceRow } from "./store.ts";

export interface DeviceVerifier {
  /** Keys that nobody holds, one of each size by its bits: what an unknown device's signature is verified with. */
  strangers: ReadonlyMap<number, RsaPublicJwk>;
  /** What verifies; named here, so that a test can count what a known and an unknown device cost. */
  verify: typeof verifyToken;
}

export function makeDeviceVerifier(): DeviceVerifier {
  const strangers = new Map(suites["mtoken-1"].rsaBits.map((bits) => [bits, strangerKey(bits)]));
  return { strangers, verify: verifyToken };
}

/** A random odd number costs a verification what a product of two primes does, and takes no time to make. */
function strangerKey(bits: number): RsaPublicJwk {
  const modulus = randomBytes(bits / 8);
  modulus.writeUInt8(modulus.readUInt8(0) | 0x80, 0);
  modulus.writeUInt8(modulus.readUInt8(modulus.length - 1) | 1, modulus.length - 1);
  return { kty: "RSA", n: modulus.toString("base64url"), e: "AQAB" };
}

/** What fits no key is thrown away unread, whoever sent it. */
const smallest = 2048;

export interface DeviceMessage<T> {
  token: string;
  typ: TokenType;
  schema: GenericSchema<unknown, T>;
  /** Undefined when there is no such device. */
  device: DeviceRow | undefined;
  verifier: DeviceVerifier;
}

/** @throws {ProtocolError} `handshake_refused`, for whatever does not hold. */
export async function verifyDeviceMessage<T>(
  { config }: Context,
  { token, typ, schema, device, verifier }: DeviceMessage<T>,
): Promise<{ message: T; device: DeviceRow }> {
  const key = await importVerifyKey(keyFor(token, device, verifier));
  const message = await verifier
    .verify({ token, typ, schema, key, aud: config.serverOrigin })
    .catch((cause) => {
      throw new ProtocolError("handshake_refused", { cause });
    });
  if (device === undefined) throw new ProtocolError("handshake_refused");
  return { message, device };
}

/**
 * The work is told by the signature's length alone, whichever sizes of keys devices have: one of another length than the
 * device's key would be thrown away unread, and so tell that there is such a device, and of which size.
 */
function keyFor(token: string, device: DeviceRow | undefined, { strangers }: DeviceVerifier): RsaPublicJwk {
  const bits = fromB64(token.slice(token.lastIndexOf(".") + 1)).length * 8;
  const own = device?.device_key;
  const stranger = strangers.get(bits) ?? strangers.get(smallest);
  const key = own === undefined || rsaBitsOf(own) !== bits ? stranger : own;
  if (key === undefined) throw new ProtocolError("handshake_refused");
  return key;
}
