/**
 * The whole database, for tests that ask what is in it and what is not. Which tables and columns there are is read from
 * the database itself, so that one that is added later is looked at too.
 */
import { sql } from "kysely";
import type { Context } from "../context.ts";

export type TableRows = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

export async function readTables({ database }: Context): Promise<TableRows> {
  const tables = new Map<string, Record<string, unknown>[]>();
  for (const name of await namesOf({ database })) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(
      database.kysely,
    );
    tables.set(name, rows);
  }
  return tables;
}

/** Everything that stands in them: bytes as Latin-1, so that what is inside can be searched for. */
export function textOf(tables: TableRows): string {
  return [...tables.values()].flat().map(rowText).join("\n");
}

/**
 * What changes whenever any row of any table does; by table, so that a failing test names it. The database itself goes through its rows: to have
 * them all sent was most of what the matrix of permissions took.
 */
export async function digestOf({ database }: Pick<Context, "database">): Promise<Record<string, string>> {
  const digests = (await namesOf({ database })).map(
    (name) => sql`
      select ${name}::text as name, count(*) || ' rows, ' || coalesce(sum(hashtextextended(each::text, 0)), 0) as digest
      from ${sql.table(name)} as each`,
  );
  const { rows } = await sql<{
    name: string;
    digest: string;
  }>`${sql.join(digests, sql` union all `)}`.execute(database.kysely);
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

async function namesOf({ database }: Pick<Context, "database">): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`.execute(database.kysely);
  return rows.map(({ name }) => name);
}

function rowText(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .map(([column, value]) => `${column}=${valueText(value)}`)
    .join("|");
}

function valueText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" ? value : JSON.stringify(value);
}
