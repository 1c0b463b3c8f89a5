/**
 * The server's identity keys (docs/protocol.md §3): they sign what the phone believes. The private halves lie sealed in
 * the database, so that every process has them. The newest valid key signs; older ones go on verifying until their
 * time is over, and evidence for as long as they were valid when it was made.
 */
import type { CryptoKey, IdentityJwk, IdentityJwks, KeyEndorsement, TokenType } from "@mtoken/protocol";
import {
  exportPublicJwk,
  generateSigningKeyPair,
  ProtocolError,
  signToken,
  thumbprint,
} from "@mtoken/protocol";
import type { Selectable } from "kysely";
import { recordAudit } from "../audit/record.ts";
import type { Clock } from "../clock.ts";
import { later, toNumericDate } from "../clock.ts";
import type { KeyBits } from "../config.ts";
import type { Context } from "../context.ts";
import { takeLock } from "../database/advisory-lock.ts";
import type { Database, Queries, Transaction } from "../database/database.ts";
import type { IdentityKeysTable } from "../database/tables.ts";
import type { EventBus } from "../events/bus.ts";
import type { Logger } from "../log.ts";
import { tellReaders } from "../notice/write-notice.ts";
import type { Place, Sealer } from "./sealer.ts";

/** How long another process may go on without seeing a new or revoked key, should it miss the event. */
const refreshMilliseconds = 60_000;
/** A device never expires (M4), and its certificate is verified by the key that signed it: keys live long. */
const validSeconds = 20 * 365 * 24 * 3600;

type IdentityKeyRow = Selectable<IdentityKeysTable>;

export interface IdentityOptions {
  database: Database;
  sealer: Sealer;
  clock: Clock;
  events: EventBus;
  log: Logger;
  bits: KeyBits;
}

interface LoadedKey {
  jwk: IdentityJwk;
  privateKey: CryptoKey;
}

/**
 * The keys as this process holds them. Signing never reads the database: it happens inside of transactions, and
 * PGlite would wait for itself.
 */
export class Identity {
  readonly #options: IdentityOptions;
  readonly #unsubscribe: () => void;
  readonly #timer: NodeJS.Timeout;
  #keys: LoadedKey[] = [];

  constructor(options: IdentityOptions) {
    this.#options = options;
    const refresh = () => {
      this.reload().catch((error: unknown) =>
        options.log.error({ err: error }, "the identity keys could not be read"),
      );
    };
    this.#unsubscribe = options.events.subscribe("identity", refresh);
    this.#timer = setInterval(refresh, refreshMilliseconds).unref();
  }

  /** Signs with the newest key that is valid now. */
  async sign(typ: TokenType, payload: object): Promise<string> {
    const { jwk, privateKey } = this.#current();
    return signToken({ typ, payload, key: privateKey, kid: jwk.kid });
  }

  /** The newest key's word for the next one; undefined where none is good any more. */
  async endorse(next: KeyEndorsement): Promise<string | undefined> {
    const endorser = this.#newest();
    if (endorser === undefined) return undefined;
    const { jwk, privateKey } = endorser;
    return signToken({ typ: "mtoken-key+jws", payload: next, key: privateKey, kid: jwk.kid });
  }

  /** All keys there ever were: what was signed years ago must still verify. */
  jwks(): IdentityJwks {
    return { keys: this.#keys.map(({ jwk }) => jwk) };
  }

  /** The thumbprints that the phone app is to carry: every key that signs now or may later. */
  pins(): string[] {
    const now = toNumericDate(this.#options.clock.now());
    return this.#keys
      .filter(({ jwk }) => jwk.revoked === undefined && now < jwk.exp)
      .map(({ jwk }) => jwk.kid);
  }

  async reload(): Promise<void> {
    const rows = await readKeys(this.#options.database.kysely);
    const known = new Map(this.#keys.map((key) => [key.jwk.kid, key]));
    this.#keys = await Promise.all(
      rows.map(async (row) => ({
        jwk: publicEntry(row),
        privateKey: known.get(row.kid)?.privateKey ?? (await this.#openPrivateKey(row)),
      })),
    );
  }

  close(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
  }

  #current(): LoadedKey {
    const newest = this.#newest();
    if (newest) return newest;
    throw new Error("No identity key is valid now: add one.");
  }

  #newest(): LoadedKey | undefined {
    const now = toNumericDate(this.#options.clock.now());
    const usable = this.#keys.filter(
      ({ jwk }) => jwk.revoked === undefined && jwk.nbf <= now && now < jwk.exp,
    );
    return usable.at(-1);
  }

  #openPrivateKey(row: IdentityKeyRow): Promise<CryptoKey> {
    const pkcs8 = this.#options.sealer.open(place(row.kid), row.sealed_private_key);
    const algorithm = { name: "RSA-PSS", hash: "SHA-512" };
    // It lies in this process's memory either way; one that can be exported is used without waking another thread.
    return crypto.subtle.importKey("pkcs8", new Uint8Array(pkcs8), algorithm, true, ["sign"]);
  }
}

/** Opens the identity; on a database that has none yet, makes the first key. */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const { database, clock } = options;
  await database.kysely.transaction().execute(async (transaction) => {
    // Each process that starts on an empty database would else make a key of its own.
    await takeLock(transaction, "identity");
    const any = await transaction.selectFrom("identity_keys").select("kid").limit(1).executeTakeFirst();
    if (any) return;
    const key = await insertKey(transaction, options, { from: clock.now(), endorse: async () => undefined });
    await recordAudit(transaction, clock.now(), { kind: "identity.added", key });
  });
  const identity = new Identity(options);
  await identity.reload();
  return identity;
}

