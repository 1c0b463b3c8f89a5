/** Claims and decisions in the database (docs/protocol.md §7). Each happens once: the row's own status decides. */
import type { ClientId, CompanyId, ComputerId, DeviceId, RequestId, UserId } from "@mtoken/protocol";
import type { Selectable, Updateable } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import type { RequestsTable } from "../database/tables.ts";
import { deviceIsLive } from "../device/standing.ts";
import type { RequestRow } from "../request/store.ts";

const longestList = 100;

export interface Owner {
  id: DeviceId;
  user_id: UserId;
  company_id: CompanyId;
}

export type ListedRow = Pick<
  Selectable<RequestsTable>,
  "id" | "kind" | "client_id" | "content" | "expires_at"
> & {
  client_name: string;
};

/** Signatures that wait for the user, and those this device has taken and not decided. */
export function findListed(
  queries: Queries,
  { device, at }: { device: Owner; at: Date },
): Promise<ListedRow[]> {
  return queries
    .selectFrom("requests")
    .innerJoin("clients", "clients.id", "requests.client_id")
    .select(["requests.id", "kind", "client_id", "content", "expires_at", "clients.name as client_name"])
    .where("kind", "=", "signature")
    .where("user_id", "=", device.user_id)
    .where("company_id", "=", device.company_id)
    .where("expires_at", ">", at)
    .where((is) =>
      is.or([
        is("status", "=", "waiting"),
        is.and([is("status", "=", "claimed"), is("device_id", "=", device.id)]),
      ]),
    )
    .orderBy("requests.created_at")
    .limit(longestList)
    .execute();
}

export interface RelyingPartyRow {
  id: ClientId;
  name: string;
  origin: string;
}

export function findRelyingParty(queries: Queries, id: ClientId): Promise<RelyingPartyRow> {
  return queries
    .selectFrom("clients")
    .select(["id", "name", "origin"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

export interface ComputerRow {
  id: ComputerId;
  description: string;
}

export function findComputer(queries: Queries, id: ComputerId): Promise<ComputerRow> {
  return queries
    .selectFrom("computers")
    .select(["id", "description"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

/** Takes the device's row before any request's, and looks once more whether it may still approve. */
export async function lockActiveDevice(transaction: Transaction, device: DeviceId): Promise<boolean> {
  const row = await transaction
    .selectFrom("devices")
    .select("id")
    .where("id", "=", device)
    .where((is) => deviceIsLive(is, ["active"]))
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export interface Claim {
  request: RequestRow;
  device: Owner;
  envelope: string;
  digits: string | null;
  sameDevice: boolean;
  expiresAt: Date;
  at: Date;
}

/** Only a request that still waits, on the page that the envelope names; QR key and typed code are used up by it. */
export async function claimRow(
  transaction: Transaction,
  { request, device, envelope, digits, sameDevice, expiresAt, at }: Claim,
): Promise<boolean> {
  const row = await transaction
    .updateTable("requests")
    .set({
      status: "claimed",
      user_id: device.user_id,
      company_id: device.company_id,
      device_id: device.id,
      ...{ envelope, digits, same_device: sameDevice, expires_at: expiresAt },
      sealed_qr_key: null,
      typed_code_hash: null,
    })
    .where("id", "=", request.id)
    .where("status", "=", "waiting")
    .where("expires_at", ">", at)
    .where("computer_id", "is not distinct from", request.computer_id)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export interface DecisionRow {
  request: RequestId;
  device: DeviceId;
  at: Date;
  values: Updateable<RequestsTable>;
}

/** Only a request that this device has claimed, and that nobody has decided or ended. */
export async function decideRow(
  transaction: Transaction,
  { request, device, at, values }: DecisionRow,
): Promise<boolean> {
  const row = await transaction
    .updateTable("requests")
    .set(values)
    .where("id", "=", request)
    .where("device_id", "=", device)
    .where("status", "=", "claimed")
    .where("expires_at", ">", at)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}
