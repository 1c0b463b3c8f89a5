/**
 * PostgreSQL as an engine: a pool for transactions and writes, and a few shared connections for reads. Statements have time
 * limits, so that a lock or a slow disk turns into an error and not into a pile of waiting requests.
 */
import pg from "pg";
import type { Logger } from "../log.ts";
import type { Engine, EngineResult, Statement } from "./dialect.ts";
import { runBatch } from "./postgres-batch.ts";
import { lanesOf, PostgresReaders } from "./postgres-readers.ts";
import { isPreparedOutdated } from "./sql-state.ts";

const statementMilliseconds = 10_000;
const connectMilliseconds = 5_000;

/**
 * Every statement is prepared and finds its rows by a key: planning one anew for its values would gain nothing. But a plan
 * is kept for as long as its tables' statistics, and the first one is made while they are empty, where reading all of a
 * table looks cheapest. So the ways of reading that suit small tables are taken only where there is no index.
 */
const planning = [
  ...["plan_cache_mode=force_generic_plan", "jit=off", "enable_seqscan=off", "enable_bitmapscan=off"],
  ...["enable_hashjoin=off", "enable_mergejoin=off"],
]
  .map((setting) => `-c ${setting}`)
  .join(" ");

export interface PostgresOptions {
  url: string;
  connections: number;
  log: Logger;
}

export function postgresEngine({ url, connections, log }: PostgresOptions): Engine {
  const lanes = lanesOf(connections);
  const pool = openPool(url, connections - lanes, log);
  const readers = lanes > 0 ? new PostgresReaders(openPool(url, lanes, log), lanes) : undefined;
  return {
    ...(readers && {
      read: (statements: readonly Statement[]) => readers.read(statements),
    }),
    async take() {
      const client = await pool.connect();
      // What breaks it fails the statements under way; unheard, it would end this process besides.
      const ignore = () => {};
      client.on("error", ignore);
      let isStale = false;
      return {
        query: (statements) =>
          runAll(client, statements).catch((error: unknown) => {
            isStale ||= isPreparedOutdated(error);
            throw error;
          }),
        release(broken) {
          client.off("error", ignore);
          client.release(broken || isStale);
        },
      };
    },
    async close() {
      await readers?.close();
      await pool.end();
    },
  };
}

function openPool(url: string, max: number, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    ...clientOptions(url),
    max,
    connectionTimeoutMillis: connectMilliseconds,
  });
  // An idle connection that the server ends must not end this process; the next query opens another.
  pool.on("error", (error) => log.warn({ err: error }, "the database ended an idle connection"));
  return pool;
}

/** Throws the first error. */
async function runAll(client: pg.PoolClient, statements: readonly Statement[]): Promise<EngineResult[]> {
  const { results, error } = await runBatch(client, statements);
  if (error !== undefined) throw error;
  return results;
}

/** What every connection of ours has in common, the listening one too. */
export function clientOptions(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: "mtoken",
    statement_timeout: statementMilliseconds,
    idle_in_transaction_session_timeout: statementMilliseconds,
    keepAlive: true,
    options: `-c timezone=UTC ${planning}`,
  };
}
