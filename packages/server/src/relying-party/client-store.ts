/** Relying parties in the database. */
import type { ClientId, CompanyId } from "@mtoken/protocol";
import * as v from "valibot";
import type { Queries, Transaction } from "../database/database.ts";
import type { ClientKeys } from "./client-keys.ts";
import { clientKeysSchema } from "./client-keys.ts";

export interface ClientRow {
  id: ClientId;
  name: string;
  origin: string;
  redirectUris: string[];
  jwks: ClientKeys;
  /** Null: all of them. */
  companies: CompanyId[] | null;
  managesPeople: boolean;
  at: Date;
}

/** What an operator is shown of a client. */
export interface ListedClient {
  id: ClientId;
  name: string;
  origin: string;
  redirectUris: string[];
  /** Whose users it may ask; null: those of all companies. */
  companies: CompanyId[] | null;
  /** Whether it may act in the people API for its users. */
  managesPeople: boolean;
  createdAt: Date;
}

export async function insertClient(transaction: Transaction, client: ClientRow): Promise<void> {
  await transaction
    .insertInto("clients")
    .values({
      id: client.id,
      name: client.name,
      origin: client.origin,
      redirect_uris: JSON.stringify(client.redirectUris),
      jwks: JSON.stringify(client.jwks),
      companies: client.companies && JSON.stringify(client.companies),
      manages_people: client.managesPeople,
      created_at: client.at,
    })
    .execute();
}

export async function findClientKeys(queries: Queries, id: ClientId): Promise<ClientKeys | undefined> {
  const row = await queries
    .selectFrom("clients")
    .select("jwks")
    .where("id", "=", id)
    .where("kind", "=", "portal")
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return row && v.parse(clientKeysSchema, row.jwks);
}

/** Which of the companies there are. */
export async function findCompanies(queries: Queries, ids: readonly CompanyId[]): Promise<CompanyId[]> {
  const rows = await queries.selectFrom("companies").select("id").where("id", "in", ids).execute();
  return rows.map(({ id }) => id);
}

export async function findRedirectUris(queries: Queries, id: ClientId): Promise<string[]> {
  const row = await queries
    .selectFrom("clients")
    .select("redirect_uris")
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.redirect_uris ?? [];
}

export async function listClientRows(queries: Queries): Promise<ListedClient[]> {
  const rows = await queries
    .selectFrom("clients")
    .select(["id", "name", "origin", "redirect_uris", "companies", "manages_people", "created_at"])
    .where("kind", "=", "portal")
    .where("ended_at", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    origin: row.origin,
    redirectUris: row.redirect_uris,
    companies: row.companies,
    managesPeople: row.manages_people,
    createdAt: row.created_at,
  }));
}

/** Whether there is such a registration, or was one. */
export async function isPortal(queries: Queries, id: ClientId): Promise<boolean> {
  const row = await queries
    .selectFrom("clients")
    .select("id")
    .where("id", "=", id)
    .where("kind", "=", "portal")
    .executeTakeFirst();
  return row !== undefined;
}

/** False when there is no such registration, or none any more. */
export async function markEnded(
  transaction: Transaction,
  { client, at }: { client: ClientId; at: Date },
): Promise<boolean> {
  const result = await transaction
    .updateTable("clients")
    .set({ ended_at: at })
    .where("id", "=", client)
    .where("kind", "=", "portal")
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
