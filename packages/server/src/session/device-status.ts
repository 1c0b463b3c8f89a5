/** `status` (docs/protocol.md §6): how the device stands, and whether its user is frozen. */
import type { Result } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { frozenOf } from "../freeze/freeze-user.ts";
import type { Caller } from "./methods.ts";

export async function deviceStatus(
  { database }: Context,
  { device: { status, certificate, frozen, user_id } }: Caller,
): Promise<Result<"status">> {
  if (!frozen) return { status, certificate };
  const user = await database.kysely
    .selectFrom("users")
    .select(["frozen_at", "frozen_stopped"])
    .where("id", "=", user_id)
    .executeTakeFirst();
  const told = user && frozenOf(user);
  return { status, certificate, ...(told && { frozen: told }) };
}
