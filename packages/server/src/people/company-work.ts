/**
 * What is done to all of a company, a part at a time, so that thousands hold nobody up: each part is a transaction that holds a few rows,
 * and how far it came is written down in it. Whoever began goes on with it; should their process die, housekeeping does.
 */
import { randomUUID } from "node:crypto";
import type { CompanyId, DeviceId, UserId } from "@mtoken/protocol";
import { type RawBuilder, sql } from "kysely";
import { endInvitationsOf } from "../activation/end-invitations.ts";
import { recordAudit } from "../audit/record.ts";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import type { CompanyWork } from "../database/tables.ts";
import { userLock } from "../device/activate-device.ts";
import { endDevice } from "../device/end-device.ts";
import { liveStatuses } from "../device/standing.ts";
import type { Topic } from "../events/bus.ts";
import { stopCodes, stopRequests } from "../freeze/store.ts";
import { tellReaders } from "../notice/write-notice.ts";
import { endSignedIn } from "../request/end-signed-in.ts";

/** Few enough that nobody waits long for a row of theirs. */
const devicesAtOnce = 50;
const usersAtOnce = 200;

const firstWaitSeconds = 60;
/** A way on is found by somebody who reads the log, and then nobody should wait for long. */
const longestWaitSeconds = 3600;

type Acting = Pick<Context, "database" | "clock" | "events">;

export interface BeginWork extends Pick<CompanyWork, "kind" | "facts"> {
  company: CompanyId;
  at: Date;
}

/** For who holds the company. */
export async function beginWork(
  transaction: Transaction,
  { company, kind, facts, at }: BeginWork,
): Promise<string> {
  const id = randomUUID();
  await transaction
    .insertInto("company_work")
    .values({ id, company_id: company, kind, facts: JSON.stringify(facts), begun_at: at })
    .execute();
  return id;
}

/** How much of it was done in the end, by whichever processes. */
export async function finishWork(context: Acting, id: string): Promise<number> {
  for (;;) {
    const { isDone, done, topics } = await context.database.kysely
      .transaction()
      .execute((transaction) => doPart(transaction, { id, at: context.clock.now() }));
    for (const topic of topics) context.events.publish(topic);
    if (isDone) return done;
  }
}

/**
 * What a process has left behind that died, or somebody else is just doing: then a part of it is done here. What fails holds up nothing
 * else: it is tried again after a while, which grows.
 */
export async function goOnWithCompanies(context: Acting & Pick<Context, "log">): Promise<void> {
  const { database, clock } = context;
  const open = await database.kysely
    .selectFrom("company_work")
    .select(["id", "failures"])
    .where("finished_at", "is", null)
    .where((is) => is.or([is("next_at", "is", null), is("next_at", "<=", clock.now())]))
    .orderBy("begun_at")
    .execute();
  for (const work of open) {
    try {
      await finishWork(context, work.id);
    } catch (error) {
      context.log.error({ err: error, work: work.id }, "what is done to all of a company failed");
      await putOff(context, work);
    }
  }
}

async function putOff(
  { database, clock }: Acting,
  { id, failures }: Pick<CompanyWork, "id" | "failures">,
): Promise<void> {
  const wait = Math.min(firstWaitSeconds * 2 ** failures, longestWaitSeconds);
  await database.kysely
    .updateTable("company_work")
    .set({ failures: failures + 1, next_at: later(clock.now(), wait) })
    .where("id", "=", id)
    .execute();
}

interface Progress {
  isDone: boolean;
  done: number;
  topics: Topic[];
}

async function doPart(transaction: Transaction, { id, at }: { id: string; at: Date }): Promise<Progress> {
  const work = await transaction
    .selectFrom("company_work")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (work.finished_at !== null) return { isDone: true, done: work.done, topics: [] };
  const part = await parts[work.kind](transaction, work, at);
  const done = work.done + part.done;
  await transaction
    .updateTable("company_work")
    .set({ done, reached: part.reached, failures: 0, ...(part.isLast && { finished_at: at }) })
    .where("id", "=", id)
    .execute();
  if (part.isLast && work.kind === "end-devices") {
    const { byOperator: _, policies: _of, ...facts } = work.facts;
    await recordAudit(transaction, at, {
      ...{ kind: "company.devices-ended", company: work.company_id, devices: done, ...facts },
    });
  }
  return { isDone: part.isLast, done, topics: part.topics };
}

const parts: Readonly<
  Record<CompanyWork["kind"], (transaction: Transaction, work: CompanyWork, at: Date) => Promise<Part>>
> = {
  stop: clearUsers,
  "end-devices": endDevices,
  "tell-policy": tellOfPolicy,
  "tell-limits": tellOfLimits,
};

interface Part {
  done: number;
  reached: string;
  isLast: boolean;
  topics: Topic[];
}

