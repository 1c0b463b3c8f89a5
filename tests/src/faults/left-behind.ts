/**
 * What a killed server left in its database, read before another one starts on it; and the moment between the charge
 * of a try and the block that follows, as near as either database lets it be seen from outside.
 */
import { watch } from "node:fs";
import { join } from "node:path";
import type { DeviceId } from "@mtoken/protocol";
import type { Config, Context, DeviceStatus } from "@mtoken/server";
import { openContext } from "@mtoken/server";
import type { Exchanges } from "./exchanges.ts";
import type { TriesOnRecord } from "./tries-ledger.ts";

/** How a device stands in the database. */
export interface DeviceOnRecord extends TriesOnRecord {
  status: DeviceStatus;
}

/** A moment that the server was brought to. */
interface Moment {
  /** Resolves when it is there. */
  reached: Promise<void>;
  /** Lets whatever was held for it go on. */
  release(): Promise<void>;
}

/** The database of a server that comes and goes. */
export interface LeftBehind {
  /** Whether it can be read while the server runs. */
  readonly isShared: boolean;
  read<T>(work: (context: Context) => Promise<T>): Promise<T>;
  /** The next proof of this device is charged, and what comes of it is not written yet. */
  betweenChargeAndBlock(device: DeviceId, exchanges: Exchanges): Promise<Moment>;
  close(): Promise<void>;
}

/** PGlite belongs to one process: it is opened for each reading. */
export function onPglite(config: Config): LeftBehind {
  return {
    isShared: false,
    read: (work) => withContext(config, work),
    // Its log is written first by the charge, after message 3 was sent: what is killed then has hardly gone on.
    async betweenChargeAndBlock(_device, exchanges) {
      const leave = new AbortController();
      const reached = exchanges
        .after(2)
        .then(() => firstChange(join(config.dataDirectory, "database", "pg_wal"), leave.signal));
      return { reached, release: async () => leave.abort() };
    },
    close: async () => undefined,
  };
}

/** PostgreSQL is looked at from a connection of its own. */
export async function onPostgres(config: Config): Promise<LeftBehind> {
  const { context, close } = await openContext(config);
  return {
    isShared: true,
    read: (work) => work(context),
    betweenChargeAndBlock: (device) => holdBlock(context, device),
    close,
  };
}

export async function devicesOnRecord({ database }: Context): Promise<Map<DeviceId, DeviceOnRecord>> {
  const rows = await database.kysely.selectFrom("devices").selectAll().execute();
  return new Map(
    rows.map(({ id, status, tries, tries_allowed, wrong_proofs }) => [
      id,
      { status, tries, allowed: tries_allowed, wrongBefore: wrong_proofs.length },
    ]),
  );
}

async function withContext<T>(config: Config, work: (context: Context) => Promise<T>): Promise<T> {
  const { context, close } = await openContext(config);
  try {
    return await work(context);
  } finally {
    await close();
  }
}

function firstChange(folder: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, { signal }, () => {
      watcher.close();
      resolve();
    });
    watcher.once("error", () => resolve());
  });
}

/** A block deletes the device's sessions: who holds one of them stops it, and not the charge before it. */
async function holdBlock({ database: { kysely } }: Context, device: DeviceId): Promise<Moment> {
  const triesOf = async () =>
    (await kysely.selectFrom("devices").select("tries").where("id", "=", device).executeTakeFirstOrThrow())
      .tries;
  const before = await triesOf();
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const holding = kysely.transaction().execute(async (transaction) => {
    const sessions = await transaction
      .selectFrom("sessions")
      .select("id")
      .where("device_id", "=", device)
      .forUpdate()
      .execute();
    if (sessions.length === 0) throw new Error("The device has no session to hold.");
    held.resolve();
    await released.promise;
  });
  await Promise.race([held.promise, holding]);
  let isOver = false;
  return {
    reached: (async () => {
      while (!isOver && (await triesOf()) === before);
    })(),
    async release() {
      isOver = true;
      released.resolve();
      await holding;
    },
  };
}
