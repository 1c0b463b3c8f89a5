/** `computers.list` and `computer.revoke` (docs/protocol.md §8): which computers a user knows, and making one a stranger again. */
import type { Params, Result } from "@mtoken/protocol";
import { computersAtOnce, ProtocolError } from "@mtoken/protocol";
import { activeDeviceLock } from "../approval/store.ts";
import { recordAudit } from "../audit/record.ts";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { DevicesTable } from "../database/tables.ts";
import { endSignedIn } from "../request/end-signed-in.ts";
import type { Caller } from "../session/methods.ts";
import { endStanding } from "./store.ts";

export async function listOwnComputers(
  { database, clock }: Pick<Context, "database" | "clock">,
  { user_id }: Pick<DevicesTable, "user_id">,
): Promise<Result<"computers.list">> {
  const rows = await database.kysely
    .selectFrom("user_computers as u")
    .innerJoin("computers as c", "c.id", "u.computer_id")
    .select(["c.id", "c.description", "u.status", "u.since", "u.used_at"])
    .where("u.user_id", "=", user_id)
    .where("u.expires_at", ">", clock.now())
    .orderBy((of) => of.fn.coalesce("u.used_at", "u.since"), "desc")
    .orderBy("c.id")
    .limit(computersAtOnce)
    .execute();
  return {
    computers: rows.map(({ id, description, status, since, used_at }) => ({
      ...{ id, description, status, since: toNumericDate(since) },
      used: used_at && toNumericDate(used_at),
    })),
  };
}

/** One that is refused is allowed again by it, which is not for who is frozen: a thief of the phone would lift it as easily. */
export async function revokeOwnComputer(
  { database, clock, events }: Context,
  { device }: Caller,
  { computer }: Params<"computer.revoke">,
): Promise<Result<"computer.revoke">> {
  const at = clock.now();
  const { user_id: user, company_id: company, id } = device;
  const over = await database.kysely.transaction().execute(async (transaction) => {
    const held = await activeDeviceLock({ device: id }).first(transaction);
    if (held === undefined) throw new ProtocolError("session_ended");
    const from = held.frozen ? (["known", "waiting"] as const) : (["known", "waiting", "refused"] as const);
    if (!(await endStanding(transaction, { user, computer, from, at }))) return undefined;
    await recordAudit(transaction, at, {
      kind: "computer.revoked",
      company,
      user,
      device: id,
      computer,
      by: user,
    });
    return endSignedIn(transaction, { of: { user, computer }, reason: "computer-revoked", at });
  });
  if (over === undefined) throw new ProtocolError("not_found");
  for (const request of over) events.publish(`request:${request}`);
  return {};
}
