/**
 * What takes two people, by its kind, when a second one confirms it, or the command line does it by itself: whether what it was made against
 * still stands, and then the act. For who holds the company, its subject, and the people who take part.
 */
import { isDeepStrictEqual } from "node:util";
import type { CompanyId, RequestId } from "@mtoken/protocol";
import {
  type CompanyPolicy,
  effectivePolicy,
  type PolicyChange,
  type PolicyLimits,
  type Proposed,
  policyChangeSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import { recordAudit } from "../audit/record.ts";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { voidSignIns } from "../device/end-device.ts";
import type { Topic } from "../events/bus.ts";
import { stopCodes } from "../freeze/store.ts";
import { addIdentityKey } from "../keys/identity.ts";
import { tellReaders, writeNotice } from "../notice/write-notice.ts";
import { beginWork } from "../people/company-work.ts";
import type { Party } from "../people/hold.ts";
import { insertStaff } from "../people/staff.ts";
import { changedBeyond } from "../policy/changed-beyond.ts";
import { holdLimits, lockLimits } from "../policy/store.ts";
import { endSignedIn } from "../request/end-signed-in.ts";
import { holdPhonesOf } from "./phones.ts";

export interface Settled {
  company: CompanyId;
  content: Proposed;
  subject: Party | undefined;
  /** What stands on the record of who did it. */
  facts: Readonly<Record<string, string | undefined>>;
  at: Date;
}

/** Whom to tell after the commit; undefined when its ground is gone, and nothing was changed. */
export function carryOut(
  context: Context,
  transaction: Transaction,
  proposal: Settled,
): Promise<Topic[] | undefined> {
  const { content } = proposal;
  switch (content.kind) {
    case "administrator.make":
      return makeAdministrator(transaction, proposal, content);
    case "policy.change":
      return changePolicy(transaction, proposal, content);
    case "company.resume":
      return resume(transaction, proposal, content);
    case "limits.change":
      return changeLimits(transaction, proposal, content);
    case "staff.create":
      return createStaff(transaction, proposal, content);
    case "operator-keys.rotate":
      return rotateKey(context, transaction, proposal, content);
  }
}

type Content<Kind extends Proposed["kind"]> = Extract<Proposed, { kind: Kind }>;

function factsOf({ company, facts }: Settled) {
  return { company, ...facts };
}

/**
 * Their phones are those that the second person has compared; what they wait with, or are invited to, takes one from now on. What a
 * plain user had opened ends: whoever acts on others signs in with a factor.
 */
async function makeAdministrator(
  transaction: Transaction,
  proposal: Settled,
  { phones }: Content<"administrator.make">,
): Promise<Topic[] | undefined> {
  const { subject, company, at } = proposal;
  if (!subject?.stands || subject.role !== "user" || subject.company !== company) return undefined;
  const { user } = subject;
  const theirs = await holdPhonesOf(transaction, user);
  if (!isDeepStrictEqual(theirs, phones)) return undefined;
  await stopCodes(transaction, { users: [user], at });
  const voided: RequestId[] = [];
  for (const device of theirs) voided.push(...(await voidSignIns(transaction, device)));
  voided.push(...(await endSignedIn(transaction, { of: { users: [user] }, reason: "role-changed", at })));
  await transaction.updateTable("users").set({ role: "administrator" }).where("id", "=", user).execute();
  await recordAudit(transaction, at, {
    kind: "administrator.made",
    user,
    phones: theirs.length,
    ...factsOf(proposal),
  });
  await writeNotice(transaction, { kind: "administrator.made", data: {}, user, company, at });
  return voided.map((request): Topic => `request:${request}`);
}

async function changePolicy(
  transaction: Transaction,
  proposal: Settled,
  { from, to }: Content<"policy.change">,
): Promise<Topic[] | undefined> {
  const { company, at } = proposal;
  const { policy, kind } = await transaction
    .selectFrom("companies")
    .select(["policy", "kind"])
    .where("id", "=", company)
    .executeTakeFirstOrThrow();
  const limits = await holdLimits(transaction);
  if (!isDeepStrictEqual(policy, from) || changedBeyond({ from, to }, limits).length > 0) return undefined;
  await transaction
    .updateTable("companies")
    .set({ policy: JSON.stringify(to) })
    .where("id", "=", company)
    .execute();
  const changes = changesOf(from, to);
  await recordAudit(transaction, at, { kind: "company.changed", changes, ...factsOf(proposal) });
  const readers = kind === "operator" ? "officers" : { administratorsOf: company };
  await tellReaders(transaction, { kind: "policy.changed", data: {}, readers, at });
  if (concernsUsers(changes))
    await beginWork(transaction, { company, kind: "tell-policy", facts: whoOf(proposal), at });
  return [];
}

function whoOf({ facts }: Settled) {
  return { by: facts["by"] ?? "server", reason: "changed" };
}

/** What is no affair of who has a phone already. */
const ofAdministrators: ReadonlySet<string> = new Set(["approval"] satisfies (keyof CompanyPolicy)[]);

function concernsUsers(changes: readonly PolicyChange[]): boolean {
  return changes.some(({ field }) => !ofAdministrators.has(field));
}

/** Each field that differs, as it was and as it is from now on. */
function changesOf<Fields extends CompanyPolicy | PolicyLimits>(from: Fields, to: Fields): PolicyChange[] {
  const fields = Object.keys(to) as (keyof Fields & string)[];
  return v.parse(
    v.array(policyChangeSchema),
    fields
      .filter((field) => !isDeepStrictEqual(to[field], from[field]))
      .map((field) => ({ field, from: from[field], to: to[field] })),
  );
}

async function resume(
  transaction: Transaction,
  proposal: Settled,
  { stopped }: Content<"company.resume">,
): Promise<Topic[] | undefined> {
  const { company, at } = proposal;
  const { stopped_at } = await transaction
    .selectFrom("companies")
    .select("stopped_at")
    .where("id", "=", company)
    .executeTakeFirstOrThrow();
  if (stopped_at === null || toNumericDate(stopped_at) !== stopped) return undefined;
  await transaction.updateTable("companies").set({ stopped_at: null }).where("id", "=", company).execute();
  await recordAudit(transaction, at, { kind: "company.resumed", ...factsOf(proposal) });
  const readers = { administratorsOf: company };
  await tellReaders(transaction, { kind: "company.resumed", data: {}, readers, at });
  return [];
}

async function changeLimits(
  transaction: Transaction,
  proposal: Settled,
  { from, to }: Content<"limits.change">,
): Promise<Topic[] | undefined> {
  const limits = await lockLimits(transaction);
  if (!isDeepStrictEqual(limits, from)) return undefined;
  await transaction
    .updateTable("policy_limits")
    .set({ limits: JSON.stringify(to) })
    .execute();
  const changes = changesOf(from, to);
  const { company, at } = proposal;
  await recordAudit(transaction, at, { kind: "limits.changed", changes, ...factsOf(proposal) });
  const policies = await findAffected(transaction, { from, to });
  await beginWork(transaction, {
    ...{ company, kind: "tell-limits", at },
    facts: { ...whoOf(proposal), policies },
  });
  return [];
}

/** The policies that hold otherwise by other limits, in what concerns users. Companies have the same few. */
async function findAffected(
  transaction: Transaction,
  { from, to }: { from: PolicyLimits; to: PolicyLimits },
): Promise<CompanyPolicy[]> {
  const rows = await transaction.selectFrom("companies").select("policy").distinct().execute();
  return rows
    .map(({ policy }) => policy)
    .filter((policy) => concernsUsers(changesOf(effectivePolicy(policy, from), effectivePolicy(policy, to))));
}

async function createStaff(
  transaction: Transaction,
  proposal: Settled,
  { kind: _, ...person }: Content<"staff.create">,
): Promise<Topic[]> {
  const { company, at } = proposal;
  await insertStaff(transaction, { company, ...person, at, facts: factsOf(proposal) });
  return [];
}

async function rotateKey(
  context: Context,
  transaction: Transaction,
  proposal: Settled,
  { begins }: Content<"operator-keys.rotate">,
): Promise<Topic[]> {
  const { at } = proposal;
  const wanted = begins === null ? at : new Date(begins * 1000);
  // Nothing is signed with a date before the key was made.
  const { company: _, ...facts } = factsOf(proposal);
  await addIdentityKey(context, transaction, { from: wanted < at ? at : wanted, facts });
  return ["identity"];
}
