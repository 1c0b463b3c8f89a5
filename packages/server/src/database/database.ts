/**
 * Opens the database that the configuration names: PostgreSQL by `DATABASE_URL`, else PGlite in the data directory.
 * Both speak the same SQL, run the same migrations, and return the same JavaScript values.
 */
import { join } from "node:path";
import { Kysely, type Transaction as KyselyTransaction, sql } from "kysely";
import type { Config } from "../config.ts";
import type { Logger } from "../log.ts";
import { StartError } from "../operator-error.ts";
import { EngineDialect } from "./dialect.ts";
import { takeDirectory } from "./directory-lock.ts";
import { migrate } from "./migrate.ts";
import { openPglite } from "./pglite.ts";
import { pgliteEngine } from "./pglite-engine.ts";
import { postgresEngine } from "./postgres-engine.ts";
import type { Tables } from "./tables.ts";

export type Transaction = KyselyTransaction<Tables>;
/** For what only reads, or is one statement: the database itself, or a transaction on it. */
export type Queries = Kysely<Tables>;

export interface Database {
  kysely: Kysely<Tables>;
  engine: "pglite" | "postgresql";
  close(): Promise<void>;
}

/** The data directory's name for "keep it in memory": tests, and nothing else. */
export const inMemory = "memory";

export async function openDatabase(
  config: Pick<Config, "dataDirectory" | "databaseUrl" | "databaseConnections">,
  log: Logger,
): Promise<Database> {
  const database = config.databaseUrl
    ? await openServer(config.databaseUrl, config.databaseConnections, log)
    : await openEmbedded(config.dataDirectory);
  try {
    await migrate(database.kysely);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

async function openServer(url: string, connections: number, log: Logger): Promise<Database> {
  const kysely = new Kysely<Tables>({
    dialect: new EngineDialect(postgresEngine({ url, connections, log })),
  });
  try {
    await sql`select 1`.execute(kysely);
  } catch (cause) {
    await kysely.destroy();
    // Without the address: it may hold a password.
    throw new StartError(`The database that DATABASE_URL names can't be reached: ${reasonOf(cause)}.`, {
      cause,
    });
  }
  return { kysely, engine: "postgresql", close: () => kysely.destroy() };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "it failed without a reason";
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.message;
}

async function openEmbedded(dataDirectory: string): Promise<Database> {
  if (dataDirectory === inMemory) return wrapPglite(await openPglite(undefined), async () => {});
  const release = await takeDirectory(dataDirectory);
  try {
    return wrapPglite(await openPglite(join(dataDirectory, "database")), release);
  } catch (error) {
    await release();
    throw error;
  }
}

function wrapPglite(pglite: Awaited<ReturnType<typeof openPglite>>, release: () => Promise<void>): Database {
  const kysely = new Kysely<Tables>({ dialect: new EngineDialect(pgliteEngine(pglite)) });
  return {
    kysely,
    engine: "pglite",
    async close() {
      await kysely.destroy();
      await release();
    },
  };
}
