/** `user.freeze` (docs/protocol.md §6): somebody thinks that their access is used by others, and no request says so. */
import type { Result } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { activeDeviceLock } from "../approval/store.ts";
import type { Context } from "../context.ts";
import { sendTogether } from "../database/send.ts";
import type { Caller } from "../session/methods.ts";
import { sessionLock } from "../session/store.ts";
import type { Freezing } from "./freeze-user.ts";
import { freezeUser } from "./freeze-user.ts";
import { lockUser } from "./store.ts";

export async function freezeOwnUser(
  { database, clock, events }: Context,
  { session, device }: Caller,
): Promise<Result<"user.freeze">> {
  const { user_id: user, company_id: company, id } = device;
  const { frozen, topics } = await database.kysely
    .transaction()
    .execute(async (transaction): Promise<Freezing> => {
      const held = await lockUser(transaction, user);
      const [active, stands] = await sendTogether(
        transaction,
        activeDeviceLock({ device: id }),
        sessionLock({ session: session.id, device: id }),
      );
      if (held === undefined || active.length === 0 || stands.length === 0)
        throw new ProtocolError("session_ended");
      // Said twice, it is what it was.
      if (held.frozen) return { frozen: held.frozen, topics: [] };
      return freezeUser(transaction, { user, company, device: id, at: clock.now() });
    });
  for (const topic of topics) events.publish(topic);
  return { frozen };
}
