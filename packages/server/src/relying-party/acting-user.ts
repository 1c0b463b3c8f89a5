/**
 * For whom a portal acts in the people API (M19), by the header `mtoken-acting-user`. The operator has registered the portal for it; the user
 * has signed in there within twelve hours, with a device that still stands; and the portal may ask the user's company. What
 * the user may then do is the user's, as in the console.
 */
import type { ClientId, CompanyId, DeviceId, RequestId, UserId } from "@mtoken/protocol";
import { ProtocolError, userIdSchema } from "@mtoken/protocol";
import type { OrganizationKind, Role } from "@mtoken/protocol/people";
import { sql } from "kysely";
import * as v from "valibot";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../database/database.ts";
import { type Given, prepare } from "../database/prepare.ts";
import { deviceIs } from "../device/standing.ts";
import type { SignedInCaller } from "../people/caller.ts";
import { isStopped } from "../policy/store.ts";
import { reaches } from "./reach.ts";

export const actingUserHeader = "mtoken-acting-user";

/** As long as a day's work: who is away for longer signs in anew. */
const actingSeconds = 12 * 3600;

interface SignIn {
  request: RequestId;
  at: Date;
}

/** The last one alone counts. For portals that may act for their users. Whoever ends it comes before this or after it. */
const signInNote = prepare(
  (_queries, { request, at }: Given<SignIn>) => sql<never>`
    insert into client_sign_ins (client_id, user_id, company_id, device_id, computer_id, at)
    select requests.client_id, devices.user_id, devices.company_id, devices.id, requests.computer_id, ${at}::timestamptz
    from requests join devices on devices.id = requests.device_id and devices.user_id = requests.user_id
    where requests.id = ${request} and requests.ended_at is null and devices.status = ${"active"} and not frozen
    for share of requests
    on conflict (client_id, user_id) do update
      set device_id = excluded.device_id, computer_id = excluded.computer_id, at = excluded.at
  `,
);

export async function noteSignIn(queries: Queries, signIn: SignIn): Promise<void> {
  await signInNote(signIn).all(queries);
}

interface Acting {
  client: ClientId;
  user: UserId;
  device: DeviceId;
}

/** A row as long as the portal may act for them by the sign-in with this phone. */
export const actingStands = prepare(
  (_queries, { client, user, device }: Given<Acting>) => sql`
    select from client_sign_ins join clients on clients.id = client_sign_ins.client_id
    where client_id = ${client} and user_id = ${user} and device_id = ${device}
      and clients.manages_people and clients.ended_at is null
  `,
);

interface ActingRow {
  manages_people: boolean;
  client_kind: "portal" | "console";
  companies: CompanyId[] | null;
  user: UserId | null;
  company_id: CompanyId;
  role: Role;
  organization: OrganizationKind;
  device: DeviceId;
}

/**
 * Throws `not_found` for a portal that may act for nobody, as if there were no such address, and `sign_in_required` for a user for whom it
 * may not act now, whoever that is.
 */
export async function actingUser(
  { database, clock }: Pick<Context, "database" | "clock">,
  client: ClientId,
  header: unknown,
): Promise<SignedInCaller> {
  const parsed = v.safeParse(userIdSchema, header);
  const wanted = parsed.success ? parsed.output : null;
  const { rows } = await sql<ActingRow>`
    select clients.manages_people, clients.kind as client_kind, clients.companies, standing.*
    from clients left join lateral (
      select users.id as user, users.company_id, users.role, users.organization, devices.id as device
      from client_sign_ins join users on users.id = client_sign_ins.user_id
        join devices on devices.id = client_sign_ins.device_id
      where client_sign_ins.client_id = clients.id and users.id = ${wanted}
        and client_sign_ins.at > ${later(clock.now(), -actingSeconds)}::timestamptz
        and users.removed_at is null and users.frozen_at is null and not ${isStopped("users.company_id")}
        and ${deviceIs("active")} and not devices.frozen
    ) as standing on true
    where clients.id = ${client}
  `.execute(database.kysely);
  const [row] = rows;
  if (!row?.manages_people) throw new ProtocolError("not_found");
  if (!parsed.success) throw new ProtocolError("malformed_message");
  if (row.user === null || !reaches(row)) throw new ProtocolError("sign_in_required");
  const { user, company_id: company, role, organization, device } = row;
  return { user, company, role, organization, device, via: client, signIn: { portal: client } };
}
