/**
 * `computer.enrol` (docs/protocol.md §8): the user's answer to a computer that asks to be known, signed by the signing key over the
 * server's exact statement. Statement and answer stay with the computer for as long as it is known, and their hashes in the log.
 */
import type { ComputerId, EnrolmentApproval, EnrolmentId, Params, Result } from "@mtoken/protocol";
import {
  enrolmentApprovalSchema,
  hashToken,
  importVerifyKey,
  ProtocolError,
  verifyToken,
} from "@mtoken/protocol";
import { activeDeviceLock } from "../approval/store.ts";
import { clockTolerance } from "../approval/verify-approval.ts";
import { recordAudit } from "../audit/record.ts";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { sendTogether } from "../database/send.ts";
import { writeNotice } from "../notice/write-notice.ts";
import type { Caller } from "../session/methods.ts";
import { sessionLock } from "../session/store.ts";
import { knownUntil, setStanding, standingQuery } from "./store.ts";
import { whyUnusable } from "./usable-computer.ts";

interface Asked {
  id: EnrolmentId;
  computer: ComputerId;
  description: string;
  statement: string;
  hash: string;
}

export async function enrolComputer(
  context: Context,
  caller: Caller,
  { approval: token }: Params<"computer.enrol">,
): Promise<Result<"computer.enrol">> {
  const approval = await verifyEnrolmentApproval(context, caller, token);
  const asked = await findAsked(context, caller, approval);
  const outcome = await context.database.kysely
    .transaction()
    .execute((transaction) => settle(context, transaction, { caller, approval, token, asked }));
  if (outcome !== undefined) throw outcome;
  return {};
}

async function verifyEnrolmentApproval(
  { config, clock }: Context,
  { session, device }: Caller,
  token: string,
): Promise<EnrolmentApproval> {
  if (device.signing_key === null) throw new ProtocolError("not_allowed");
  const approval = await verifyToken({
    ...{ token, typ: "mtoken-enrolment-approval+jws", schema: enrolmentApprovalSchema },
    ...{ key: await importVerifyKey(device.signing_key), aud: config.serverOrigin },
  });
  const own =
    approval.device === device.id &&
    approval.handshake === session.id &&
    Math.abs(approval.iat - toNumericDate(clock.now())) <= clockTolerance;
  if (!own) throw new ProtocolError("message_refused");
  return approval;
}

/** By the hash of what this device was asked: a signature over anything else is about nothing that is there. */
async function findAsked(
  { database, clock }: Context,
  { device }: Caller,
  approval: EnrolmentApproval,
): Promise<Asked> {
  const rows = await database.kysely
    .selectFrom("enrolments as e")
    .innerJoin("computers as c", "c.id", "e.computer_id")
    .select(["e.id", "e.statement", "c.id as computer", "c.description"])
    .where("e.device_id", "=", device.id)
    .where("e.expires_at", ">", clock.now())
    .execute();
  for (const row of rows) {
    const hash = await hashToken(row.statement);
    if (hash === approval.enrolment && row.computer === approval.computer) return { ...row, hash };
  }
  throw new ProtocolError("not_found");
}

interface Settling {
  caller: Caller;
  approval: EnrolmentApproval;
  token: string;
  asked: Asked;
}

/** What is asked is used up, also by an answer that comes to nothing. */
async function settle(
  context: Context,
  transaction: Transaction,
  { caller: { session, device }, approval, token, asked }: Settling,
): Promise<ProtocolError | undefined> {
  const at = context.clock.now();
  const { id, computer, description } = asked;
  const of = { user: device.user_id, computer };
  const [active, stands, [standing]] = await sendTogether(
    transaction,
    activeDeviceLock({ device: device.id }),
    sessionLock({ session: session.id, device: device.id }),
    standingQuery(of),
  );
  if (active.length === 0 || stands.length === 0) return new ProtocolError("session_ended");
  if (active[0]?.stopped) return new ProtocolError("company_stopped");
  if (active[0]?.frozen) return new ProtocolError("user_frozen");
  const { numDeletedRows } = await transaction
    .deleteFrom("enrolments")
    .where("id", "=", id)
    .where("device_id", "=", device.id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return new ProtocolError("request_closed");
  const { user_id: user, company_id: company } = device;
  const facts = { company, user, device: device.id, computer };
  const hashes = { enrolment: asked.hash, approval: await hashToken(token) };
  if (approval.decision === "refuse") {
    await recordAudit(transaction, at, { kind: "computer.declined", ...facts, ...hashes });
    return undefined;
  }
  const on = { company, standing, sameDevice: false, asksDigits: true, at };
  const why = await whyUnusable(transaction, on);
  if (why !== undefined) return new ProtocolError(why);
  await setStanding(transaction, {
    ...{ ...of, company, status: "known", at, expiresAt: knownUntil(context.config, at) },
    signed: { enrolment: asked.statement, approval: token },
  });
  await recordAudit(transaction, at, { kind: "computer.enrolled", ...facts, ...hashes });
  const data = { computer, description };
  await writeNotice(transaction, { kind: "computer.added", data, user, company, at });
  return undefined;
}
