/** `status` (docs/protocol.md §6): how the device stands, and whether its user is frozen. */
import type { Result } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { findFrozen } from "../freeze/store.ts";
import type { Caller } from "./methods.ts";

export async function deviceStatus(
  { database }: Context,
  { device: { status, certificate, frozen, user_id } }: Caller,
): Promise<Result<"status">> {
  if (!frozen) return { status, certificate };
  const since = await findFrozen(database.kysely, user_id);
  return { status, certificate, ...(since && { frozen: since }) };
}
