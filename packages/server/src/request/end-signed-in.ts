/**
 * What sign-ins have opened ends (docs/protocol.md §8): the console's sessions, what portals may do for the user, and each sign-in of the
 * last day is over, which its portal is told. In the transaction of what ends it, for who holds the devices' rows, or the computer's.
 */
import type { ComputerId, DeviceId, RequestId, SignInEnd, UserId } from "@mtoken/protocol";
import { type RawBuilder, sql } from "kysely";
import { later } from "../clock.ts";
import type { Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";

/** So long a portal can follow a sign-in. */
const followedSeconds = 86_400;

type Whose =
  | { users: readonly UserId[] }
  | { user: UserId; device: DeviceId }
  | { user: UserId; computer: ComputerId }
  /** Of everybody. */
  | { computer: ComputerId };

export interface EndSignedIn {
  of: Whose;
  reason: SignInEnd;
  at: Date;
}

/** Whose listeners are to be told after the commit. */
export async function endSignedIn(
  transaction: Transaction,
  { of, reason, at }: EndSignedIn,
): Promise<RequestId[]> {
  for (const table of ["console_sessions", "client_sign_ins"] as const)
    await sendWithNext(transaction, transaction.deleteFrom(table).where(isOf(of)));
  const { rows } = await sql<{ id: RequestId }>`
    update requests set ended_at = ${at}::timestamptz, end_reason = ${reason}
    where ${isOf(of)} and redeemed_at > ${later(at, -followedSeconds)}::timestamptz and ended_at is null
    returning id
  `.execute(transaction);
  return rows.map(({ id }) => id);
}

function isOf(whose: Whose): RawBuilder<boolean> {
  if ("users" in whose) return sql<boolean>`user_id = any(${whose.users}::text[])`;
  if ("device" in whose) return sql<boolean>`user_id = ${whose.user} and device_id = ${whose.device}`;
  if ("user" in whose) return sql<boolean>`user_id = ${whose.user} and computer_id = ${whose.computer}`;
  return sql<boolean>`computer_id = ${whose.computer}`;
}
