/**
 * Durable writes on the server's own database with as little around them as can be: prepared statements over the bare
 * driver on PostgreSQL, and on PGlite, which is one connection inside of the server's process, through that one.
 */
import { randomUUID } from "node:crypto";
import type { Context } from "@mtoken/server";
import { CompiledQuery, type Kysely } from "kysely";
import pg from "pg";
import type { Work } from "./primitives.ts";

export interface BareDatabase {
  work(): Work[];
  close(): Promise<void>;
}

type Query = (text: string, values: unknown[]) => Promise<unknown>;

interface Engine {
  once(work: (query: Query) => Promise<unknown>): Promise<unknown>;
  inTransaction(work: (query: Query) => Promise<unknown>): Promise<unknown>;
  close(): Promise<void>;
}

const createTable = "create table if not exists bench_rows (id uuid primary key, value text not null)";
const insertRow = "insert into bench_rows (id, value) values ($1, $2)";
const updateRow = "update bench_rows set value = $2 where id = $1";
/** As long as a request's row with its tokens is on average, while it lives. */
const value = "x".repeat(1000);

export async function openBareDatabase({ config, database }: Context): Promise<BareDatabase> {
  const engine = config.databaseUrl ? bareClients(config.databaseUrl) : bareKysely(database.kysely);
  await engine.once((query) => query(createTable, []));
  return { work: () => durableWork(engine), close: () => engine.close() };
}

/**
 * On their own: interaction, two challenges, message 1, two calls' seq, the code used up. In transactions of several rows:
 * page begins, try charged, session opened, claim, decision, redemption.
 */
function durableWork(engine: Engine): Work[] {
  return [
    {
      name: "durable statement",
      perSignIn: 7,
      once: () => engine.once((query) => query(insertRow, [randomUUID(), value])),
    },
    {
      name: "durable transaction of three rows",
      perSignIn: 6,
      once: () => {
        const id = randomUUID();
        return engine.inTransaction(async (query) => {
          await query(insertRow, [id, value]);
          await query(insertRow, [randomUUID(), value]);
          await query(updateRow, [id, value]);
        });
      },
    },
  ];
}

function bareClients(url: string): Engine {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const queryOf =
    (client: pg.ClientBase): Query =>
    (text, values) =>
      client.query({ text, values, ...(values.length > 0 && { name: text }) });
  const once: Engine["once"] = async (work) => {
    const client = await pool.connect();
    try {
      return await work(queryOf(client));
    } finally {
      client.release();
    }
  };
  return {
    once,
    inTransaction: (work) =>
      once(async (query) => {
        await query("begin", []);
        await work(query);
        await query("commit", []);
      }),
    close: () => pool.end(),
  };
}

function bareKysely<T>(kysely: Kysely<T>): Engine {
  const queryOf =
    (queries: Pick<Kysely<T>, "executeQuery">): Query =>
    (text, values) =>
      queries.executeQuery(CompiledQuery.raw(text, values));
  return {
    once: (work) => work(queryOf(kysely)),
    inTransaction: (work) => kysely.transaction().execute((transaction) => work(queryOf(transaction))),
    close: async () => {},
  };
}

export async function postgresVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    return rows[0]?.version ?? "unknown";
  } finally {
    await client.end();
  }
}
