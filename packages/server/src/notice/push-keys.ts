/**
 * The keys by which push services know this server (RFC 8292, VAPID): pairs of P-256 of which the private halves lie sealed in
 * the database, so that every process has them. A browser subscribes for one key; after a rotation its subscription
 * goes on by the older one until the phone subscribes anew, at its next unlocking.
 */
import { createECDH, randomUUID } from "node:crypto";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { takeLock } from "../database/advisory-lock.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Place } from "../keys/sealer.ts";

type Keeping = Pick<Context, "database" | "sealer" | "clock">;

/** What a message is signed with, both halves as base64url. */
export interface PushKeyPair {
  publicKey: string;
  privateKey: string;
}

export interface PublicPushKey {
  kid: string;
  public_key: string;
}

/** Makes the first key where there is none yet. */
export async function ensurePushKey(context: Keeping): Promise<void> {
  await context.database.kysely.transaction().execute(async (transaction) => {
    // Each process that starts on an empty database would else make one of its own.
    await takeLock(transaction, "push-keys");
    if ((await findPushKey(transaction)) === undefined) await insertKey(transaction, context);
  });
}

/** Adds a key for subscriptions from now on; gives back its public half. */
export async function rotatePushKey(context: Keeping): Promise<string> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    await takeLock(transaction, "push-keys");
    return insertKey(transaction, context);
  });
}

/** The key that phones subscribe for now. */
export function findPushKey(queries: Queries): Promise<PublicPushKey | undefined> {
  return queries
    .selectFrom("push_keys")
    .select(["kid", "public_key"])
    .orderBy("created_at", "desc")
    .orderBy("kid")
    .limit(1)
    .executeTakeFirst();
}

export async function openPushKey(
  { database, sealer }: Pick<Context, "database" | "sealer">,
  kid: string,
): Promise<PushKeyPair> {
  const row = await database.kysely
    .selectFrom("push_keys")
    .select(["public_key", "sealed_private_key"])
    .where("kid", "=", kid)
    .executeTakeFirstOrThrow();
  const privateKey = sealer.open(place(kid), row.sealed_private_key);
  return { publicKey: row.public_key, privateKey: privateKey.toString("base64url") };
}

async function insertKey(transaction: Transaction, { sealer, clock }: Keeping): Promise<string> {
  const pair = createECDH("prime256v1");
  const publicKey = pair.generateKeys().toString("base64url");
  const kid = randomUUID();
  const at = clock.now();
  const key = padded(pair.getPrivateKey());
  await transaction
    .insertInto("push_keys")
    .values({
      kid,
      public_key: publicKey,
      sealed_private_key: sealer.seal(place(kid), key),
      created_at: at,
    })
    .execute();
  key.fill(0);
  await recordAudit(transaction, at, { kind: "push.key-added", key: publicKey });
  return publicKey;
}

/** 32 bytes: a scalar with leading zeros comes shorter. */
function padded(scalar: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(32 - scalar.length), scalar]);
}

function place(kid: string): Place {
  return { table: "push_keys", column: "sealed_private_key", row: kid };
}
