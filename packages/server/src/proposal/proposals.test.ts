/** Four eyes: two people for what is dangerous, both on record, and what a proposal was made against stands still. */
import {
  type CompanyId,
  newClientId,
  newProposalId,
  type ProposalId,
  ProtocolError,
  type UserId,
} from "@mtoken/protocol";
import {
  type CompanyPolicy,
  organizationOf,
  type PolicyLimits,
  type Role,
  usualPolicy,
  widestLimits,
} from "@mtoken/protocol/people";
import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toNumericDate } from "../clock.ts";
import { endAdministrator, proposeAdministrator } from "../people/administrator-acts.ts";
import { type Caller, operatorAtCommandLine } from "../people/caller.ts";
import { createCompany } from "../people/companies.ts";
import { goOnWithCompanies } from "../people/company-work.ts";
import { freezeUserOf, unfreezeUserOf } from "../people/freeze-acts.ts";
import { listIdentityKeys } from "../people/identity-keys.ts";
import { proposeKey, proposeStaff } from "../people/operator-acts.ts";
import { previewLimits, proposeLimits, proposePolicy, readCompanyPolicy } from "../people/policy-acts.ts";
import { addUser, removeUser } from "../people/user-acts.ts";
import { createUser, listUsers } from "../people/users.ts";
import { limitsOf } from "../policy/store.ts";
import { describeEachEngine, useServer } from "../testing/use-server.ts";
import { confirmProposal, rejectProposal, withdrawProposal } from "./decide-proposal.ts";
import { listProposalPage, readProposal } from "./list-proposals.ts";
import { sweepProposals } from "./sweep.ts";

const why = { reason: "suspicious" } as const;
const hour = 3600;

