/** Claims and decisions in the database (docs/protocol.md §7). Each happens once: the row's own status decides. */
import type {
  ClientId,
  CompanyId,
  ComputerId,
  DeviceId,
  HandshakeId,
  RequestId,
  UserId,
} from "@mtoken/protocol";
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { AuditRow } from "../audit/record.ts";
import type { Queries } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import type { RequestStatus, RequestsTable } from "../database/tables.ts";
import { deviceIs, deviceIsLive } from "../device/standing.ts";
import { listsPayments } from "../policy/app-functions.ts";
import { isStopped, policyColumns } from "../policy/store.ts";
import { managesPeople } from "./fresh-factor.ts";

const longestList = 100;

export interface Owner {
  id: DeviceId;
  user_id: UserId;
  company_id: CompanyId;
}

export type ListedRow = Pick<
  Selectable<RequestsTable>,
  "id" | "kind" | "client_id" | "content" | "created_at" | "expires_at"
> & {
  client_name: string;
};

/**
 * Signatures that wait for the user, when the app lists them for this one, and those this device has taken and not decided. Their end is asked for in words for
 * which the index by time can't serve: in it everybody's requests stand together.
 */
export const listedQuery = prepare((queries, { id, user_id, company_id, at }: Given<Owner & { at: Date }>) =>
  queries
    .selectFrom("requests")
    .innerJoin("clients", "clients.id", "requests.client_id")
    .select([
      "requests.id",
      "requests.kind",
      "client_id",
      "content",
      "requests.created_at",
      "expires_at",
      "clients.name as client_name",
    ])
    .where("requests.kind", "=", "signature")
    .where("user_id", "=", user_id)
    .where((is) =>
      is.exists(
        is.selectFrom("users").select("users.id").where("users.id", "=", user_id).where(listsPayments),
      ),
    )
    .where("company_id", "=", company_id)
    .where((is) =>
      is.or([
        is("clients.companies", "is", null),
        sql<boolean>`clients.companies @> to_jsonb(${company_id}::text)`,
      ]),
    )
    .where(sql<boolean>`(expires_at > ${at}) is true`)
    .where((is) =>
      is.or([
        is("status", "=", sql.lit("waiting")),
        is.and([is("status", "=", sql.lit("claimed")), is("device_id", "=", id)]),
      ]),
    )
    .orderBy("requests.created_at")
    .limit(longestList),
);

export interface EnvelopeSubject {
  user: UserId;
  client: ClientId;
  /** Null where the envelope speaks of no computer. */
  computer: ComputerId | null;
}

const factsQuery = prepare((queries, { user, client, computer }: Given<EnvelopeSubject>) =>
  queries
    .selectFrom("users as u")
    .innerJoin("companies", "companies.id", "u.company_id")
    .innerJoin("clients as p", (join) => join.on("p.id", "=", client))
    .leftJoin("computers as k", (join) => join.on("k.id", "=", computer))
    .leftJoin("user_computers as w", (join) =>
      join.onRef("w.computer_id", "=", "k.id").onRef("w.user_id", "=", "u.id"),
    )
    .select(["u.id", "u.name", "u.organization", "u.role"])
    .select(["companies.id as company_id", "companies.name as company_name", ...policyColumns])
    .select([
      "p.id as client_id",
      "p.name as client_name",
      "p.kind as client_kind",
      "p.origin",
      "p.companies",
      managesPeople("p").as("manages_people"),
    ])
    .select(["k.id as computer_id", "k.description", "w.status", "w.since", "w.expires_at"])
    .where("u.id", "=", user),
);

/** Whatever an envelope says of user, company, relying party and computer. */
export async function findEnvelopeFacts(queries: Queries, subject: EnvelopeSubject) {
  const facts = await factsQuery(subject).first(queries);
  if (facts === undefined) throw new Error("A request has no user, or no relying party.");
  return facts;
}

