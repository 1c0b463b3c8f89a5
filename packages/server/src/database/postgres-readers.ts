/**
 * Reads outside of a transaction, on a few connections that many share: what is asked in one turn of the event loop, or while
 * earlier answers are awaited, leaves as one batch. Such a read takes no lock, so none waits for another's transaction; one
 * that takes long holds up those behind it on its connection alone.
 */
import type pg from "pg";
import type { EngineResult, Statement } from "./dialect.ts";
import { type Outcome, runBatch } from "./postgres-batch.ts";
import { isPreparedOutdated } from "./sql-state.ts";

const mostLanes = 2;

/** Of an operator's number of connections: no more than a third, and so none where there are only two. */
export function lanesOf(connections: number): number {
  return Math.min(mostLanes, Math.floor(connections / 3));
}

interface Read {
  statements: readonly Statement[];
  resolve(results: EngineResult[]): void;
  reject(error: unknown): void;
}

export class PostgresReaders {
  readonly #pool: pg.Pool;
  readonly #lanes: readonly Lane[];

  /** `pool` has that many connections, and nobody else takes one of them. */
  constructor(pool: pg.Pool, lanes: number) {
    this.#pool = pool;
    this.#lanes = Array.from({ length: lanes }, () => new Lane(pool));
  }

  /** Runs them on the connection with the least to do. */
  read(statements: readonly Statement[]): Promise<EngineResult[]> {
    const lane = this.#lanes.reduce((best, next) => (next.underWay < best.underWay ? next : best));
    return lane.read(statements);
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
    await this.#pool.end();
  }
}

class Lane {
  underWay = 0;
  readonly #pool: pg.Pool;
  readonly #dropped = new WeakSet<pg.PoolClient>();
  #client: Promise<pg.PoolClient> | undefined;
  #asked: Read[] = [];
  #isRunning = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async read(statements: readonly Statement[]): Promise<EngineResult[]> {
    this.underWay += 1;
    try {
      return await new Promise((resolve, reject) => {
        this.#asked.push({ statements, resolve, reject });
        this.#start();
      });
    } finally {
      this.underWay -= 1;
    }
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    if (client) this.#drop(client);
  }

  #start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    setImmediate(() => this.#runAll());
  }

  async #runAll(): Promise<void> {
    while (this.#asked.length > 0) {
      const reads = this.#asked;
      this.#asked = [];
      this.#asked.unshift(...(await this.#run(reads)));
    }
    this.#isRunning = false;
  }

  /** Gives back those that must be asked again. */
  async #run(reads: readonly Read[]): Promise<Read[]> {
    try {
      const client = await (this.#client ??= this.#connect());
      const outcome = await runBatch(
        client,
        reads.flatMap(({ statements }) => statements),
      );
      if (outcome.isBroken || isPreparedOutdated(outcome.error)) this.#drop(client);
      return settle(reads, outcome);
    } catch (error) {
      for (const { reject } of reads) reject(error);
      return [];
    }
  }

  #drop(client: pg.PoolClient): void {
    if (this.#dropped.has(client)) return;
    this.#dropped.add(client);
    this.#client = undefined;
    client.release(true);
  }

  /** A connection that breaks fails what is under way on it; the next read opens another. */
  #connect(): Promise<pg.PoolClient> {
    const connecting = this.#pool.connect().then((client) => {
      client.on("error", () => this.#drop(client));
      return client;
    });
    connecting.catch(() => {
      if (this.#client === connecting) this.#client = undefined;
    });
    return connecting;
  }
}

/**
 * Gives each read its results. An error is its own read's alone: those behind it were not run, and are given back to be asked
 * again; but when the connection is what failed all of them fail, so that nobody waits for a database that is away.
 */
function settle(reads: readonly Read[], { results, error, isBroken }: Outcome): Read[] {
  let used = 0;
  for (const [index, { statements, resolve, reject }] of reads.entries()) {
    const own = results.slice(used, used + statements.length);
    used += own.length;
    if (own.length < statements.length) {
      const behind = reads.slice(index + 1);
      reject(error);
      if (!isBroken) return behind;
      for (const read of behind) read.reject(error);
      return [];
    }
    resolve(own);
  }
  return [];
}
