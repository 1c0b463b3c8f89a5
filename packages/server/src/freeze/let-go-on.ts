/**
 * What ends a freeze: somebody else than the phone, who has spoken with its user. A thief who knows the mPIN would else lift it as
 * easily as it was set.
 */
import type { CompanyId, DeviceId, UserId } from "@mtoken/protocol";
import { recordAudit } from "../audit/record.ts";
import type { Transaction } from "../database/database.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { markUnfrozen } from "./store.ts";

export interface LetGoOn {
  user: UserId;
  company: CompanyId;
  /** Who and why, for the record. */
  facts: Record<string, string>;
  at: Date;
}

/** For who holds the rows of a user that is frozen, and of their devices. Gives back the devices, to tell them after the commit. */
export async function letGoOn(
  transaction: Transaction,
  { user, company, facts, at }: LetGoOn,
): Promise<DeviceId[]> {
  const devices = await markUnfrozen(transaction, user);
  await recordAudit(transaction, at, { kind: "user.unfrozen", company, user, ...facts });
  await writeNotice(transaction, { kind: "user.unfrozen", data: {}, user, company, at });
  return devices;
}
