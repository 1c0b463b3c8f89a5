/** A call of a phone's session that has been counted, and has done nothing yet: what comes meanwhile comes before its transaction. */
import type { Caller } from "../session/methods.ts";
import { advanceSession, findSession } from "../session/store.ts";
import type { PhoneWorld } from "./phone-world.ts";
import type { OpenedSession } from "./test-phone.ts";

export async function underWay(
  { clock, context }: Pick<PhoneWorld, "clock" | "context">,
  { id }: Pick<OpenedSession, "id">,
): Promise<Caller> {
  const { kysely } = context.database;
  const session = await findSession(kysely, id);
  if (session === undefined) throw new Error("there is no such session");
  const counted = { session: id, company: session.company_id, seq: 1000, at: clock.now() };
  const device = await advanceSession(kysely, { ...counted, renews: false });
  if (device === undefined) throw new Error("the session has ended");
  return { session, device };
}
