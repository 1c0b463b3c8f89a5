/**
 * Whose signature is under messages 1 and 3 (docs/protocol.md §5). An unknown device costs the same work as a bad
 * signature and gets the same answer, so nobody learns which devices exist; neither charges or changes anything.
 */
import type { RsaBits, RsaPublicJwk, TokenType } from "@mtoken/protocol";
import {
  exportPublicJwk,
  generateSigningKeyPair,
  importVerifyKey,
  ProtocolError,
  verifyToken,
} from "@mtoken/protocol";
import type { GenericSchema } from "valibot";
import type { Context } from "../context.ts";
import type { DeviceRow } from "./store.ts";

export interface DeviceVerifier {
  /** A key that nobody holds: what an unknown device's signature is verified with. */
  stranger: RsaPublicJwk;
  /** What verifies; named here, so that a test can count what a known and an unknown device cost. */
  verify: typeof verifyToken;
}

export async function makeDeviceVerifier(bits: RsaBits): Promise<DeviceVerifier> {
  const { publicKey } = await generateSigningKeyPair({ bits, extractable: false });
  return { stranger: await exportPublicJwk(publicKey), verify: verifyToken };
}

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
  const key = await importVerifyKey(device?.device_key ?? verifier.stranger);
  const message = await verifier
    .verify({ token, typ, schema, key, aud: config.serverOrigin })
    .catch((cause) => {
      throw new ProtocolError("handshake_refused", { cause });
    });
  if (device === undefined) throw new ProtocolError("handshake_refused");
  return { message, device };
}
