/**
 * The whole database, for tests that ask what is in it and what is not. Which tables and columns there are is read from
 * the database itself, so that one that is added later is looked at too.
 */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Context } from "../context.ts";

export type TableRows = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

export async function readTables({ database }: Context): Promise<TableRows> {
  const names = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`.execute(database.kysely);
  const tables = new Map<string, Record<string, unknown>[]>();
  for (const { name } of names.rows) {
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

/** What changes whenever any row of any table does; by table, so that a failing test names it. */
export async function digestOf(context: Context): Promise<Record<string, string>> {
  const tables = await readTables(context);
  return Object.fromEntries([...tables].map(([name, rows]) => [name, digestRows(rows.map(rowText))]));
}

function digestRows(rows: string[]): string {
  const digest = createHash("sha512").update(rows.sort().join("\n")).digest("hex");
  return `${rows.length} rows, ${digest}`;
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
