/**
 * Reads outside of a transaction, on a few connections that many share: what is asked in one turn of the event loop leaves
 * in one write, and the answers come in a few. Such a read takes no lock, so none waits for another's transaction; one that
 * takes long holds up those behind it on its connection alone.
 */
import type { Writable } from "node:stream";
import type pg from "pg";
import { cachedPlanOutdated, sqlState } from "./sql-state.ts";

const mostLanes = 2;

/** Of an operator's number of connections: no more than a third, and so none where there are only two. */
export function lanesOf(connections: number): number {
  return Math.min(mostLanes, Math.floor(connections / 3));
}

type Ask<Answer> = (client: pg.PoolClient) => Promise<Answer>;

export class PostgresReaders {
  readonly #pool: pg.Pool;
  readonly #lanes: Lane[];

  /** `pool` has that many connections, and nobody else takes one of them. */
  constructor(pool: pg.Pool, lanes: number) {
    this.#pool = pool;
    this.#lanes = Array.from({ length: lanes }, () => new Lane());
  }

  /** Whatever `ask` sends goes to the connection with the least to do. */
  async read<Answer>(ask: Ask<Answer>): Promise<Answer> {
    const lane = this.#lanes.reduce((best, next) => (next.underWay < best.underWay ? next : best));
    return lane.use(this.#pool, ask);
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
    await this.#pool.end();
  }
}

class Lane {
  underWay = 0;
  #client: Promise<pg.PoolClient> | undefined;
  #corked = false;
  readonly #dropped = new WeakSet<pg.PoolClient>();

  async use<Answer>(pool: pg.Pool, ask: Ask<Answer>): Promise<Answer> {
    this.underWay += 1;
    try {
      const client = await (this.#client ??= this.#connect(pool));
      this.#cork(client);
      return await ask(client).catch((error: unknown) => {
        if (sqlState(error) === cachedPlanOutdated) this.#drop(client);
        throw error;
      });
    } finally {
      this.underWay -= 1;
    }
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    if (client) this.#drop(client);
  }

  /** The reads that are under way on it end first. */
  #drop(client: pg.PoolClient): void {
    if (this.#dropped.has(client)) return;
    this.#dropped.add(client);
    this.#client = undefined;
    client.release(true);
  }

  /** A connection that breaks fails what is under way on it; the next read opens another. */
  #connect(pool: pg.Pool): Promise<pg.PoolClient> {
    const connecting = pool.connect().then((client) => {
      client.on("error", () => this.#drop(client));
      return client;
    });
    connecting.catch(() => {
      if (this.#client === connecting) this.#client = undefined;
    });
    return connecting;
  }

  #cork(client: pg.PoolClient): void {
    if (this.#corked) return;
    this.#corked = true;
    const stream = streamOf(client);
    stream.cork();
    setImmediate(() => {
      this.#corked = false;
      stream.uncork();
    });
  }
}

/** Where a client writes. Its type does not tell of it, and holding it back for a moment is all that is done with it. */
export function streamOf(client: pg.PoolClient): Writable {
  return (client as unknown as { connection: { stream: Writable } }).connection.stream;
}
