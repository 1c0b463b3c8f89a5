/**
 * Tells users what happened, in the transaction that makes it happen: both or neither. It reaches their inbox, and the
 * outbox for their mail address and for each of their phones that takes push messages; it is sent after the commit
 * (mail-outbox.ts, outbox.ts).
 */
import type { CompanyId, NoticeContent, NoticeId, NoticeKind, UserId } from "@mtoken/protocol";
import { newNoticeId } from "@mtoken/protocol";
import type { Role } from "@mtoken/protocol/people";
import { later } from "../clock.ts";
import type { Transaction } from "../database/database.ts";
import { sendWithNext } from "../database/send.ts";
import {
  administratorsNoticeInsert,
  appNoticeInsert,
  formerAddressDelivery,
  noticeInsert,
  officersNoticeInsert,
  readersNoticeInsert,
} from "./store.ts";

/** What happens to many users at once (`tellUsersOf`). */
type OfApp = "app.withdrawn";

/** What is about a company, or about no one (`tellReaders`). */
type OfCompany =
  | "device.left-to-operator"
  | "policy.changed"
  | "policy.applied"
  | "limits.changed"
  | "staff.created"
  | "identity.added"
  | "identity.revoked"
  | "client.ended"
  | "company.stopped"
  | "company.resumed"
  | "company.devices-ended"
  | "proposal.waiting"
  | "proposal.decided";

/** Whether the company's administrators read it too, besides the user that it is about (M26). */
const toAdministrators: Readonly<Record<Exclude<NoticeKind, OfApp | OfCompany>, boolean>> = {
  "device.activated": true,
  "device.awaiting-approval": true,
  "device.blocked": true,
  "device.deactivated": true,
  "administrator.ended": true,
  "administrator.made": true,
  "mail.changed": true,
  "user.frozen": true,
  "user.stopped": true,
  "user.unfrozen": true,
  "computer.added": true,
  "computer.waiting": true,
  "computer.copied": true,
  "biometrics.added": false,
  "biometrics.removed": false,
  "mpin.changed": false,
  "mpin.wrong": false,
};

/**
 * Alarms: where no administrator but the one that it is about could do something, the bank's officers and its helpdesk read them too, who
 * alone may let such a one go on (M15).
 */
const alarms: ReadonlySet<NoticeKind> = new Set(["device.blocked", "user.frozen", "user.stopped"]);

/** The same for what officers alone may decide then. */
const toOfficers: ReadonlySet<NoticeKind> = new Set(["computer.waiting"]);

/** How long a notice stays in an inbox. What it tells of stands in the audit log for ever. */
const keptSeconds = 180 * 86_400;
/** After so long it wakes no phone any more: the inbox has it. */
const pushedSeconds = 3 * 86_400;
/** After so long a mail is given up: by then somebody has seen that no mail arrives. */
const mailedSeconds = 4 * 86_400;

export type NewNotice = Exclude<NoticeContent, { kind: OfApp | OfCompany }> & {
  user: UserId;
  company: CompanyId;
  /** Nobody else is told, whatever the kind. */
  userAlone?: boolean;
  at: Date;
};

/** Leaves with the transaction's next statement, or with its commit: it costs no round trip. Its id. */
export async function writeNotice(
  transaction: Transaction,
  { kind, data, user, company, userAlone = false, at }: NewNotice,
): Promise<NoticeId> {
  const id = newNoticeId();
  const notice = noticeInsert({
    ...{ id, user, company, kind, data: JSON.stringify(data) },
    // Whoever holds the phone that it is about knows already.
    silent: "device" in data ? data.device : null,
    administrators: toAdministrators[kind] && !userAlone,
    alarm: alarms.has(kind),
    officers: toOfficers.has(kind),
    ...timesOf(at),
  });
  await sendWithNext(transaction, notice);
  return id;
}

/** Tells a user of another mail address, at that one and at the one of before; those who look after others' access are told of each other's. */
export async function tellOfMail(
  transaction: Transaction,
  {
    former,
    role,
    ...whose
  }: { user: UserId; company: CompanyId; role: Role; former: string | null; at: Date },
): Promise<void> {
  const { user, at } = whose;
  const userAlone = role === "user";
  const id = await writeNotice(transaction, { kind: "mail.changed", data: {}, ...whose, userAlone });
  if (former === null) return;
  const { mailedUntil: until } = timesOf(at);
  await sendWithNext(transaction, formerAddressDelivery({ user, id, address: former, at, until }));
}

/** Who reads what is about a company. */
type Readers =
  | { administratorsOf: CompanyId }
  /** Of the operator. */
  | "officers"
  /** Some people by their ids. */
  | { users: readonly UserId[] };

export type CompanyNotice = Extract<NoticeContent, { kind: OfCompany }> & { readers: Readers; at: Date };

/** To each of them who has not been removed, in their own inbox. */
export async function tellReaders(
  transaction: Transaction,
  { kind, data, readers, at }: CompanyNotice,
): Promise<void> {
  const notice = { id: newNoticeId(), kind, data: JSON.stringify(data), ...timesOf(at) };
  await sendWithNext(transaction, insertFor(readers));

  function insertFor(whom: Readers) {
    if (whom === "officers") return officersNoticeInsert(notice);
    if ("users" in whom) return readersNoticeInsert({ ...notice, users: whom.users });
    return administratorsNoticeInsert({ ...notice, company: whom.administratorsOf });
  }
}

/** Tells every user whose phone used this version of the app last that it is withdrawn, that phone included. */
export async function tellUsersOf(
  transaction: Transaction,
  { app, at }: { app: string; at: Date },
): Promise<void> {
  const kind: OfApp = "app.withdrawn";
  await sendWithNext(transaction, appNoticeInsert({ id: newNoticeId(), kind, app, ...timesOf(at) }));
}

function timesOf(at: Date) {
  return {
    at,
    keptUntil: later(at, keptSeconds),
    pushedUntil: later(at, pushedSeconds),
    mailedUntil: later(at, mailedSeconds),
  };
}
