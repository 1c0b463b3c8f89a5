/**
 * "This wasn't me" (docs/protocol.md §7, B9): whatever is open for the user ends, on all of their devices, and nothing begins,
 * is claimed, approved or redeemed until somebody else lets them go on. The devices themselves stay: their keys are sound.
 */
import type { ClientId, CompanyId, ComputerId, DeviceId, Frozen, RequestId, UserId } from "@mtoken/protocol";
import { endInvitationsBy } from "../activation/end-invitations.ts";
import { recordAudit } from "../audit/record.ts";
import { later, toNumericDate } from "../clock.ts";
import { setStanding } from "../computer/store.ts";
import type { Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";
import type { Topic } from "../events/bus.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { endProposalsBy } from "../proposal/end-proposals.ts";
import { endSignedIn } from "../request/end-signed-in.ts";
import { devicesOf, markFrozen, stopCodes, stopRequests, stopSignInsOn } from "./store.ts";

/** How long the computer that asked is refused to who disowned it. Whoever attacks makes a new computer key in a moment. */
const refusalSeconds = 24 * 3600;

export interface FreezeUser {
  user: UserId;
  company: CompanyId;
  /** The one that it was said on; none when somebody stopped the user who looks after them. */
  device?: DeviceId;
  /** Who that is, by which way, and why; none when the user said it on the phone. */
  by?: { by: string; via?: string; reason: string; note?: string };
  /** The request that it was said of; none when it was said in the settings. */
  about?: { request: RequestId; client: ClientId; computer: ComputerId | null };
  at: Date;
}

export interface Freezing {
  frozen: Frozen;
  /** Whom to tell after the commit. */
  topics: Topic[];
}

/** For who holds the user's row (`lockUser`), and has seen that they are not frozen. */
export async function freezeUser(transaction: Transaction, freeze: FreezeUser): Promise<Freezing> {
  const { user, company, device, by, about, at } = freeze;
  // Interactions come before requests, as everywhere.
  const codes = await stopCodes(transaction, { users: [user], at });
  const requests = await stopRequests(transaction, { users: [user], reason: "frozen" });
  const stopped = codes + requests.length;
  // They see nothing more, also when the user is let go on.
  const ended = await endSignedIn(transaction, { of: { users: [user] }, reason: "user-frozen", at });
  await markFrozen(transaction, { user, at, stopped });
  await endProposalsBy(transaction, { author: user, at });
  const revoked = await endInvitationsBy(transaction, { author: user, reason: "inviter-frozen", at });
  const computer = about?.computer ?? undefined;
  const shown =
    computer === undefined ? [] : await refuseComputer(transaction, { computer, user, company, at });
  await recordAudit(transaction, at, {
    kind: "user.frozen",
    ...{ company, user, device, stopped, ...by },
    ...(about && { request: about.request, client: about.client }),
    ...(computer && { computer, computer_stopped: shown.length }),
  });
  const whose = { user, company, at };
  if (device === undefined) await writeNotice(transaction, { kind: "user.stopped", data: {}, ...whose });
  else await writeNotice(transaction, { kind: "user.frozen", data: { device }, ...whose });
  const devices = device === undefined ? await devicesOf(transaction, user) : [device];
  return {
    frozen: { at: toNumericDate(at), stopped },
    topics: [
      ...revoked,
      ...devices.map((id): Topic => `device:${id}`),
      ...[...requests, ...ended, ...shown].map((request): Topic => `request:${request}`),
    ],
  };
}

/**
 * To this user alone: who points at a computer shuts nobody else out of it. But what it has open ends for everybody, since one page may
 * be shown to many. Gives back the requests that were open.
 */
async function refuseComputer(
  transaction: Transaction,
  { computer, ...whose }: { computer: ComputerId; user: UserId; company: CompanyId; at: Date },
): Promise<RequestId[]> {
  const expiresAt = later(whose.at, refusalSeconds);
  await setStanding(transaction, { ...whose, computer, status: "refused", expiresAt });
  await sendWithNext(transaction, transaction.deleteFrom("enrolments").where("computer_id", "=", computer));
  return stopSignInsOn(transaction, computer);
}
