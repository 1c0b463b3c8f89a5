/**
 * What people do about the computers of others (B2): let one be used that waits, or add one by its fingerprint, which nobody does for
 * themselves; refuse it; make a known one a stranger; allow one again that is refused. Each is told who did it, and by which way.
 */
import type { ComputerId, RequestId, UserId } from "@mtoken/protocol";
import { computerFingerprint, decodeBase32, normalizeBase32, ProtocolError } from "@mtoken/protocol";
import type { Act, GivenReason } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { recordAudit } from "../audit/record.ts";
import { later } from "../clock.ts";
import { endStanding, isKnown, knownUntil, setStanding, standingQuery } from "../computer/store.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { writeNotice } from "../notice/write-notice.ts";
import { endSignedIn } from "../request/end-signed-in.ts";
import { type Caller, recordOf } from "./caller.ts";
import { type HeldSubject, holdUser } from "./hold.ts";
import { limitTelling } from "./limit-acts.ts";

type Acting = Pick<Context, "config" | "database" | "clock" | "events">;

/** As long as one that its user disowned. */
const refusalSeconds = 24 * 3600;

interface OfComputer {
  user: UserId;
  computer: ComputerId;
}

/** Of an approval and a refusal at once, the later is told `already_decided`. */
export function approveComputerOf(
  context: Acting,
  caller: Caller,
  { user, computer, fingerprint }: OfComputer & { fingerprint: string },
): Promise<void> {
  return withHeld(context, caller, { act: "computer.approve", user }, async (transaction, subject, at) => {
    const standing = await standingQuery({ user, computer }).first(transaction);
    const waits = standing?.status === "waiting" && at < (standing.expires_at ?? at);
    if (!waits) throw await goneOrNothing(transaction, { user, computer });
    if (normalizeBase32(fingerprint) !== normalizeBase32(computerFingerprint(computer)))
      throw new ProtocolError("wrong_fingerprint");
    return letIn(context, transaction, { caller, subject, computer, at });
  });
}

/** One that its own page shows the fingerprint of, and that waits for nobody. */
export function addComputerTo(
  context: Acting,
  caller: Caller,
  { user, fingerprint }: { user: UserId; fingerprint: string },
): Promise<void> {
  return withHeld(context, caller, { act: "computer.approve", user }, async (transaction, subject, at) => {
    const computer = await findByFingerprint(transaction, fingerprint);
    if (computer === undefined) throw new ProtocolError("wrong_fingerprint");
    const standing = await standingQuery({ user, computer }).first(transaction);
    if (isKnown(standing, at)) throw new ProtocolError("already_decided");
    return letIn(context, transaction, { caller, subject, computer, at });
  });
}

export function refuseComputerOf(
  context: Acting,
  caller: Caller,
  { user, computer, ...why }: OfComputer & GivenReason,
): Promise<void> {
  return withHeld(context, caller, { act: "computer.approve", user }, async (transaction, subject, at) => {
    if (!(await endStanding(transaction, { user, computer, from: ["waiting"], at })))
      throw await goneOrNothing(transaction, { user, computer });
    const { company } = subject;
    const expiresAt = later(at, refusalSeconds);
    await setStanding(transaction, { user, computer, company, status: "refused", at, expiresAt });
    const facts = { company, user, computer, ...why, ...recordOf(caller) };
    await recordAudit(transaction, at, { kind: "computer.refused", ...facts });
    return endSignedIn(transaction, { of: { user, computer }, reason: "computer-revoked", at });
  });
}

export function revokeComputerOf(
  context: Acting,
  caller: Caller,
  revoked: OfComputer & GivenReason,
): Promise<void> {
  return endOf(context, caller, revoked, {
    ...{ act: "computer.revoke", from: ["known", "waiting"], kind: "computer.revoked" },
  });
}

export function allowComputerOf(
  context: Acting,
  caller: Caller,
  allowed: OfComputer & GivenReason,
): Promise<void> {
  return endOf(context, caller, allowed, {
    ...{ act: "computer.allow", from: ["refused"], kind: "computer.allowed" },
  });
}

interface Ending {
  act: Act;
  from: readonly ("known" | "waiting" | "refused")[];
  kind: "computer.revoked" | "computer.allowed";
}

function endOf(
  context: Acting,
  caller: Caller,
  { user, computer, ...why }: OfComputer & GivenReason,
  { act, from, kind }: Ending,
): Promise<void> {
  return withHeld(context, caller, { act, user }, async (transaction, { company }, at) => {
    if (!(await endStanding(transaction, { user, computer, from, at })))
      throw await goneOrNothing(transaction, { user, computer });
    await recordAudit(transaction, at, { kind, company, user, computer, ...why, ...recordOf(caller) });
    if (kind === "computer.allowed") return [];
    return endSignedIn(transaction, { of: { user, computer }, reason: "computer-revoked", at });
  });
}

/** `act` gives back the sign-ins that it has ended. */
async function withHeld(
  { database, clock, events }: Acting,
  caller: Caller,
  of: { act: Act; user: UserId },
  act: (transaction: Transaction, subject: HeldSubject, at: Date) => Promise<RequestId[] | undefined>,
): Promise<void> {
  const at = clock.now();
  const over = await database.kysely
    .transaction()
    .execute(async (transaction) => act(transaction, await holdUser(transaction, caller, of), at));
  for (const request of over ?? []) events.publish(`request:${request}`);
}

/** One that this user never had is not there; one that they had stands otherwise by now. */
async function goneOrNothing(transaction: Transaction, of: OfComputer): Promise<ProtocolError> {
  const standing = await standingQuery(of).first(transaction);
  return new ProtocolError(standing === undefined ? "not_found" : "already_decided");
}

interface LetIn {
  caller: Caller;
  subject: HeldSubject;
  computer: ComputerId;
  at: Date;
}

async function letIn(
  { config }: Acting,
  transaction: Transaction,
  { caller, subject: { user, company }, computer, at }: LetIn,
): Promise<undefined> {
  // Added and taken back again and again it would fill an inbox.
  await limitTelling(transaction, caller, { user, kind: "computer.added", at });
  const { description } = await transaction
    .selectFrom("computers")
    .select("description")
    .where("id", "=", computer)
    .executeTakeFirstOrThrow();
  const expiresAt = knownUntil(config, at);
  await setStanding(transaction, { user, computer, company, status: "known", at, expiresAt });
  const facts = { company, user, computer, ...recordOf(caller) };
  await recordAudit(transaction, at, { kind: "computer.approved", ...facts });
  await writeNotice(transaction, {
    ...{ kind: "computer.added", data: { computer, description }, user, company, at },
  });
}

/** A fingerprint begins as its computer's id does; two that share one are neither. */
async function findByFingerprint(
  transaction: Transaction,
  fingerprint: string,
): Promise<ComputerId | undefined> {
  const typed = normalizeBase32(fingerprint);
  const first = firstBytes(typed);
  if (first === undefined) return undefined;
  const { rows } = await sql<{ id: ComputerId }>`
    select id from computers where left(id, 12) = ${`cpt_${first.toString("base64url")}`} limit 10
  `.execute(transaction);
  const found = rows.filter(({ id }) => normalizeBase32(computerFingerprint(id)) === typed);
  return found.length === 1 ? found[0]?.id : undefined;
}

/** 48 bits are eight characters of the id. */
function firstBytes(typed: string): Buffer | undefined {
  if (!/^[0-9A-HJKMNP-TV-Z]{20}$/.test(typed)) return undefined;
  const bytes = decodeBase32(typed.slice(0, 16), 10);
  return bytes && Buffer.from(bytes.slice(0, 6));
}
