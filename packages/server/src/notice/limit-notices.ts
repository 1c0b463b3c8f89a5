/**
 * How often a day one may do what users are told of, so that nobody fills an inbox by doing it again and again. Counted by the notices
 * themselves, hence by all processes together.
 */
import type { DeviceId, NoticeKind, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Transaction } from "../database/database.ts";
import { countNotices } from "./store.ts";

/** More than anybody has a reason to, and few enough that an inbox stays one. */
export const mostADay = 10;
const daySeconds = 86_400;

export interface LimitNotices {
  user: UserId;
  /** Of this phone alone, where one is named: the next one of the same user has days of its own. */
  device?: DeviceId;
  kind: NoticeKind;
  at: Date;
}

/** For who holds the row of the device, or of the user where none is named, before the notice is written. */
export async function limitNotices(transaction: Transaction, { at, ...of }: LimitNotices): Promise<void> {
  const told = await countNotices(transaction, { ...of, since: later(at, -daySeconds) });
  if (told >= mostADay) throw new ProtocolError("rate_limited");
}
