/**
 * PostgreSQL as an engine. Every statement with parameters is prepared once per connection under a name made from its
 * text, so that PostgreSQL parses and plans it once; statements have time limits, so that a lock or a slow disk
 * turns into an error and not into a pile of waiting requests.
 */
import { createHash } from "node:crypto";
import pg from "pg";
import type { Logger } from "../log.ts";
import type { Engine, EngineResult, Statement } from "./dialect.ts";
import { lanesOf, PostgresReaders, streamOf } from "./postgres-readers.ts";
import { cachedPlanOutdated, sqlState } from "./sql-state.ts";
import { valueParsers } from "./value-parsers.ts";

const statementMilliseconds = 10_000;
const connectMilliseconds = 5_000;
/** Past this many different texts a statement goes unnamed: the server keeps every named one. */
const namedStatements = 500;

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
      read: (statements: readonly Statement[]) => readers.read((client) => answersOf(client, statements)),
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
            isStale ||= sqlState(error) === cachedPlanOutdated;
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
    pipeline: true,
    connectionTimeoutMillis: connectMilliseconds,
  });
  // An idle connection that the server ends must not end this process; the next query opens another.
  pool.on("error", (error) => log.warn({ err: error }, "the database ended an idle connection"));
  return pool;
}

/** All of them leave in one write, each with its answer to come. What follows an error fails, as in any transaction. */
async function runAll(client: pg.PoolClient, statements: readonly Statement[]): Promise<EngineResult[]> {
  const stream = streamOf(client);
  stream.cork();
  const answers = answersOf(client, statements);
  stream.uncork();
  return answers;
}

async function answersOf(client: pg.PoolClient, statements: readonly Statement[]): Promise<EngineResult[]> {
  const outcomes = await Promise.allSettled(
    statements.map((statement) => client.query(queryConfig(statement))),
  );
  return outcomes.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    const { command, rows, rowCount } = outcome.value;
    return { command, rows, affected: command === "SELECT" ? undefined : (rowCount ?? undefined) };
  });
}

/** What every connection of ours has in common, the listening one too. */
export function clientOptions(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: "mtoken",
    statement_timeout: statementMilliseconds,
    idle_in_transaction_session_timeout: statementMilliseconds,
    keepAlive: true,
    // Every statement is prepared and finds its rows by a key: planning one anew for its values would gain nothing.
    options: "-c timezone=UTC -c plan_cache_mode=force_generic_plan -c jit=off",
    types: { getTypeParser },
  };
}

function getTypeParser(oid: number, format?: "text" | "binary") {
  const parser = format === "binary" ? undefined : valueParsers[oid];
  return parser ?? pg.types.getTypeParser(oid, format);
}

const statementNames = new Map<string, string>();

function queryConfig({ sql: text, parameters }: Statement): pg.QueryConfig {
  if (parameters.length === 0) return { text };
  const name = nameOf(text);
  return { text, values: [...parameters], ...(name !== undefined && { name }) };
}

function nameOf(text: string): string | undefined {
  const known = statementNames.get(text);
  if (known !== undefined || statementNames.size >= namedStatements) return known;
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 24);
  statementNames.set(text, name);
  return name;
}
