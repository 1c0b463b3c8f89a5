/** The invitations of a user, the newest first, as far as the caller reaches. */
import { type ActivationId, type DeviceId, ProtocolError, type UserId } from "@mtoken/protocol";
import type { ListedInvitation, Page } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Caller } from "./caller.ts";
import { instantOf, type ListQuery, limitOf, pageOf } from "./page.ts";
import { userWithinReach } from "./reach.ts";

interface InvitationRow {
  id: ActivationId;
  status: ListedInvitation["status"];
  created_at: Date;
  expires_at: Date;
  device_id: DeviceId | null;
  code: ListedInvitation["code"];
}

const codeState = sql`case
  when not activations.code_by_service then 'shown'
  when activations.code_taken_at is not null then 'taken'
  when exists (
    select from notice_deliveries where activation_id = activations.id and channel = ${"code"} and failure is not null
  ) then 'failing'
  else 'waiting'
end`;

/** Throws `not_found` for who is out of the caller's reach, as for nobody. */
export async function listInvitations(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  { user, ...query }: ListQuery & { user: UserId },
): Promise<Page<ListedInvitation>> {
  const limit = limitOf(query);
  const [at, id] = instantOf(query) ?? [];
  const older = at && sql`and (activations.created_at, activations.id) < (${at}::timestamptz, ${id})`;
  const { rows } = await sql<InvitationRow | { id: null }>`
    select activations.id, activations.status, activations.created_at, activations.expires_at,
      activations.device_id, ${codeState} as code
    from users left join activations on activations.user_id = users.id ${older ?? sql``}
    where users.id = ${user} and ${userWithinReach(caller, "invitation.read")}
    order by activations.created_at desc, activations.id desc limit ${limit + 1}::integer
  `.execute(database.kysely);
  // Of somebody without an invitation there is one row with nothing in it, of nobody there is none.
  if (rows.length === 0) throw new ProtocolError("not_found");
  const now = clock.now();
  return pageOf(
    rows.filter((row) => row.id !== null),
    {
      limit,
      key: (row) => [row.created_at.toISOString(), row.id],
      item: (row) => ({
        id: row.id,
        status: row.status === "open" && row.expires_at <= now ? "expired" : row.status,
        created: toNumericDate(row.created_at),
        expires: toNumericDate(row.expires_at),
        code: row.code,
        device: row.device_id,
      }),
    },
  );
}
