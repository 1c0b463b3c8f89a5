/**
 * What a proof is held against (docs/protocol.md §5): the mPIN, or the device's passkey, each with a verifier, a salt and tries of its own.
 * Reading a passkey costs the mPIN's handshake nothing: it is asked for where a message names it.
 */
import type { DeviceId, Factor, HandshakeId, Refusal } from "@mtoken/protocol";
import { triesAllowed } from "@mtoken/protocol";
import type { PasskeyRow, PasskeyStanding } from "../biometrics/store.ts";
import { standingQuery, triedStandingQuery } from "../biometrics/store.ts";
import type { Queries } from "../database/database.ts";
import { sendTogether } from "../database/send.ts";
import type { Place } from "../keys/sealer.ts";
import type { DeviceRow } from "./store.ts";
import { deviceQuery, findDevice, handshakeQuery, triedDeviceQuery } from "./store.ts";
import { mostTold } from "./tries-store.ts";

/** A passkey as it stands: not there where it was removed, or where there never was one. */
export interface FoundPasskey {
  allowed: boolean;
  row: PasskeyRow | undefined;
}

/** What message 2 says of a factor, and where its verifier lies. */
export interface ProvenFactor {
  salt: Buffer;
  argon2: DeviceRow["argon2"] | undefined;
  triesLeft: number;
  wrongTries: number;
  /** Up to which of the device's wrong mPINs that tells; 0 where it tells of none. */
  told: number;
  verifier: { place: Place; sealed: Buffer };
}

/** The device that message 1 names, with its passkey if that is what it is about; in one round trip. */
export async function findProver(
  queries: Queries,
  { device, factor }: { device: DeviceId; factor: Factor },
): Promise<{ device: DeviceRow | undefined; passkey?: FoundPasskey }> {
  if (factor === "mpin") return { device: await findDevice(queries, device) };
  const [devices, standings] = await sendTogether(
    queries,
    deviceQuery({ id: device }),
    standingQuery({ device }),
  );
  return { device: devices[0], passkey: readPasskey(standings[0]) ?? { allowed: false, row: undefined } };
}

function readPasskey(standing: PasskeyStanding | undefined): FoundPasskey | undefined {
  if (standing === undefined) return undefined;
  const { allowed, ...row } = standing;
  return { allowed, row: isThere(row) ? row : undefined };
}

function isThere(row: Omit<PasskeyStanding, "allowed">): row is PasskeyRow {
  return row.device_id !== null;
}

/** Why a passkey opens nothing, whatever it would prove: said at once, and no try charged. */
export function barOf({ allowed, row }: FoundPasskey): Refusal["reason"] | undefined {
  if (!allowed) return "biometric-refused";
  return row === undefined ? "biometric-removed" : undefined;
}

/** Undefined where there is no verifier. */
export function provenFactorOf(
  device: DeviceRow,
  passkey: FoundPasskey | undefined,
): ProvenFactor | undefined {
  if (passkey) return passkey.row && provenPasskey(passkey.row);
  if (device.sealed_verifier === null) return undefined;
  const wrongTries = Math.min(device.tries_wrong - device.tries_told, mostTold);
  return {
    ...{ salt: device.salt, argon2: device.argon2 },
    ...{ triesLeft: device.tries_allowed - device.tries, wrongTries },
    told: wrongTries > 0 ? device.tries_told + wrongTries : 0,
    verifier: {
      place: { table: "devices", column: "sealed_verifier", row: device.id },
      sealed: device.sealed_verifier,
    },
  };
}

function provenPasskey({ device_id, salt, tries, sealed_verifier }: PasskeyRow): ProvenFactor {
  return {
    ...{ salt, argon2: undefined, triesLeft: triesAllowed - tries, wrongTries: tries, told: 0 },
    verifier: {
      place: { table: "biometric_factors", column: "sealed_verifier", row: device_id },
      sealed: sealed_verifier,
    },
  };
}

/** The handshake, its device and the device's passkey, for message 3; in one round trip. */
export async function findPasskeyAttempt(queries: Queries, id: HandshakeId) {
  const [handshakes, devices, standings] = await sendTogether(
    queries,
    handshakeQuery({ id }),
    triedDeviceQuery({ id }),
    triedStandingQuery({ id }),
  );
  return { handshake: handshakes[0], device: devices[0], found: readPasskey(standings[0]) };
}
