/**
 * The one record that a phone keeps (docs/protocol.md §3). Nothing in it allows a test of an mPIN: no mPIN, no
 * verifier, no tag; and nothing of it opens the signing key without the share, which only the server keeps.
 *
 * A storage that clones structures (IndexedDB) keeps it as it is, its keys non-extractable. A storage that is a
 * file goes through {@link exportVault} and {@link importVault}.
 */
import type {
  ActivationId,
  Argon2Parameters,
  Bytes,
  Certificate,
  CryptoKey,
  DeviceId,
  IdentityJwks,
  KeyPair,
  RsaPublicJwk,
  SrpBits,
} from "@mtoken/protocol";
import type { MpinPolicy } from "./mpin-rules.ts";

/** What the vault holds. No record at all: the phone was never activated, or forgot. */
export type VaultRecord = ActivatingRecord | ActivatedRecord | EndedRecord;

/** The server that the phone is activated with, and whose signatures it takes. */
export interface TrustedServer {
  origin: string;
  /** Thumbprints of the identity keys that were trusted at activation, and of those that they introduced since. */
  pins: string[];
  /** The identity keys as last fetched, only those that are pinned. */
  jwks: IdentityJwks;
  /** When they were fetched, in seconds since 1970. */
  fetchedAt: number;
}

/** What an mPIN is stretched with. */
export interface MpinKeys {
  salt: Bytes;
  argon2: Argon2Parameters;
}

/** The phone's part of a passkey: nothing of it opens anything without the authenticator. */
export interface PasskeyKeys {
  credential: Bytes;
  /** Message 2 names it. */
  salt: Bytes;
}

/** The keys that never change in the life of a device, and what belongs to the mPIN. */
export interface DeviceKeys extends MpinKeys {
  device: DeviceId;
  /** DK: signs messages 1 and 3 of every handshake. */
  deviceKey: KeyPair;
  /** ds: without it nobody searches for the mPIN, whatever else was stolen. */
  deviceSecret: CryptoKey;
  /** SRP's group, by its size; fixed at activation. */
  group: SrpBits;
  /** Of an mPIN that may be in force, or not: the server was asked to change to it, and has not answered yet. */
  next?: MpinKeys;
  /** The passkey that may stand in the mPIN's place. */
  passkey?: PasskeyKeys;
  /** One that may be enrolled, or not: the server was asked to, and has not answered yet. */
  nextPasskey?: PasskeyKeys;
  /** The counter of the last message 1 that may have been sent. */
  counter: number;
  /** What the server last signed about the tries, so that a warning outlives a restart. */
  triesLeft: number;
}

/** SK as it is stored: PKCS #8 under AES-256-GCM and a key that takes the server's share. */
export interface WrappedSigningKey {
  publicKey: RsaPublicJwk;
  wrapped: Bytes;
  iv: Bytes;
}

/**
 * How far an activation has come, whatever crash came between.
 * `register`: the link and the code are needed (again). `send`: the sealed message is ready and may have been sent; its
 * answer key opens nothing but the answer. `prove`: the server took it, and the mPIN alone is needed to go on.
 */
export type ActivationStep =
  | { name: "register" }
  | { name: "send"; message: string; messageHash: string; answerKey: Bytes }
  | { name: "prove" };

/** An activation under way. */
export interface ActivatingRecord {
  schema: 1;
  kind: "activating";
  server: TrustedServer;
  keys: DeviceKeys;
  activation: ActivationId;
  mpin: MpinPolicy;
  step: ActivationStep;
  /** Null until the first handshake brought the share. */
  signingKey: WrappedSigningKey | null;
}

/** A device with its certificate. */
export interface ActivatedRecord {
  schema: 1;
  kind: "activated";
  server: TrustedServer;
  keys: DeviceKeys;
  mpin: MpinPolicy;
  signingKey: WrappedSigningKey;
  /** The token, exactly as the server sent it: its fingerprint covers these characters. */
  certificate: string;
  /** Whose device it is, as the certificate says: no envelope for anybody else is shown. */
  owner: Pick<Certificate, "user" | "company">;
  status: "active" | "awaiting-approval";
}

/** Why a device ended for good. */
export type EndReason = "blocked" | "deactivated";

/** What is left of a device that ended: the reason, and no key. */
interface EndedRecord {
  schema: 1;
  kind: "ended";
  reason: EndReason;
  origin: string;
}

/** Whether a stored value is a record that this version understands. What it holds was written by this device. */
export function isVaultRecord(value: unknown): value is VaultRecord {
  if (typeof value !== "object" || value === null) return false;
  const { schema, kind } = value as { schema?: unknown; kind?: unknown };
  return schema === 1 && (kind === "activating" || kind === "activated" || kind === "ended");
}
