/**
 * What the device needs from the world around it: a place for its vault, a way to its server, a clock, and the
 * identity keys that it trusts. A page, a command line and a test each bring their own.
 */
import type { Argon2Parameters, Bytes } from "@mtoken/protocol";
import type { Stretch } from "./stretch.ts";
import type { VaultRecord } from "./vault-record.ts";

/**
 * Where the one record of a device is kept. `write` replaces the record as a whole and resolves only once it would
 * survive a crash: the device stores its counter before it sends it.
 */
export interface VaultStorage {
  read(): Promise<VaultRecord | undefined>;
  write(record: VaultRecord): Promise<void>;
  clear(): Promise<void>;
  /**
   * Does work that reads and writes while nobody else does, in other windows of the app least of all: else one of
   * them could bring back the keys that another has just erased. Left out where there is but one.
   */
  exclusively?<T>(work: () => Promise<T>): Promise<T>;
}

/** An HTTP answer, whatever its status. `contentType` is the header's text, or empty. */
export interface TransportAnswer {
  status: number;
  contentType: string;
  body: string;
}

/**
 * The way to the device's own server, and to no other. Rejects when no answer came in time; the device calls that
 * `offline` and has changed nothing by it. What the server made of a message whose answer was lost, nobody knows.
 */
export interface Transport {
  /** The server origin, as in `https://app.example.com`: what links, QR codes and tokens are held against. */
  readonly origin: string;
  get(path: string): Promise<TransportAnswer>;
  post(path: string, body: string, contentType: string): Promise<TransportAnswer>;
}

/** Milliseconds since 1970, as from `Date.now()`: a clock that goes on while the phone sleeps. */
export interface Clock {
  now(): number;
}

/** What a passkey is made or used with. */
interface PasskeyRequest {
  /** The relying party's id: the host of the server origin. */
  host: string;
  challenge: Bytes;
  /** Where the passkey's PRF is evaluated (`eval.first`). */
  prfInput: Bytes;
}

/** What a passkey is made with: by this phone's own authenticator, its user verified. */
export interface CreatePasskey extends PasskeyRequest {
  userHandle: Bytes;
}

/** What a passkey is used with. */
export interface AssertPasskey extends PasskeyRequest {
  credential: Bytes;
}

/** A passkey that was just made. */
export interface CreatedPasskey {
  credential: Bytes;
  attestationObject: Bytes;
  clientData: Bytes;
  /** Whether it has a PRF. */
  hasPrf: boolean;
  /** The PRF's output; many authenticators give it with an assertion alone. */
  prf: Bytes | undefined;
}

/** A passkey's signature. */
export interface AssertedPasskey {
  authenticatorData: Bytes;
  clientData: Bytes;
  signature: Bytes;
  prf: Bytes | undefined;
}

/**
 * The phone's own passkeys, behind fingerprint, face or screen lock. Making and using one rejects when the user said no, was not recognised or took
 * too long, and when the passkey is no longer there: which of these it was, browsers don't tell.
 */
export interface Passkeys {
  /** Whether this phone has what it takes, as far as can be known before one is made. */
  available(): Promise<boolean>;
  create(options: CreatePasskey): Promise<CreatedPasskey>;
  assert(options: AssertPasskey): Promise<AssertedPasskey>;
}

/** Everything that a {@link Device} stands on. */
export interface Ports {
  storage: VaultStorage;
  transport: Transport;
  clock: Clock;
  /** The app's name and version, as in `mtoken-phone/1.4.0+5f0c2a91be77`: the server may have withdrawn it. */
  app: string;
  /**
   * The thumbprints of the identity keys that this app carries. An activation begins with them and keeps them; from
   * then on only the kept ones count, and the keys that these introduce.
   */
  pins(): Promise<string[]>;
  /** Makes keys that can be exported, for a vault that is a file. A phone never sets it. */
  extractableKeys?: boolean;
  /** Argon2id: `stretchMpin` of `@mtoken/device/stretch` in this thread; a page passes one that runs it in a worker. */
  stretch: Stretch;
  /** Makes ready for the next `stretch`, where that takes time: an mPIN is being typed. */
  prepareStretch?(argon2: Argon2Parameters): void;
  /** Left out where there are none: then the mPIN alone opens the device. */
  passkeys?: Passkeys;
  /** How many milliseconds Argon2id may take on this phone; 1,000 by default. */
  stretchBudget?: number;
}