type Keeping = Pick<Context, "identity" | "database" | "sealer" | "clock" | "events" | "config">;

/**
 * Adds a new key that signs from `from` on. The older ones go on verifying. The key that signs now introduces it to the
 * phones (docs/decisions/0009-pins.md); a phone that doesn't hear of it before the older one is revoked needs a new
 * activation, so a later `from` is kinder.
 */
export async function rotateIdentity(
  context: Keeping,
  from: Date = context.clock.now(),
  facts: Record<string, string> = {},
): Promise<string> {
  const kid = await context.database.kysely
    .transaction()
    .execute((transaction) => addIdentityKey(context, transaction, { from, facts }));
  await readKeysAnew(context);
  return kid;
}

export interface AddIdentityKey {
  from: Date;
  /** Who did it, and how, where somebody did. */
  facts?: Record<string, string>;
}

/** The same as a part of something larger: after its commit the keys are to be read again, in each process. */
export async function addIdentityKey(
  { identity, sealer, config, clock }: Keeping,
  transaction: Transaction,
  { from, facts = {} }: AddIdentityKey,
): Promise<string> {
  await takeLock(transaction, "identity");
  const endorse = (validity: Pick<KeyEndorsement, "kid" | "nbf" | "exp">) =>
    identity.endorse({ iss: config.serverOrigin, ...validity, iat: toNumericDate(clock.now()) });
  const key = await insertKey(transaction, { sealer, bits: config.rsaBits }, { from, endorse });
  const at = clock.now();
  await recordAudit(transaction, at, { kind: "identity.added", key, ...facts });
  await tellReaders(transaction, { kind: "identity.added", data: {}, readers: "officers", at });
  return key;
}

/** For the command line: who did it stands in the facts. */
export async function revokeIdentityKey(
  context: Keeping,
  key: string,
  facts: Record<string, string> = {},
): Promise<void> {
  const at = context.clock.now();
  await context.database.kysely
    .transaction()
    .execute((transaction) => revokeKey(transaction, { key, facts, at }));
  await readKeysAnew(context);
}

export interface RevokeKey {
  key: string;
  /** Who did it, how, and why. */
  facts: Readonly<Record<string, string>>;
  at: Date;
}

/**
 * From now on nothing by this key is believed; evidence with an earlier checkpoint still is. Throws `not_found` where there is none,
 * `already_decided` where it was revoked before, and `last_identity_key` where no other one could sign: of two that are revoked at once
 * the lock leaves one. After the commit the keys are to be read again (`readKeysAnew`).
 */
export async function revokeKey(transaction: Transaction, { key, facts, at }: RevokeKey): Promise<void> {
  await takeLock(transaction, "identity");
  const keys = await readKeys(transaction);
  const revoked = keys.find(({ kid }) => kid === key);
  if (revoked === undefined) throw new ProtocolError("not_found");
  if (revoked.revoked_at !== null) throw new ProtocolError("already_decided");
  if (!keys.some((other) => other !== revoked && signsAt(other, at)))
    throw new ProtocolError("last_identity_key");
  await transaction.updateTable("identity_keys").set({ revoked_at: at }).where("kid", "=", key).execute();
  await recordAudit(transaction, at, { kind: "identity.revoked", key, ...facts });
  await tellReaders(transaction, { kind: "identity.revoked", data: {}, readers: "officers", at });
}

/** In each process. */
export async function readKeysAnew({
  identity,
  events,
}: Pick<Context, "identity" | "events">): Promise<void> {
  await identity.reload();
  events.publish("identity");
}

function signsAt({ revoked_at, valid_from, valid_until }: IdentityKeyRow, at: Date): boolean {
  return revoked_at === null && valid_from <= at && at < valid_until;
}

function readKeys(queries: Queries): Promise<IdentityKeyRow[]> {
  return queries.selectFrom("identity_keys").selectAll().orderBy("valid_from").orderBy("kid").execute();
}

interface NewKeyOptions {
  from: Date;
  endorse: (next: Pick<KeyEndorsement, "kid" | "nbf" | "exp">) => Promise<string | undefined>;
}

async function insertKey(
  queries: Queries,
  { sealer, bits }: Pick<IdentityOptions, "sealer" | "bits">,
  { from, endorse }: NewKeyOptions,
): Promise<string> {
  const pair = await generateSigningKeyPair({ bits, extractable: true });
  const jwk = await exportPublicJwk(pair.publicKey);
  const kid = await thumbprint(jwk);
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  const until = later(from, validSeconds);
  const validity = { nbf: toNumericDate(from), exp: toNumericDate(until) };
  await queries
    .insertInto("identity_keys")
    .values({
      kid,
      public_key: JSON.stringify(jwk),
      sealed_private_key: sealer.seal(place(kid), pkcs8),
      valid_from: from,
      valid_until: until,
      revoked_at: null,
      endorsement: (await endorse({ kid, ...validity })) ?? null,
    })
    .execute();
  pkcs8.fill(0);
  return kid;
}

function place(kid: string): Place {
  return { table: "identity_keys", column: "sealed_private_key", row: kid };
}

function publicEntry(row: IdentityKeyRow): IdentityJwk {
  return {
    ...row.public_key,
    kid: row.kid,
    alg: "PS512",
    use: "sig",
    nbf: toNumericDate(row.valid_from),
    exp: toNumericDate(row.valid_until),
    // What it signed within the same second, before, holds: a checkpoint, say, without which the log would not.
    ...(row.revoked_at && { revoked: toNumericDate(row.revoked_at) + 1 }),
    ...(row.endorsement !== null && { endorsement: row.endorsement }),
  };
}