/** Those that there were when it began; what is ended is not found again. */
async function endDevices(transaction: Transaction, work: CompanyWork, at: Date): Promise<Part> {
  const { rows } = await sql<{ id: DeviceId; user: UserId }>`
    select id, user_id as user from devices
    where company_id = ${work.company_id} and status = any(${liveStatuses}) and id > ${work.reached}
      and created_at <= ${work.begun_at}::timestamptz
    order by id limit ${devicesAtOnce}::integer
  `.execute(transaction);
  const devices = sql`select from devices where id = any(${rows.map(({ id }) => id)}::text[]) order by id for update`;
  await userLock({ users: rows.map(({ user }) => user) }).all(transaction);
  await devices.execute(transaction);
  const topics: Topic[] = [];
  let done = 0;
  for (const { id: device } of rows) {
    const told = await endDevice(transaction, {
      ...{ device, status: "deactivated", at, isOneOfAll: true, ...work.facts },
    });
    if (told === undefined) continue;
    done += 1;
    topics.push(...told);
  }
  const isLast = rows.length < devicesAtOnce;
  return { done, topics, reached: rows.at(-1)?.id ?? work.reached, isLast };
}

/** Nobody of a stopped company gets anything new; what they had is ended here. One that goes on meanwhile is left alone. */
async function clearUsers(transaction: Transaction, work: CompanyWork, at: Date): Promise<Part> {
  const { rows } = await sql<{ id: UserId }>`
    select users.id from users
    where company_id = ${work.company_id} and id > ${work.reached} and exists (
      select from companies where companies.id = users.company_id and stopped_at = ${work.begun_at}::timestamptz
    )
    order by id limit ${usersAtOnce}::integer for no key update
  `.execute(transaction);
  const users = rows.map(({ id }) => id);
  const reached = users.at(-1);
  if (reached === undefined) return { done: 0, topics: [], reached: work.reached, isLast: true };
  const revoked = await endInvitationsOf(transaction, { users, at });
  const devices = await holdDevices(transaction, users);
  // Interactions come before requests, as everywhere.
  await stopCodes(transaction, { users, at });
  const requests = await stopRequests(transaction, { users, reason: null });
  const ended = await endSignedIn(transaction, { of: { users }, reason: "company-stopped", at });
  for (const table of ["handshakes", "sessions"] as const)
    await sql`delete from ${sql.table(table)} where device_id = any(${devices}::text[])`.execute(transaction);
  const topics = [
    ...revoked,
    ...devices.map((device): Topic => `device:${device}`),
    ...[...requests, ...ended].map((request): Topic => `request:${request}`),
  ];
  return { done: requests.length, topics, reached, isLast: users.length < usersAtOnce };
}

async function holdDevices(transaction: Transaction, users: readonly UserId[]): Promise<DeviceId[]> {
  const { rows } = await sql<{ id: DeviceId }>`
    select id from devices where user_id = any(${users}::text[]) and status = any(${liveStatuses})
    order by id for update
  `.execute(transaction);
  return rows.map(({ id }) => id);
}

/** Of a changed policy, each user of the company whom no other notice tells. */
async function tellOfPolicy(transaction: Transaction, work: CompanyWork): Promise<Part> {
  const rows = await nextUsers(
    transaction,
    work,
    sql`company_id = ${work.company_id} and not ${isToldApart}`,
  );
  await tell(transaction, work, { kind: "policy.applied", users: rows });
  return partOf(work, rows);
}

/** Of changed limits, all administrators and officers; and each user whose company's policy holds otherwise by them, once. */
async function tellOfLimits(transaction: Transaction, work: CompanyWork): Promise<Part> {
  const policies = JSON.stringify(work.facts.policies ?? []);
  const isAffected = sql`company_id in (
    select companies.id from companies where policy in (select jsonb_array_elements(${policies}::jsonb))
  )`;
  const rows = await nextUsers(transaction, work, sql`(${isToldApart} or ${isAffected})`);
  await tell(transaction, work, { kind: "limits.changed", users: rows.filter(({ apart }) => apart) });
  await tell(transaction, work, { kind: "policy.applied", users: rows.filter(({ apart }) => !apart) });
  return partOf(work, rows);
}

/** They look after policies, and are told of a change itself. */
const isToldApart = sql<boolean>`(role in (${"administrator"}, ${"officer"}))`;

interface ToldUser {
  id: UserId;
  apart: boolean;
}

async function nextUsers(
  transaction: Transaction,
  { reached }: CompanyWork,
  whom: RawBuilder<unknown>,
): Promise<ToldUser[]> {
  const { rows } = await sql<ToldUser>`
    select id, ${isToldApart} as apart from users where ${whom} and removed_at is null and id > ${reached}
    order by id limit ${usersAtOnce}::integer
  `.execute(transaction);
  return rows;
}

async function tell(
  transaction: Transaction,
  { begun_at: at }: CompanyWork,
  { kind, users }: { kind: "policy.applied" | "limits.changed"; users: readonly ToldUser[] },
): Promise<void> {
  const readers = { users: users.map(({ id }) => id) };
  await tellReaders(transaction, { kind, data: {}, readers, at });
}

function partOf({ reached }: CompanyWork, rows: readonly ToldUser[]): Part {
  const isLast = rows.length < usersAtOnce;
  return { done: rows.length, topics: [], reached: rows.at(-1)?.id ?? reached, isLast };
}