describeEachEngine("proposals", (engine) => {
  const server = useServer(engine);
  let bank: CompanyId;
  let officer: Caller;
  let secondOfficer: Caller;
  let company: CompanyId;
  let anna: Caller;
  let ben: Caller;

  beforeAll(async () => {
    bank = await createCompany(server.context, { name: "Example Bank", kind: "operator" });
    [officer, secondOfficer] = [await person(bank, "officer"), await person(bank, "officer")];
  });
  beforeEach(async () => {
    company = await createCompany(server.context, { name: "Northern Mills" });
    [anna, ben] = [await person(company, "administrator"), await person(company, "administrator")];
  });

  async function person(of: CompanyId, role: Role): Promise<Caller> {
    const user = await createUser(server.context, { company: of, name: `Pat ${role}`, role });
    return { user, company: of, role, organization: organizationOf(role), via: "console" };
  }

  function policy(change: Partial<CompanyPolicy>) {
    return { company, policy: { ...usualPolicy, ...change } };
  }

  async function holds(): Promise<CompanyPolicy> {
    return (await readCompanyPolicy(server.context, officer, company)).policy;
  }

  async function roleOf(user: UserId): Promise<Role | undefined> {
    return (await listUsers(server.context)).find(({ id }) => id === user)?.role;
  }

  function confirm(caller: Caller, proposal: ProposalId): Promise<void> {
    return confirmProposal(server.context, caller, { proposal });
  }

  async function codeOf(act: Promise<unknown>): Promise<string> {
    return act.then(
      () => "done",
      (error: unknown) => (error instanceof ProtocolError ? error.code : Promise.reject(error)),
    );
  }

  async function statusOf(proposal: ProposalId): Promise<string> {
    return (await readProposal(server.context, officer, proposal)).status;
  }

  /** The kinds of the log's entries that name it, with who did each, by their kinds. */
  async function recorded(proposal: ProposalId): Promise<object[]> {
    const { rows } = await sql<{ entry: string }>`
      select entry from audit_entries where entry like ${`%${proposal}%`} order by kind
    `.execute(server.context.database.kysely);
    return rows.map(({ entry }) => JSON.parse(entry));
  }

  /** What somebody was told, the kinds alone. */
  async function toldTo({ user }: Caller): Promise<string[]> {
    const rows = await server.context.database.kysely
      .selectFrom("notices")
      .select(["kind", "data"])
      .where("user_id", "=", user)
      .execute();
    return rows.map(({ kind, data }) => ("outcome" in data ? `${kind}: ${data.outcome}` : kind)).sort();
  }

  describe("those who are told", () => {
    test("are the other administrators, not its author; and its author of what came of it", async () => {
      const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
      expect(await toldTo(ben)).toEqual(["proposal.waiting"]);
      expect(await toldTo(anna)).toEqual([]);
      await confirm(ben, proposal);
      expect(await toldTo(anna)).toEqual(["policy.changed", "proposal.decided: confirmed"]);
      expect(await toldTo(ben)).toEqual(["policy.changed", "proposal.waiting"]);
    });

    test("are all users of what concerns them, some at a time, and not of what does not", async () => {
      const { context } = server;
      const users = await Promise.all(Array.from({ length: 3 }, () => person(company, "user")));
      const other = await person(await createCompany(context, { name: "Other" }), "user");
      const change = async (changed: Partial<CompanyPolicy>) => {
        const { proposal } = await proposePolicy(context, anna, {
          company,
          policy: { ...(await holds()), ...changed },
        });
        await confirm(ben, proposal);
        await goOnWithCompanies(context);
      };
      await change({ approval: true });
      for (const user of users) expect(await toldTo(user)).toEqual([]);
      await change({ idle_seconds: 120 });
      for (const user of users) expect(await toldTo(user)).toEqual(["policy.applied"]);
      expect(await toldTo(anna)).not.toContain("policy.applied");
      expect(await toldTo(other)).toEqual([]);
      await goOnWithCompanies(context);
      for (const user of users) expect(await toldTo(user)).toEqual(["policy.applied"]);
    });

    test("are the administrators of a new one, and of one less", async () => {
      const user = await addUser(server.context, anna, { company, name: "Nora New" });
      const { proposal } = await proposeAdministrator(server.context, anna, { user });
      await confirm(ben, proposal);
      await endAdministrator(server.context, anna, { user, ...why });
      expect(await toldTo({ ...anna, user })).toEqual(["administrator.ended", "administrator.made"]);
      expect(await toldTo(ben)).toEqual(["administrator.ended", "administrator.made", "proposal.waiting"]);
    });
  });

  describe("a change of policy", () => {
    test("waits for another administrator, who sees from what to what, and then holds; both are on record", async () => {
      const { proposal } = await proposePolicy(server.context, anna, {
        ...policy({ approval: true, devices: 2 }),
        note: "As we agreed",
      });
      expect(await holds()).toEqual(usualPolicy);
      expect(await readProposal(server.context, ben, proposal)).toMatchObject({
        ...{ status: "open", note: "As we agreed", by: { id: anna.user }, decided: null },
        proposed: { from: usualPolicy, to: { ...usualPolicy, approval: true, devices: 2 } },
        may: { decide: true, withdraw: false },
        behind: false,
      });
      await confirm(ben, proposal);
      expect(await holds()).toEqual({ ...usualPolicy, approval: true, devices: 2 });
      expect(await recorded(proposal)).toMatchObject([
        {
          ...{ kind: "company.changed", proposed_by: anna.user, by: ben.user },
          changes: [
            { field: "devices", from: 1, to: 2 },
            { field: "approval", from: false, to: true },
          ],
        },
        { kind: "proposal.confirmed", proposed_by: anna.user, by: ben.user, via: "console" },
        { kind: "proposal.created", act: "policy.change", by: anna.user, company },
      ]);
      expect(await readProposal(server.context, anna, proposal)).toMatchObject({
        ...{ status: "confirmed", decided: { by: { id: ben.user } } },
        may: { decide: false, withdraw: false },
        behind: false,
      });
    });

    test("is never confirmed or rejected by its author, also not as somebody of another role", async () => {
      const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
      expect(await readProposal(server.context, anna, proposal)).toMatchObject({
        ...{ may: { decide: false, withdraw: true }, behind: false },
      });
      expect(await codeOf(confirm(anna, proposal))).toBe("not_allowed");
      expect(await codeOf(rejectProposal(server.context, anna, { proposal }))).toBe("not_allowed");
      expect(await holds()).toEqual(usualPolicy);
      // Nor by the database itself, whatever the code does.
      const closed = server.context.database.kysely
        .updateTable("proposals")
        .set({ status: "confirmed", decided_by: anna.user, decided_at: server.clock.now() })
        .where("id", "=", proposal)
        .execute();
      await expect(closed).rejects.toThrow(/check constraint/);
    });

    test("is not there for a plain user, for another company's administrator, and for an auditor or the helpdesk to decide", async () => {
      const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
      const elsewhere = await createCompany(server.context, { name: "Southern Mills" });
      const strangers = [await person(company, "user"), await person(elsewhere, "administrator")];
      for (const stranger of strangers) {
        expect(await codeOf(readProposal(server.context, stranger, proposal))).toBe("not_found");
        expect(await codeOf(confirm(stranger, proposal))).toBe("not_found");
        expect(await codeOf(withdrawProposal(server.context, stranger, { proposal }))).toBe("not_found");
      }
      for (const reader of [await person(bank, "auditor"), await person(bank, "helpdesk")]) {
        expect(await readProposal(server.context, reader, proposal)).toMatchObject({
          ...{ may: { decide: false, withdraw: false }, behind: false },
        });
        for (const act of [confirmProposal, rejectProposal, withdrawProposal])
          expect(await codeOf(act(server.context, reader, { proposal }))).toBe("not_found");
      }
      expect(await statusOf(proposal)).toBe("open");
    });

    test("of a company with one administrator is confirmed by an officer, and an officer's by the administrator", async () => {
      await removeUser(server.context, anna, { user: ben.user, ...why });
      const own = await proposePolicy(server.context, anna, policy({ devices: 2 }));
      await confirm(officer, own.proposal);
      const theirs = await proposePolicy(server.context, officer, policy({ devices: 3 }));
      expect(await codeOf(confirm(officer, theirs.proposal))).toBe("not_allowed");
      await confirm(anna, theirs.proposal);
      expect((await holds()).devices).toBe(3);
    });

    test("beyond the limits is refused by the name of its field, and one that changes nothing is none", async () => {
      const { kysely } = server.context.database;
      await kysely
        .updateTable("policy_limits")
        .set({ limits: JSON.stringify({ ...widestLimits, devices: 2 }) })
        .execute();
      const beyond = proposePolicy(server.context, anna, policy({ devices: 3 }));
      await expect(beyond).rejects.toMatchObject({ code: "policy_refused", details: { path: "devices" } });
      expect(await codeOf(proposePolicy(server.context, anna, policy({})))).toBe("already_decided");
      // What is beyond them as it is stored is held back, and keeps nobody from changing the rest.
      await kysely
        .updateTable("policy_limits")
        .set({ limits: JSON.stringify({ ...widestLimits, devices: 2, biometrics_allowed: false }) })
        .execute();
      const rest = await proposePolicy(server.context, anna, policy({ idle_seconds: 240 }));
      await confirm(ben, rest.proposal);
      expect(await holds()).toMatchObject({ biometrics: true, idle_seconds: 240 });
      await confirm(ben, (await proposePolicy(server.context, anna, policy({}))).proposal);
      // Limits that were made stricter meanwhile refuse it at its confirmation.
      const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
      await kysely
        .updateTable("policy_limits")
        .set({ limits: JSON.stringify({ ...widestLimits, devices: 1 }) })
        .execute();
      expect(await codeOf(confirm(ben, proposal))).toBe("proposal_void");
      await kysely
        .updateTable("policy_limits")
        .set({ limits: JSON.stringify(widestLimits) })
        .execute();
      expect(await holds()).toEqual(usualPolicy);
    });

    test("is void once the policy is another one than it was made against", async () => {
      const first = await proposePolicy(server.context, anna, policy({ devices: 2 }));
      const second = await proposePolicy(server.context, ben, policy({ biometrics: false }));
      await confirm(ben, first.proposal);
      expect(await codeOf(confirm(anna, second.proposal))).toBe("proposal_void");
      expect(await holds()).toEqual({ ...usualPolicy, devices: 2 });
      expect(await statusOf(second.proposal)).toBe("void");
      expect((await readProposal(server.context, anna, second.proposal)).decided?.by).toBeNull();
      expect(await codeOf(confirm(anna, second.proposal))).toBe("already_decided");
    });
  });

  describe("its author", () => {
    test.each<[string, (author: Caller, other: Caller) => Promise<unknown>]>([
      ["frozen", (author, other) => freezeUserOf(server.context, other, { user: author.user, ...why })],
      [
        "frozen and let go on",
        async (author, other) => {
          await freezeUserOf(server.context, other, { user: author.user, ...why });
          await unfreezeUserOf(server.context, other, { user: author.user, ...why });
        },
      ],
      ["removed", (author, other) => removeUser(server.context, other, { user: author.user, ...why })],
      [
        "made a plain user",
        (author, other) => endAdministrator(server.context, other, { user: author.user, ...why }),
      ],
    ])("who was %s since takes the proposal along", async (_what, happens) => {
      const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
      await happens(anna, ben);
      expect(await statusOf(proposal)).toBe("void");
      expect(await codeOf(confirm(ben, proposal))).toBe("already_decided");
      expect(await holds()).toEqual(usualPolicy);
      expect(await recorded(proposal)).toMatchObject([
        { kind: "proposal.created" },
        { kind: "proposal.void" },
      ]);
    });

    test("who may not any more, whatever ended that, leaves nothing to confirm", async () => {
      const { kysely } = server.context.database;
      for (const change of [
        { frozen_at: server.clock.now() },
        { removed_at: server.clock.now() },
        { role: "user" as const },
      ]) {
        const author = await person(company, "administrator");
        const { proposal } = await proposePolicy(server.context, author, policy({ devices: 2 }));
        await kysely.updateTable("users").set(change).where("id", "=", author.user).execute();
        expect(await codeOf(confirm(ben, proposal))).toBe("proposal_void");
        expect(await statusOf(proposal)).toBe("void");
      }
      expect(await holds()).toEqual(usualPolicy);
    });

    test("withdraws it, and nobody else does", async () => {
      const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
      expect(await codeOf(withdrawProposal(server.context, ben, { proposal }))).toBe("not_allowed");
      await withdrawProposal(server.context, anna, { proposal, note: "Not yet" });
      expect(await codeOf(confirm(ben, proposal))).toBe("already_decided");
      expect(await recorded(proposal)).toMatchObject([
        { kind: "proposal.created" },
        { kind: "proposal.withdrawn", note: "Not yet", by: anna.user },
      ]);
    });

    test("has twenty open at a time, and then decides some first", async () => {
      for (let count = 0; count < 20; count++)
        await proposePolicy(server.context, anna, policy({ idle_seconds: 60 + count }));
      const proposed = () => proposePolicy(server.context, anna, policy({ devices: 2 }));
      expect(await codeOf(proposed())).toBe("rate_limited");
      const { items } = await listProposalPage(server.context, anna, { status: "open", limit: "1" });
      const [last] = items;
      if (last === undefined) throw new Error("there is none");
      await withdrawProposal(server.context, anna, { proposal: last.id });
      await proposed();
    });
  });

  test("whoever confirms may do it at that moment: not who was frozen or given another role a moment ago", async () => {
    const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
    await endAdministrator(server.context, anna, { user: ben.user, ...why });
    expect(await codeOf(confirm(ben, proposal))).toBe("sign_in_required");
    await freezeUserOf(server.context, officer, { user: secondOfficer.user, ...why });
    expect(await codeOf(confirm(secondOfficer, proposal))).toBe("sign_in_required");
    await unfreezeUserOf(server.context, officer, { user: secondOfficer.user, ...why });
    expect(await holds()).toEqual(usualPolicy);
  });

  test("one ends after three days, before and after that is written down", async () => {
    const { proposal, expires } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
    expect(expires).toBe(Math.floor(server.clock.now().getTime() / 1000) + 72 * hour);
    server.clock.advance(72 * hour);
    expect(await statusOf(proposal)).toBe("expired");
    expect(await codeOf(confirm(ben, proposal))).toBe("already_decided");
    const listed = async (status: "open" | "expired") =>
      (await listProposalPage(server.context, anna, { company, status })).items.map(({ id }) => id);
    expect([await listed("open"), await listed("expired")]).toEqual([[], [proposal]]);
    await sweepProposals(server.context);
    await sweepProposals(server.context);
    expect(await statusOf(proposal)).toBe("expired");
    expect(await recorded(proposal)).toMatchObject([
      { kind: "proposal.created" },
      { kind: "proposal.expired" },
    ]);
    expect(await toldTo(anna)).toEqual(["proposal.decided: expired"]);
  });

  test("of those who decide at once one comes first, and what was proposed happens once or never", async () => {
    const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
    const decided = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        codeOf(
          (n % 2 === 0 ? confirmProposal : rejectProposal)(server.context, n < 3 ? ben : officer, {
            proposal,
          }),
        ),
      ),
    );
    expect(decided.filter((code) => code === "done")).toHaveLength(1);
    expect(decided.filter((code) => code === "already_decided")).toHaveLength(5);
    const isConfirmed = (await statusOf(proposal)) === "confirmed";
    expect((await holds()).devices).toBe(isConfirmed ? 2 : 1);
    expect(await recorded(proposal)).toHaveLength(isConfirmed ? 3 : 2);
  });

  test("of an author who is ended and a confirmation at once, one comes first", async () => {
    const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
    const [confirmed] = await Promise.all([
      codeOf(confirm(ben, proposal)),
      endAdministrator(server.context, officer, { user: anna.user, ...why }),
    ]);
    expect(confirmed).toBeOneOf(["done", "already_decided"]);
    expect((await holds()).devices).toBe(confirmed === "done" ? 2 : 1);
    expect(await statusOf(proposal)).toBe(confirmed === "done" ? "confirmed" : "void");
  });

  describe("two people", () => {
    const portal = newClientId();
    const at = (way: Caller["via"], who: Caller): Caller => ({ ...who, via: way });

    test("are not one portal that speaks for both of them", async () => {
      const { proposal } = await proposePolicy(server.context, at(portal, anna), policy({ devices: 2 }));
      expect((await readProposal(server.context, at(portal, ben), proposal)).may.decide).toBe(false);
      expect(await codeOf(confirm(at(portal, ben), proposal))).toBe("not_allowed");
      expect(await codeOf(rejectProposal(server.context, at(portal, ben), { proposal }))).toBe("not_allowed");
      await confirm(at(newClientId(), ben), proposal);
      const next = await proposePolicy(server.context, at("console", anna), policy({ devices: 3 }));
      await confirm(at("console", ben), next.proposal);
      expect((await holds()).devices).toBe(3);
    });

    test("are named to each other, but clients are not told which of the operator's people they were", async () => {
      const theirs = await proposePolicy(server.context, officer, policy({ devices: 2 }));
      const nameless = { id: null, name: null, operator: true };
      const named = { id: officer.user, name: "Pat officer", operator: true };
      expect((await readProposal(server.context, anna, theirs.proposal)).by).toEqual(nameless);
      expect((await readProposal(server.context, secondOfficer, theirs.proposal)).by).toEqual(named);
      const own = await proposePolicy(server.context, anna, policy({ devices: 3 }));
      await rejectProposal(server.context, officer, own);
      const decided = await readProposal(server.context, ben, own.proposal);
      expect([decided.by.name, decided.decided?.by]).toEqual(["Pat administrator", nameless]);
      expect((await readProposal(server.context, officer, own.proposal)).decided?.by).toEqual(named);
    });
  });

  describe("an administrator", () => {
    test("is made by two, and ended by one, at once", async () => {
      const user = await addUser(server.context, anna, { company, name: "Nora New" });
      const { proposal } = await proposeAdministrator(server.context, anna, { user });
      expect(await roleOf(user)).toBe("user");
      expect((await readProposal(server.context, ben, proposal)).proposed).toEqual({
        ...{ kind: "administrator.make", user: { id: user, name: "Nora New" }, phones: [] },
      });
      await confirm(ben, proposal);
      expect(await roleOf(user)).toBe("administrator");
      expect(await codeOf(proposeAdministrator(server.context, anna, { user }))).toBe("already_decided");
      await endAdministrator(server.context, anna, { user, ...why });
      expect(await roleOf(user)).toBe("user");
      expect(await codeOf(endAdministrator(server.context, anna, { user, ...why }))).toBe("already_decided");
    });

    test("is not made of who was removed, frozen, or made one meanwhile", async () => {
      for (const meanwhile of [
        (user: UserId) => removeUser(server.context, anna, { user, ...why }),
        (user: UserId) => freezeUserOf(server.context, anna, { user, ...why }),
        async (user: UserId) =>
          confirm(ben, (await proposeAdministrator(server.context, anna, { user })).proposal),
      ]) {
        const user = await addUser(server.context, anna, { company, name: "Nora New" });
        const { proposal } = await proposeAdministrator(server.context, anna, { user });
        await meanwhile(user);
        expect(await codeOf(confirm(ben, proposal))).toBe("proposal_void");
      }
      const frozen = await addUser(server.context, anna, { company, name: "Fred Frozen" });
      await freezeUserOf(server.context, anna, { user: frozen, ...why });
      expect(await codeOf(proposeAdministrator(server.context, anna, { user: frozen }))).toBe("user_frozen");
    });

    test("may be ended, but not the last one, whoever asks and however many ask at once", async () => {
      const ended = await Promise.all([
        codeOf(endAdministrator(server.context, officer, { user: anna.user, ...why })),
        codeOf(endAdministrator(server.context, secondOfficer, { user: ben.user, ...why })),
      ]);
      expect(ended.sort()).toEqual(["done", "last_administrator"]);
      const left = (await listUsers(server.context)).find(
        (user) => user.company.id === company && user.role === "administrator",
      );
      if (left === undefined) throw new Error("nobody is left");
      const last = endAdministrator(server.context, officer, { user: left.id, ...why });
      expect(await codeOf(last)).toBe("last_administrator");
    });

    test("is not made by whom it is about, who has become an officer's confirmer in no way", async () => {
      const user = await addUser(server.context, anna, { company, name: "Nora New" });
      expect(await codeOf(proposeAdministrator(server.context, anna, { user: anna.user }))).toBe(
        "not_allowed",
      );
      const { proposal } = await proposeAdministrator(server.context, anna, { user });
      await server.context.database.kysely
        .updateTable("users")
        .set({ role: "administrator" })
        .where("id", "=", user)
        .execute();
      const themselves = { ...anna, user };
      expect(await codeOf(confirm(themselves, proposal))).toBe("not_allowed");
    });
  });

  describe("the operator's own affairs", () => {
    test("take two officers: somebody new, with their role", async () => {
      const { proposal } = await proposeStaff(server.context, officer, {
        ...{ name: "Nora New", role: "helpdesk", mail: "nora@bank.example" },
      });
      expect(await codeOf(confirm(officer, proposal))).toBe("not_allowed");
      await confirm(secondOfficer, proposal);
      for (const reader of [officer, secondOfficer]) expect(await toldTo(reader)).toContain("staff.created");
      const [added] = (await listUsers(server.context)).filter(({ role }) => role === "helpdesk").slice(-1);
      expect(added).toMatchObject({ name: "Nora New", company: { id: bank } });
      const entries = await recorded(proposal);
      expect(entries).toContainEqual(
        expect.objectContaining({ kind: "user.created", role: "helpdesk", by: secondOfficer.user }),
      );
    });

    test("take two officers: the policy of the operator's own company, of which its other people are told", async () => {
      const { context } = server;
      const others = [await person(bank, "helpdesk"), await person(bank, "auditor")];
      const stated = () => readCompanyPolicy(context, officer, bank);
      const { policy: before } = await stated();
      const wanted = { company: bank, policy: { ...before, idle_seconds: 60 } };
      for (const caller of [...others, anna])
        expect(await codeOf(proposePolicy(context, caller, wanted))).toBe("not_found");
      const { proposal } = await proposePolicy(context, officer, wanted);
      expect(await toldTo(secondOfficer)).toContain("proposal.waiting");
      expect(await codeOf(confirm(officer, proposal))).toBe("not_allowed");
      expect(await codeOf(confirm(anna, proposal))).toBe("not_found");
      expect(await stated()).toMatchObject({ policy: before });
      await confirm(secondOfficer, proposal);
      expect(await stated()).toMatchObject({ effective: { idle_seconds: 60 } });
      await goOnWithCompanies(context);
      for (const one of [officer, secondOfficer]) {
        expect(await toldTo(one)).toContain("policy.changed");
        expect(await toldTo(one)).not.toContain("policy.applied");
      }
      for (const one of others) expect(await toldTo(one)).toEqual(["policy.applied"]);
      for (const one of [anna, ben]) expect(await toldTo(one)).toEqual([]);
    });

    test("take two officers: limits, which hold for every company at once", async () => {
      const limits = { ...widestLimits, biometrics_allowed: false, approval_required: true };
      const user = await person(company, "user");
      const without = await createCompany(server.context, {
        name: "Without Ltd",
        policy: { biometrics: false },
      });
      // There only the approval of new phones changes, which is no affair of who has one.
      const unconcerned = await person(without, "user");
      const { proposal } = await proposeLimits(server.context, officer, { limits });
      const other = await proposeLimits(server.context, officer, { limits: { ...widestLimits, devices: 2 } });
      const preview = (wanted: PolicyLimits) => previewLimits(server.context, officer, wanted);
      const { companies, held_back } = await preview(limits);
      expect(companies).toBeGreaterThanOrEqual(held_back);
      expect(held_back).toBeGreaterThan(0);
      expect(await preview(widestLimits)).toEqual({ companies, held_back: 0, held_back_now: 0, freed: 0 });
      expect(await codeOf(previewLimits(server.context, anna, limits))).toBe("not_found");
      await confirm(secondOfficer, proposal);
      expect(await preview(widestLimits)).toMatchObject({ held_back_now: held_back, freed: held_back });
      expect(await preview(limits)).toMatchObject({ held_back, held_back_now: held_back, freed: 0 });
      expect(await toldTo(anna)).toEqual([]);
      await goOnWithCompanies(server.context);
      for (const reader of [anna, ben, officer]) expect(await toldTo(reader)).toContain("limits.changed");
      // Who looks after no policy is told once of what holds from now on, and only where something else does.
      expect(await toldTo(user)).toEqual(["policy.applied"]);
      for (const reader of [anna, officer]) expect(await toldTo(reader)).not.toContain("policy.applied");
      expect(await toldTo(unconcerned)).toEqual([]);
      const stated = await readCompanyPolicy(server.context, anna, company);
      expect([stated.policy.biometrics, stated.effective.biometrics]).toEqual([true, false]);
      expect(await codeOf(confirm(secondOfficer, other.proposal))).toBe("proposal_void");
      expect(await codeOf(proposeLimits(server.context, officer, { limits }))).toBe("already_decided");
      const back = await proposeLimits(server.context, officer, { limits: widestLimits });
      await confirm(secondOfficer, back.proposal);
      expect(await limitsOf(server.context.database.kysely)).toEqual(widestLimits);
    });

    test("take two officers: an identity key, which the one before introduces", async () => {
      const { identity } = server.context;
      const before = identity.jwks().keys.length;
      const statuses = () => listIdentityKeys(server.context, officer).items.map(({ status }) => status);
      const later = toNumericDate(server.clock.now()) + 86_400;
      const { proposal } = await proposeKey(server.context, officer, {});
      expect(identity.jwks().keys).toHaveLength(before);
      await confirm(secondOfficer, proposal);
      expect(identity.jwks().keys).toHaveLength(before + 1);
      expect(identity.jwks().keys.at(-1)).toHaveProperty("endorsement");
      expect(statuses().slice(0, 2)).toEqual(["signing", "kept"]);
      const coming = await proposeKey(server.context, officer, { begins: later });
      await confirm(secondOfficer, coming.proposal);
      expect(statuses().slice(0, 3)).toEqual(["coming", "signing", "kept"]);
      expect(await codeOf((async () => listIdentityKeys(server.context, anna))())).toBe("not_found");
      for (const reader of [officer, secondOfficer]) expect(await toldTo(reader)).toContain("identity.added");
    });

    test("are nobody's of a company", async () => {
      const { proposal } = await proposeLimits(server.context, officer, {
        limits: { ...widestLimits, devices: 2 },
      });
      expect(await codeOf(proposeLimits(server.context, anna, { limits: widestLimits }))).toBe("not_found");
      expect(await codeOf(proposeStaff(server.context, anna, { name: "A", role: "officer" }))).toBe(
        "not_found",
      );
      expect(await codeOf(proposeKey(server.context, anna, {}))).toBe("not_found");
      expect(await codeOf(confirm(anna, proposal))).toBe("not_found");
      await rejectProposal(server.context, secondOfficer, { proposal, note: "No" });
      expect(await statusOf(proposal)).toBe("rejected");
    });
  });

  test("take people: the command line neither proposes nor confirms", async () => {
    const proposed = proposePolicy(server.context, operatorAtCommandLine, policy({ devices: 2 }));
    expect(await codeOf(proposed)).toBe("not_allowed");
    const { proposal } = await proposePolicy(server.context, anna, policy({ devices: 2 }));
    expect(await codeOf(confirm(operatorAtCommandLine, proposal))).toBe("not_allowed");
  });

  test("what never was is not found", async () => {
    const proposal = newProposalId();
    for (const act of [confirmProposal, rejectProposal, withdrawProposal])
      expect(await codeOf(act(server.context, officer, { proposal }))).toBe("not_found");
    expect(await codeOf(readProposal(server.context, officer, proposal))).toBe("not_found");
  });

  test("are listed the newest first, a page at a time, as far as one reaches", async () => {
    const made: ProposalId[] = [];
    for (const devices of [2, 3, 4]) {
      made.unshift((await proposePolicy(server.context, anna, policy({ devices }))).proposal);
      server.clock.advance(1);
    }
    const first = await listProposalPage(server.context, ben, { limit: "2" });
    const { next: cursor } = first;
    const second = await listProposalPage(server.context, ben, {
      limit: "2",
      ...(cursor !== null && { cursor }),
    });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
    const kind = "administrator.make";
    expect((await listProposalPage(server.context, officer, { company, kind })).items).toEqual([]);
    expect((await listProposalPage(server.context, officer, { company })).items).toHaveLength(3);
  });
});
