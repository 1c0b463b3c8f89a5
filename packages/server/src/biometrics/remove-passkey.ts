/**
 * The end of a passkey: by the user (`factor.remove`, docs/protocol.md §5), which takes no mPIN since it only takes away, or by its fifth
 * wrong proof. The mPIN, the share and the device stay.
 */
import type { CompanyId, DeviceId, UserId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import { activeDeviceLock } from "../approval/store.ts";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { sendTogether } from "../database/send.ts";
import { writeNotice } from "../notice/write-notice.ts";
import type { Caller } from "../session/methods.ts";
import { sessionLock } from "../session/store.ts";
import { deletePasskey, endPasskeysWork } from "./store.ts";

export interface RemovePasskey {
  device: DeviceId;
  user: UserId;
  company: CompanyId;
  reason: "user" | "wrong-biometric";
  at: Date;
}

/** For who holds the device's row. Whether there was one. */
export async function removePasskey(transaction: Transaction, removal: RemovePasskey): Promise<boolean> {
  const { at, ...facts } = removal;
  const { device, user, company, reason } = facts;
  const removed = await deletePasskey(transaction, { device, onlyExhausted: reason === "wrong-biometric" });
  // Also where there is none: what somebody holds back enrols nothing afterwards.
  if (removed || reason === "user") await endPasskeysWork(transaction, device);
  if (!removed) return false;
  await recordAudit(transaction, at, { kind: "factor.removed", factor: "biometric", ...facts });
  await writeNotice(transaction, { kind: "biometrics.removed", data: { device }, user, company, at });
  return true;
}

/** One that is gone already is no error: the phone may ask again after a lost answer. */
export async function removeOwnPasskey(
  { database, clock }: Context,
  { session, device }: Caller,
): Promise<Record<never, never>> {
  const at = clock.now();
  const { id, user_id: user, company_id: company } = device;
  await database.kysely.transaction().execute(async (transaction) => {
    const held = { session: session.id, device: id };
    const [active, stands] = await sendTogether(
      transaction,
      activeDeviceLock({ device: id }),
      sessionLock(held),
    );
    if (active.length === 0 || stands.length === 0) throw new ProtocolError("session_ended");
    await removePasskey(transaction, { device: id, user, company, reason: "user", at });
  });
  return {};
}
