/** The log in the database: entries with and without a place, subtrees, checkpoints. */
import { sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import { edgePlaces, leafHash, type TreeNode } from "./merkle-tree.ts";

export interface PendingEntry {
  id: string;
  entry: string;
  kind: string;
  company: string | null;
  at: Date;
}

export interface PlacedEntry {
  position: number;
  entry: string;
  kind: string;
  company: string | null;
  at: Date;
}

export interface CheckpointRow {
  size: number;
  token: string;
  at: Date;
}

export function findUnplaced(queries: Queries, limit: number): Promise<PendingEntry[]> {
  return queries
    .selectFrom("audit_entries")
    .select(["id", "entry", "kind", "company_id as company", "at"])
    .where("position", "is", null)
    .orderBy("at")
    .orderBy("id")
    .limit(limit)
    .execute();
}

export async function hasUnplaced(queries: Queries): Promise<boolean> {
  return (await findUnplaced(queries, 1)).length > 0;
}

export async function placeEntries(
  transaction: Transaction,
  entries: readonly { id: string; position: number }[],
): Promise<void> {
  const places = JSON.stringify(entries.map(({ id, position }) => ({ id, position })));
  await sql`
    update audit_entries set position = placed.position
    from jsonb_to_recordset(${places}::jsonb) as placed(id text, position bigint)
    where audit_entries.id = placed.id
  `.execute(transaction);
}

export async function insertNodes(transaction: Transaction, nodes: readonly TreeNode[]): Promise<void> {
  if (nodes.length === 0) return;
  const rows = JSON.stringify(nodes.map((node) => ({ ...node, hash: node.hash.toString("hex") })));
  await sql`
    insert into audit_nodes (level, position, hash)
    select level, position, decode(hash, 'hex')
    from jsonb_to_recordset(${rows}::jsonb) as node(level integer, position bigint, hash text)
  `.execute(transaction);
}

export function findLastCheckpoint(queries: Queries): Promise<CheckpointRow | undefined> {
  return queries
    .selectFrom("audit_checkpoints")
    .select(["size", "token", "at"])
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The smallest checkpoint that covers the entry at this place. */
export function findCheckpointOver(queries: Queries, position: number): Promise<CheckpointRow | undefined> {
  return queries
    .selectFrom("audit_checkpoints")
    .select(["size", "token", "at"])
    .where("size", ">", position)
    .orderBy("size")
    .limit(1)
    .executeTakeFirst();
}

export async function insertCheckpoint(transaction: Transaction, checkpoint: CheckpointRow): Promise<void> {
  await transaction.insertInto("audit_checkpoints").values(checkpoint).execute();
}

export function findEntry(queries: Queries, id: string) {
  return queries
    .selectFrom("audit_entries")
    .select(["id", "position", "entry"])
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Entries with a place, from `from` on, in the log's order. */
export async function readEntries(queries: Queries, from: number, limit: number): Promise<PlacedEntry[]> {
  const rows = await queries
    .selectFrom("audit_entries")
    .select(["position", "entry", "kind", "company_id as company", "at"])
    .where("position", ">=", from)
    .orderBy("position")
    .limit(limit)
    .execute();
  return rows.flatMap(({ position, ...row }) => (position === null ? [] : [{ position, ...row }]));
}

/** Checkpoints of more than `after` entries, the smallest first. */
export function readCheckpoints(queries: Queries, after: number, limit: number): Promise<CheckpointRow[]> {
  return queries
    .selectFrom("audit_checkpoints")
    .select(["size", "token", "at"])
    .where("size", ">", after)
    .orderBy("size")
    .limit(limit)
    .execute();
}

export async function countUnplaced(queries: Queries): Promise<number> {
  const row = await queries
    .selectFrom("audit_entries")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("position", "is", null)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function countNodes(queries: Queries): Promise<number> {
  const row = await queries
    .selectFrom("audit_nodes")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The hashes of these subtrees, in the order asked for; level 0 is made from the entries. */
export async function readNodes(
  queries: Queries,
  places: readonly { level: number; position: number }[],
): Promise<TreeNode[]> {
  const inner = await readInner(queries, places);
  const leaves = await readLeaves(queries, places);
  return places.map(({ level, position }) => {
    const hash = level === 0 ? leaves.get(position) : inner.get(`${level}/${position}`);
    if (hash === undefined) throw new Error(`The audit log lacks its subtree ${level}/${position}.`);
    return { level, position, hash };
  });
}

/** The right edge of the log when it had this size. */
export function readEdge(queries: Queries, size: number): Promise<TreeNode[]> {
  return readNodes(queries, edgePlaces(size));
}

async function readInner(queries: Queries, places: readonly { level: number; position: number }[]) {
  const wanted = JSON.stringify(places.filter(({ level }) => level > 0));
  const { rows } = await sql<{ level: number; position: number; hash: Buffer }>`
    select level, position, hash from audit_nodes
    join jsonb_to_recordset(${wanted}::jsonb) as wanted(level integer, position bigint) using (level, position)
  `.execute(queries);
  return new Map(rows.map(({ level, position, hash }) => [`${level}/${position}`, hash]));
}

async function readLeaves(queries: Queries, places: readonly { level: number; position: number }[]) {
  const positions = JSON.stringify(places.filter(({ level }) => level === 0).map(({ position }) => position));
  const { rows } = await sql<{ position: number; entry: string }>`
    select position, entry from audit_entries
    where position in (select value::bigint from jsonb_array_elements_text(${positions}::jsonb))
  `.execute(queries);
  return new Map(rows.map(({ position, entry }) => [position, leafHash(entry)]));
}