/** Takes the device's row before any request's, and looks once more whether it may still approve. */
export const activeDeviceLock = prepare((queries, { device }: Given<{ device: DeviceId }>) =>
  queries
    .selectFrom("devices")
    .select(["id", "frozen"])
    .select(isStopped("devices.company_id").as("stopped"))
    .where("id", "=", device)
    .where((is) => deviceIsLive(is, ["active"]))
    .forUpdate(),
);

export interface Claim {
  request: RequestId;
  /** The one whose page the envelope names. */
  computer: ComputerId | null;
  user: UserId;
  company: CompanyId;
  device: DeviceId;
  session: HandshakeId;
  envelope: string;
  digits: string | null;
  sameDevice: boolean;
  expiresAt: Date;
  at: Date;
}

/**
 * Only a request that still waits, on the page that the envelope names, by a device and a session that stand; QR key and
 * typed code are used up by it.
 */
export const claimQuery = prepare((queries, claim: Given<Claim>) =>
  queries
    .updateTable("requests")
    .set({
      status: "claimed",
      user_id: claim.user,
      company_id: claim.company,
      device_id: claim.device,
      envelope: claim.envelope,
      digits: claim.digits,
      same_device: claim.sameDevice,
      expires_at: claim.expiresAt,
      sealed_qr_key: null,
      typed_code_hash: null,
    })
    .where("id", "=", claim.request)
    .where("status", "=", "waiting")
    .where("expires_at", ">", claim.at)
    .where("computer_id", "is not distinct from", claim.computer)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("sessions")
          .innerJoin("devices", "devices.id", "sessions.device_id")
          .select("sessions.id")
          .where("sessions.id", "=", claim.session)
          .where("devices.id", "=", claim.device)
          .where("devices.frozen", "=", false)
          .where((is) => is.not(isStopped("devices.company_id")))
          .where((is) => deviceIsLive(is, ["active"])),
      ),
    )
    .returning("requests.id"),
);

/** A value, not a word of the statement: no index of open requests may serve where the id does. */
const claimed: RequestStatus = "claimed";

/** What a decision leaves in the request's row. */
export type DecidedValues = Pick<
  Selectable<RequestsTable>,
  "status" | "approval" | "receipt" | "factor" | "reason" | "expires_at" | "return_code_hash"
>;

export type Decision = DecidedValues &
  AuditRow & { request: RequestId; device: DeviceId; session: HandshakeId };

/**
 * Only a request that this device has claimed, and that nobody has decided or ended, by a device and a session or channel
 * that stand; a sign-in is approved only on a computer that may be used still. With it comes its entry in the log; a channel goes with what it was opened for.
 */
export const decisionQuery = prepare(
  (_queries, of: Given<Decision>) => sql<{ id: string }>`
    with decided as (
      update requests set
        status = ${of.status}, approval = ${of.approval}, receipt = ${of.receipt}, factor = ${of.factor},
        reason = ${of.reason}, decided_at = ${of.at}, expires_at = ${of.expires_at},
        return_code_hash = ${of.return_code_hash}, audit_id = ${of.audit}
      where id = ${of.request} and device_id = ${of.device} and status = ${claimed} and expires_at > ${of.at}
        and exists (
          select from sessions join devices on devices.id = sessions.device_id
          where sessions.id = ${of.session} and devices.id = ${of.device}
            and (sessions.purpose = 'session' or sessions.expires_at > ${of.at})
            and ${deviceIs("active")}
            and not devices.frozen and not ${isStopped("devices.company_id")}
        )
        and (
          ${of.status} <> 'approved' or kind <> 'sign-in' or same_device or digits is not null
          or exists (
            select from user_computers as known
            where known.user_id = requests.user_id and known.computer_id = requests.computer_id
              and known.status = 'known' and known.expires_at > ${of.at}
          )
        )
      returning id
    ), used as (
      delete from sessions
      where id = ${of.session} and purpose = 'approve' and exists (select from decided)
    )
    insert into audit_entries (id, at, company_id, kind, entry)
    select ${of.audit}, ${of.at}::timestamptz, ${of.company}, ${of.kind}, ${of.entry} from decided
    returning id
  `,
);
