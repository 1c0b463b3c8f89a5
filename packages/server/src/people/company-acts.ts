/**
 * What is done to a company as a whole (M11, M15, M20). Stopping it is one row's change and holds at once; what it leaves open is cleared
 * away after that. Ending all of its devices goes device by device. Both go on a part at a time (company-work.ts).
 */
import type { CompanyId } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { GivenReason, MadeProposal, NewCompany, Noted } from "@mtoken/protocol/people";
import { recordAudit } from "../audit/record.ts";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { liveStatuses } from "../device/standing.ts";
import { stopImportsOf } from "../import/import-store.ts";
import { tellReaders } from "../notice/write-notice.ts";
import { actAlone } from "../proposal/act-alone.ts";
import { endProposalsOf } from "../proposal/end-proposals.ts";
import { propose } from "../proposal/propose.ts";
import { type Caller, recordOf } from "./caller.ts";
import { insertCompany } from "./companies.ts";
import { beginWork, finishWork } from "./company-work.ts";
import { holdCompany } from "./hold.ts";
import { searchWords, sortName } from "./search-words.ts";

type Acting = Pick<Context, "database" | "clock" | "events">;
type Why = GivenReason & { company: CompanyId };

/** A client, with the usual policy, or a stricter one where the limits are. */
export function addCompany(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  { name }: NewCompany,
): Promise<CompanyId> {
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: "company.create", company: caller.company });
    return insertCompany(transaction, { name, at, ...recordOf(caller) });
  });
}

/**
 * At once, in whatever is read from now on: its people's phones show it when they are unlocked the next time. Throws `already_decided`
 * where it is called so.
 */
export function renameCompany(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  { company, name }: NewCompany & { company: CompanyId },
): Promise<void> {
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: "company.rename", company });
    const { name: former } = await transaction
      .selectFrom("companies")
      .select("name")
      .where("id", "=", company)
      .executeTakeFirstOrThrow();
    if (name === former) throw new ProtocolError("already_decided");
    await transaction
      .updateTable("companies")
      .set({ name, sort_name: sortName(name), search_words: searchWords(name) })
      .where("id", "=", company)
      .execute();
    await recordAudit(transaction, at, {
      kind: "company.renamed",
      company,
      name,
      former,
      ...recordOf(caller),
    });
  });
}

/** All that there are when this begins, the caller's own among them when it is their company. How many it has ended. */
export async function deactivateDevicesOfCompany(
  context: Acting,
  caller: Caller,
  { company, ...why }: Why,
): Promise<number> {
  const at = context.clock.now();
  const work = await context.database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: "company.end-devices", company });
    const facts = { ...why, ...recordOf(caller) };
    await recordAudit(transaction, at, { kind: "company.devices-ending", company, ...facts });
    // Of none nobody is told: it can be asked for again and again.
    const readers = { administratorsOf: company };
    if (await hasLiveDevice(transaction, company))
      await tellReaders(transaction, { kind: "company.devices-ended", data: {}, readers, at });
    const byOperator = caller.organization === "operator";
    return beginWork(transaction, { company, kind: "end-devices", facts: { ...facts, byOperator }, at });
  });
  return finishWork(context, work);
}

async function hasLiveDevice(transaction: Transaction, company: CompanyId): Promise<boolean> {
  const live = await transaction
    .selectFrom("devices")
    .select("id")
    .where("company_id", "=", company)
    .where("status", "in", liveStatuses)
    .limit(1)
    .executeTakeFirst();
  return live !== undefined;
}

/** Also what its people have proposed ends. Devices stay, for when it goes on. Throws `already_decided` where it is stopped. */
export async function stopCompany(context: Acting, caller: Caller, { company, ...why }: Why): Promise<void> {
  const at = context.clock.now();
  const work = await context.database.kysely.transaction().execute(async (transaction) => {
    await holdCompany(transaction, caller, { act: "company.stop", company });
    if ((await stoppedAt(transaction, company)) !== null) throw new ProtocolError("already_decided");
    await transaction.updateTable("companies").set({ stopped_at: at }).where("id", "=", company).execute();
    await stopImportsOf(transaction, company, at);
    await endProposalsOf(transaction, { company, at });
    const facts = { ...why, ...recordOf(caller) };
    await recordAudit(transaction, at, { kind: "company.stopped", company, ...facts });
    const readers = { administratorsOf: company };
    await tellReaders(transaction, { kind: "company.stopped", data: {}, readers, at });
    return beginWork(transaction, { company, kind: "stop", facts, at });
  });
  await finishWork(context, work);
}

/** Letting it go on takes two people. Throws `already_decided` where it is not stopped. */
export function proposeResumption(
  { database, clock }: Pick<Context, "database" | "clock">,
  caller: Caller,
  { company, note }: Noted & { company: CompanyId },
): Promise<MadeProposal> {
  const at = clock.now();
  return database.kysely.transaction().execute(async (transaction) => {
    const wanted = await wantResumption(transaction, caller, company);
    return propose(transaction, caller, { ...wanted, note, at });
  });
}

/** The same at the command line, at once. */
export function resumeCompany(
  context: Context,
  caller: Caller,
  { company, ...noted }: Noted & { company: CompanyId },
): Promise<void> {
  const want = (transaction: Transaction) => wantResumption(transaction, caller, company);
  return actAlone(context, caller, { ...noted, want });
}

async function wantResumption(transaction: Transaction, caller: Caller, company: CompanyId) {
  const kind = "company.resume";
  await holdCompany(transaction, caller, { act: kind, company });
  const since = await stoppedAt(transaction, company);
  if (since === null) throw new ProtocolError("already_decided");
  return { company, content: { kind, stopped: toNumericDate(since) } } as const;
}

/** For who holds it. */
async function stoppedAt(transaction: Transaction, company: CompanyId): Promise<Date | null> {
  const { stopped_at } = await transaction
    .selectFrom("companies")
    .select("stopped_at")
    .where("id", "=", company)
    .executeTakeFirstOrThrow();
  return stopped_at;
}
