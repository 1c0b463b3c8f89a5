/** Activations in the database (docs/protocol.md §4). The secrets of one that is open go in the statement that ends it. */
import type { ActivationId, DeviceId, RsaPublicJwk, UserId } from "@mtoken/protocol";
import type { Insertable, Selectable, UpdateQueryBuilder } from "kysely";
import { type RawBuilder, sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import type { ActivationsTable, DevicesTable, Tables } from "../database/tables.ts";
import { deviceIsLive } from "../device/standing.ts";

/** Wrong registration codes, after a right link, before both secrets die. */
export const codesAllowed = 5;

export type ActivationRow = Selectable<ActivationsTable>;

/** With its secrets, sealed. */
export type OpenActivation = ActivationRow &
  Pick<
    Selectable<Tables["activation_secrets"]>,
    "sealed_link_secret" | "sealed_code" | "sealed_activation_key"
  >;

/**
 * Open, in time, with codes left, and with secrets, which a restored database has not: whatever else is in the table is not
 * there for a phone.
 */
export function findOpenActivation(
  queries: Queries,
  { activation, at }: { activation: ActivationId; at: Date },
): Promise<OpenActivation | undefined> {
  return queries
    .selectFrom("activations")
    .innerJoin("activation_secrets as secrets", "secrets.activation_id", "activations.id")
    .selectAll("activations")
    .select(["secrets.sealed_link_secret", "secrets.sealed_code", "secrets.sealed_activation_key"])
    .where("activations.id", "=", activation)
    .where("activations.status", "=", "open")
    .where("expires_at", ">", at)
    .where("wrong_codes", "<", codesAllowed)
    .executeTakeFirst();
}

/** One phone, at one activation, at one time. */
export interface CodeTry {
  activation: ActivationId;
  device: DeviceId;
  at: Date;
}

/** Charges a wrong code before the code is looked at. Undefined when there is none to charge, or another phone was first. */
export async function chargeCode(
  queries: Queries,
  { activation, device, at }: CodeTry,
): Promise<number | undefined> {
  const row = await queries
    .updateTable("activations")
    .set((is) => ({ wrong_codes: is("wrong_codes", "+", 1) }))
    .where("id", "=", activation)
    .where("status", "=", "open")
    .where("expires_at", ">", at)
    .where("wrong_codes", "<", codesAllowed)
    .where((is) => is.or([is("device_id", "is", null), is("device_id", "=", device)]))
    .returning("wrong_codes")
    .executeTakeFirst();
  return row?.wrong_codes;
}

/** Takes the charge of a right code back. Undefined when the activation has ended meanwhile. */
export function refundCode(
  transaction: Transaction,
  { activation, at }: Pick<CodeTry, "activation" | "at">,
): Promise<Pick<ActivationRow, "device_id"> | undefined> {
  return transaction
    .updateTable("activations")
    .set((is) => ({ wrong_codes: is("wrong_codes", "-", 1) }))
    .where("id", "=", activation)
    .where("status", "=", "open")
    .where("expires_at", ">", at)
    .returning("device_id")
    .executeTakeFirst();
}

export async function bindDevice(
  transaction: Transaction,
  { activation, device }: { activation: ActivationId; device: DeviceId },
): Promise<void> {
  await transaction
    .updateTable("activations")
    .set({ device_id: device })
    .where("id", "=", activation)
    .execute();
}

type Ending = UpdateQueryBuilder<Tables, "activations", "activations", { id: ActivationId }>;

/** Ends activations and destroys what they held, in one statement. */
async function end(queries: Queries, ending: Ending): Promise<ActivationId[]> {
  const rows = await queries
    .with("ended", () => ending)
    .with("emptied", (over) =>
      over
        .deleteFrom("activation_secrets")
        .where("activation_id", "in", (is) => is.selectFrom("ended").select("ended.id")),
    )
    .selectFrom("ended")
    .select("ended.id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Consumes link and code, and destroys both and the activation key, in the same statement. */
export async function consumeActivation(
  transaction: Transaction,
  { activation, device, at }: CodeTry,
): Promise<boolean> {
  const ending = transaction
    .updateTable("activations")
    .set({ status: "complete" })
    .where("id", "=", activation)
    .where("status", "=", "open")
    .where("device_id", "=", device)
    .where("expires_at", ">", at)
    .returning("id");
  return (await end(transaction, ending)).length > 0;
}

/** Ends an open activation before its time, and destroys what it held. */
export async function revokeActivation(transaction: Transaction, activation: ActivationId): Promise<boolean> {
  const ending = transaction
    .updateTable("activations")
    .set({ status: "revoked" })
    .where("id", "=", activation)
    .where("status", "=", "open")
    .returning("id");
  return (await end(transaction, ending)).length > 0;
}

export type InvitationsOf = { author: UserId } | { device: DeviceId } | { users: readonly UserId[] };

function whose(of: InvitationsOf): RawBuilder<boolean> {
  if ("author" in of) return sql<boolean>`invited_by = ${of.author}`;
  if ("device" in of) return sql<boolean>`invited_with = ${of.device}`;
  return sql<boolean>`user_id = any(${of.users}::text[])`;
}

/** Ends those that are open of some, and destroys what they held. */
export async function revokeActivations(
  transaction: Transaction,
  of: InvitationsOf,
): Promise<Pick<ActivationRow, "id" | "user_id" | "company_id">[]> {
  const { rows } = await sql<Pick<ActivationRow, "id" | "user_id" | "company_id">>`
    with ended as (
      update activations set status = 'revoked' where status = 'open' and ${whose(of)}
      returning id, user_id, company_id
    ),
    emptied as (delete from activation_secrets where activation_id in (select id from ended))
    select id, user_id, company_id from ended
  `.execute(transaction);
  return rows;
}

/**
 * A pending device, or the same one once more with a new verifier. Its share stays: the signing key may already be
 * wrapped under it. Its tries and counter stay too, or repeating would undo them.
 */
export async function savePendingDevice(
  transaction: Transaction,
  device: Insertable<DevicesTable>,
): Promise<boolean> {
  const { salt, argon2, sealed_verifier } = device;
  const saved = await transaction
    .insertInto("devices")
    .values(device)
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet({ salt, argon2, sealed_verifier })
        .where("devices.activation_id", "=", device.activation_id)
        .where("devices.status", "=", "pending")
        .whereRef("devices.tries", "<", "devices.tries_allowed"),
    )
    .returning("id")
    .executeTakeFirst();
  if (saved === undefined) return false;
  // What was opened under the old verifier goes with it.
  await transaction.deleteFrom("handshakes").where("device_id", "=", saved.id).execute();
  await transaction.deleteFrom("sessions").where("device_id", "=", saved.id).execute();
  return true;
}

export interface Certified {
  device: DeviceId;
  signing_key: RsaPublicJwk;
  certificate: string;
  fingerprint: string;
  /** Whether the device now waits for an administrator. */
  approval: boolean;
}

export async function certifyDevice(
  transaction: Transaction,
  { device, signing_key, certificate, fingerprint, approval }: Certified,
): Promise<boolean> {
  const row = await transaction
    .updateTable("devices")
    .set({
      signing_key: JSON.stringify(signing_key),
      certificate,
      fingerprint,
      ...(approval && { status: "awaiting-approval" as const }),
    })
    .where("id", "=", device)
    .where((is) => deviceIsLive(is, ["pending"]))
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Whether it takes a second person, whatever the company wants: it is for somebody who acts on others, and one person alone invited them.
 * For who holds the company: whoever makes them such a person comes before this or after it.
 */
export async function takesTwo(transaction: Transaction, activation: ActivationId): Promise<boolean> {
  const { rows } = await sql`
    select from activations join users on users.id = activations.user_id
    where activations.id = ${activation} and invited_by is not null and users.role <> ${"user"}
  `.execute(transaction);
  return rows.length > 0;
}

/** Ends what is over, and destroys what it held. */
export function expireActivations(queries: Queries, at: Date): Promise<ActivationId[]> {
  const ending = queries
    .updateTable("activations")
    .set({ status: "expired" })
    .where("status", "=", sql.lit("open"))
    .where("expires_at", "<=", at)
    .returning("id");
  return end(queries, ending);
}

/** Pending devices whose activation nobody can complete any more. */
export async function findStranded(queries: Queries): Promise<DeviceId[]> {
  const rows = await queries
    .selectFrom("devices")
    .innerJoin("activations", "activations.id", "devices.activation_id")
    .select("devices.id")
    .where("devices.status", "=", "pending")
    .where("activations.status", "in", ["revoked", "expired"])
    .execute();
  return rows.map(({ id }) => id);
}
