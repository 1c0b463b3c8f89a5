/**
 * The user gives the device up in the app (M18). The phone wipes itself on the signed refusal that it gets in answer,
 * as it would on one that comes from an administrator's deactivation.
 */
import type { Params, Result } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { endDevice } from "../device/end-device.ts";
import { signRefusal } from "../handshake/refusal.ts";
import type { Caller } from "./methods.ts";

export async function deactivateOwnDevice(
  context: Context,
  { session, device }: Caller,
  why: Params<"device.deactivate">,
): Promise<Result<"device.deactivate">> {
  const refusal = await signRefusal(context, {
    message1: session.message_1,
    reason: "deactivated",
  });
  const end = {
    device: device.id,
    status: "deactivated",
    ...why,
    by: device.user_id,
    at: context.clock.now(),
  } as const;
  const topics = await context.database.kysely
    .transaction()
    .execute((transaction) => endDevice(transaction, end));
  if (topics === undefined) throw new ProtocolError("session_ended");
  for (const topic of topics) context.events.publish(topic);
  return { refusal };
}
