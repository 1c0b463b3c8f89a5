/** A company as a whole: stopped at once and wherever it matters, gone on with by two people, and its devices ended in parts. */
import { randomBytes, randomUUID } from "node:crypto";
import { type CompanyId, newCompanyId, ProtocolError, type UserId } from "@mtoken/protocol";
import { organizationOf, type Role } from "@mtoken/protocol/people";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { activeDeviceLock, claimQuery, decisionQuery } from "../approval/store.ts";
import { insertSession } from "../console/store.ts";
import { Housekeeping } from "../housekeeping.ts";
import { buildServers, type Servers } from "../http/build-server.ts";
import { readImport } from "../import/hand-over.ts";
import { startImport } from "../import/start-import.ts";
import { confirmProposal } from "../proposal/decide-proposal.ts";
import { readProposal } from "../proposal/list-proposals.ts";
import { consoleOf, copyDevice } from "../testing/console-people.ts";
import { mpin, payment } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { type Caller, operatorAtCommandLine } from "./caller.ts";
import { createCompany } from "./companies.ts";
import { deactivateDevicesOfCompany, proposeResumption, stopCompany } from "./company-acts.ts";
import { beginWork, goOnWithCompanies } from "./company-work.ts";
import { approveDeviceOf, deactivateDeviceOf } from "./device-acts.ts";
import { freezeUserOf } from "./freeze-acts.ts";
import { proposePolicy, readCompanyPolicy } from "./policy-acts.ts";
import { createUser } from "./users.ts";

const why = { reason: "suspicious", note: "Called us at noon" } as const;

describeEachEngine("a company", (engine) => {
  let world: SignInWorld;
  let servers: Servers;
  let bank: CompanyId;
  let officer: Caller;
  let secondOfficer: Caller;

  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    servers = await buildServers(world.context);
    bank = await createCompany(world.context, { name: "Example Bank", kind: "operator" });
    [officer, secondOfficer] = [await person(bank, "officer"), await person(bank, "officer")];
  }, 120_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((app) => app.close()));
    await world?.close();
  });

  async function person(company: CompanyId, role: Role): Promise<Caller> {
    const user = await createUser(world.context, { company, name: `Pat ${role}`, role });
    return { user, company, role, organization: organizationOf(role), via: "console" };
  }

  async function codeOfAct(act: Promise<unknown>): Promise<string> {
    return act.then(
      () => "done",
      (error: unknown) => (error instanceof ProtocolError ? error.code : Promise.reject(error)),
    );
  }

  async function entries(kind: string, company: CompanyId): Promise<object[]> {
    const rows = await world.context.database.kysely
      .selectFrom("audit_entries")
      .select("entry")
      .where("kind", "=", kind)
      .where("company_id", "=", company)
      .execute();
    return rows.map(({ entry }) => JSON.parse(entry));
  }

  async function resume(company: CompanyId): Promise<void> {
    const { proposal } = await proposeResumption(world.context, officer, { company });
    await confirmProposal(world.context, secondOfficer, { proposal });
  }

  test("that is stopped signs nobody in and signs nothing, at each step, until two officers let it go on", async () => {
    const { company } = world.phones;
    const [approved, redeemed, claimed] = [
      await world.showApproved(),
      await world.redeemed(),
      await world.show(),
    ];
    const { envelope, session } = await world.claim(claimed.request);
    const asked = { user: world.user, content: payment };
    const { body } = await world.portal.call({ path: "/v1/signatures", body: asked });
    const unproven = await world.phone.begin();

    // The row alone, before anything is cleared away: that is what every step looks at.
    const { kysely } = world.context.database;
    const stop = (stopped_at: Date | null) =>
      kysely.updateTable("companies").set({ stopped_at }).where("id", "=", company).execute();
    await stop(world.clock.now());
    expect(await codeOf(world.phone.unlock(mpin))).toBe("company_stopped");
    const decide = world.decide({ request: claimed.request, envelope, session });
    expect(await codeOf(decide)).toBe("company_stopped");
    expect(await codeOf(world.claim((await world.show()).request, session))).toBe("company_stopped");
    expect(await codeOf(world.phone.call(session, "requests.list", {}))).toBe("company_stopped");
    const redemption = await approved.computer.redeem(approved.interaction, approved.request);
    expect(redemption.body["code"]).toBe("redemption_refused");
    expect((await world.portal.exchange(redeemed.code, redeemed.verifier)).body["code"]).toBe(
      "redemption_refused",
    );
    const again = await world.portal.call({ path: "/v1/signatures", body: asked });
    expect(again.body["code"]).toBe("company_stopped");
    await stop(null);

    await stopCompany(world.context, officer, { company, ...why });
    expect(await codeOfAct(stopCompany(world.context, officer, { company, ...why }))).toBe("already_decided");
    expect((await world.row(claimed.request)).status).toBe("withdrawn");
    expect((await world.row(String(body["request"]) as typeof claimed.request)).status).toBe("withdrawn");
    expect((await world.row(approved.request)).status).toBe("withdrawn");
    expect(await entries("company.stopped", company)).toMatchObject([
      { by: officer.user, via: "console", ...why },
    ]);
    const proof = await world.phone.message3(unproven, mpin);
    const path = `/v1/handshakes/${unproven.offered.handshake}`;
    expect(await codeOf(world.phone.post(path, proof.token))).toBe("handshake_refused");

    await resume(company);
    await expect(world.phone.unlock(mpin)).resolves.toBeDefined();
    expect(await codeOf(world.phone.call(session, "requests.list", {}))).toBe("session_ended");
    expect((await world.row(claimed.request)).status).toBe("withdrawn");
    await world.approve((await world.show()).request);
  });

  test("whose work fails time and again holds up nobody else's, and is tried again later and later", async () => {
    const { kysely } = world.context.database;
    const [broken, sound] = [await world.phones.addCompany(), await world.phones.addCompany()];
    const user = await createUser(world.context, { company: sound, name: "Ada", role: "user" });
    await copyDevice(world.context, world.phone.device, { user, company: sound });
    const begin = (company: CompanyId) =>
      kysely.transaction().execute((transaction) =>
        beginWork(transaction, {
          ...{ company, kind: "end-devices", at: world.clock.now() },
          facts: { by: officer.user, via: "console", reason: "stolen" },
        }),
      );
    const first = await begin(broken);
    // What nobody can read: it fails whenever it is tried.
    await sql`update company_work set facts = 'null' where id = ${first}`.execute(kysely);
    world.clock.advance(1);
    const second = await begin(sound);
    const stateOf = (id: string) =>
      kysely.selectFrom("company_work").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

    await goOnWithCompanies(world.context);
    expect(await stateOf(second)).toMatchObject({ done: 1, finished_at: world.clock.now(), failures: 0 });
    for (const [failures, wait] of [
      [1, 60],
      [2, 120],
      [3, 240],
    ] as const) {
      const due = new Date(world.clock.now().getTime() + wait * 1000);
      expect(await stateOf(first)).toMatchObject({ failures, next_at: due, finished_at: null });
      world.clock.advance(wait - 1);
      await goOnWithCompanies(world.context);
      expect(await stateOf(first)).toMatchObject({ failures });
      world.clock.advance(1);
      await goOnWithCompanies(world.context);
    }
    await kysely.deleteFrom("company_work").where("id", "=", first).execute();
  });

  test("that is stopped after its phone was let through still claims, decides and opens nothing: the statements themselves look", async () => {
    const { kysely } = world.context.database;
    const { company } = world.phones;
    const { device, user } = { device: world.phone.device, user: world.user };
    const stop = (stopped_at: Date | null) =>
      kysely.updateTable("companies").set({ stopped_at }).where("id", "=", company).execute();
    const { request: redeemed } = await world.redeemed();
    await world.phone.unlock(mpin);
    const { id: session } = await kysely
      .selectFrom("sessions")
      .select("id")
      .where("device_id", "=", device)
      .where("purpose", "=", "session")
      .orderBy("created_at", "desc")
      .executeTakeFirstOrThrow();
    const { request } = await world.show();
    const { computer_id: computer } = await world.row(request);
    const at = world.clock.now();
    const until = new Date(at.getTime() + 60_000);
    const asks = {
      lock: () => activeDeviceLock({ device }).all(kysely),
      claim: () =>
        claimQuery({
          ...{ request, session, device, user, company, computer },
          ...{ envelope: "", digits: null, sameDevice: true, expiresAt: until, at },
        }).all(kysely),
      decide: () =>
        decisionQuery({
          ...{ request, session, device, company, at, status: "refused", reason: "other", factor: null },
          ...{ approval: null, receipt: null, return_code_hash: null, expires_at: until },
          ...{ audit: `evt_${randomUUID()}`, kind: "request.refused", entry: JSON.stringify({ request }) },
        }).all(kysely),
      open: () =>
        kysely
          .transaction()
          .execute((transaction) =>
            insertSession(transaction, { hash: randomBytes(32), request: redeemed, at, expiresAt: until }),
          ),
    };
    for (const name of ["claim", "decide"] as const) {
      await stop(at);
      expect(await asks.lock()).toMatchObject([{ stopped: true }]);
      expect(await asks[name](), name).toEqual([]);
      expect(await asks.open()).toBeUndefined();
      await stop(null);
      expect(await asks[name](), name).toHaveLength(1);
    }
    expect(await asks.lock()).toMatchObject([{ stopped: false }]);
    expect(await asks.open()).toMatchObject({ user_id: user });
  });

  test("that is stopped has nobody at the console, and what its people proposed ends with it", async () => {
    const company = await world.phones.addCompany();
    const [anna, ben] = [await person(company, "administrator"), await person(company, "administrator")];
    const device = await copyDevice(world.context, world.phone.device, { user: anna.user, company });
    const browser = await consoleOf(servers.console, world.context, { user: anna.user, company, ...device });
    const { policy } = await readCompanyPolicy(world.context, anna, company);
    const changed = { company, policy: { ...policy, devices: 4 } };
    const { proposal } = await proposePolicy(world.context, anna, changed);
    const theirs = await proposePolicy(world.context, officer, {
      company,
      policy: { ...policy, devices: 5 },
    });
    expect((await browser.get("/v1/me")).status).toBe(200);
    const { kysely } = world.context.database;
    await kysely
      .updateTable("companies")
      .set({ stopped_at: world.clock.now() })
      .where("id", "=", company)
      .execute();
    expect((await browser.get("/v1/me")).status).toBe(401);
    // Nor does an act of theirs that was under way.
    const late = [
      proposePolicy(world.context, anna, changed),
      freezeUserOf(world.context, anna, { ...why, ...ben }),
    ];
    for (const act of late) expect(await codeOfAct(act)).toBe("sign_in_required");
    await kysely.updateTable("companies").set({ stopped_at: null }).where("id", "=", company).execute();
    expect((await browser.get("/v1/me")).status).toBe(200);

    const csv = Buffer.from("name\nIra Import").toString("base64url");
    const imported = await startImport(world.context, officer, { company, csv, reference: "Letter 3" });
    await stopCompany(world.context, ben, { company, ...why });
    expect(await readImport(world.context, officer, imported)).toMatchObject({ status: "stopped" });
    expect((await readProposal(world.context, officer, proposal)).status).toBe("void");
    expect((await readProposal(world.context, officer, theirs.proposal)).status).toBe("open");
    await resume(company);
    expect((await browser.get("/v1/me")).status).toBe(401);
  });

  test("goes on by two officers, and by no proposal of an earlier stop", async () => {
    const company = await world.phones.addCompany();
    const anna = await person(company, "administrator");
    expect(await codeOfAct(proposeResumption(world.context, officer, { company }))).toBe("already_decided");
    await stopCompany(world.context, anna, { company, ...why });
    const first = await proposeResumption(world.context, officer, { company });
    expect(await codeOfAct(confirmProposal(world.context, officer, first))).toBe("not_allowed");
    expect(await codeOfAct(confirmProposal(world.context, anna, first))).toBe("not_found");
    await resume(company);
    world.clock.advance(1);
    await stopCompany(world.context, anna, { company, ...why });
    expect(await codeOfAct(confirmProposal(world.context, secondOfficer, first))).toBe("proposal_void");
    expect(await entries("company.resumed", company)).toHaveLength(1);
  });

  async function addDevices(company: CompanyId, count: number): Promise<UserId[]> {
    const users: UserId[] = [];
    for (let n = 0; n < count; n++) {
      const user = await createUser(world.context, { company, name: "Mia Many", role: "user" });
      await copyDevice(world.context, world.phone.device, { user, company });
      users.push(user);
    }
    return users;
  }

  async function liveDevices(company: CompanyId): Promise<number> {
    const { rows } = await sql<{ live: number }>`
      select count(*)::integer as live from devices where company_id = ${company} and status = ${"active"}
    `.execute(world.context.database.kysely);
    return rows[0]?.live ?? 0;
  }

  test("has its devices ended in parts, each told to its user, with one entry for the start and one with the count", async () => {
    const company = await world.phones.addCompany();
    const anna = await person(company, "administrator");
    const users = await addDevices(company, 51);
    expect(await deactivateDevicesOfCompany(world.context, anna, { company, ...why })).toBe(51);
    expect(await liveDevices(company)).toBe(0);
    expect(await entries("company.devices-ending", company)).toMatchObject([{ by: anna.user, ...why }]);
    expect(await entries("company.devices-ended", company)).toMatchObject([{ by: anna.user, devices: 51 }]);
    expect(await entries("device.deactivated", company)).toHaveLength(51);
    const { kysely } = world.context.database;
    const told = await kysely
      .selectFrom("notices")
      .select(["user_id", "kind"])
      .where("company_id", "=", company)
      .execute();
    expect(told.filter(({ user_id }) => user_id === anna.user)).toEqual([
      { user_id: anna.user, kind: "company.devices-ended" },
    ]);
    const ended = told.filter(({ kind }) => kind === "device.deactivated").map(({ user_id }) => user_id);
    expect(ended.sort()).toEqual(users.sort());
    // Of none nobody is told, however often it is asked for.
    expect(await deactivateDevicesOfCompany(world.context, anna, { company, ...why })).toBe(0);
    const again = kysely
      .selectFrom("notices")
      .select("id")
      .where("company_id", "=", company)
      .where("kind", "=", "company.devices-ended");
    expect(await again.execute()).toHaveLength(1);
  });

  test("has them ended by housekeeping, when the process that began has died, and none that came later", async () => {
    const company = await world.phones.addCompany();
    await addDevices(company, 2);
    await world.context.database.kysely.transaction().execute((transaction) =>
      beginWork(transaction, {
        ...{ company, kind: "end-devices", at: world.clock.now() },
        facts: { by: officer.user, via: "console", reason: "stolen", byOperator: true },
      }),
    );
    world.clock.advance(1);
    await addDevices(company, 1);
    const housekeeping = new Housekeeping(world.context);
    await housekeeping.sweepNow();
    await housekeeping.sweepNow();
    expect(await liveDevices(company)).toBe(1);
    expect(await entries("company.devices-ended", company)).toMatchObject([{ devices: 2, reason: "stolen" }]);
  });

  test("has them ended by nobody all at once where it is the operator's own: each is ended by itself", async () => {
    const { user } = await person(bank, "auditor");
    const { device } = await copyDevice(world.context, world.phone.device, { user, company: bank });
    const before = await liveDevices(bank);
    const agent = await person(bank, "helpdesk");
    for (const caller of [agent, officer, operatorAtCommandLine])
      expect(
        await codeOfAct(deactivateDevicesOfCompany(world.context, caller, { company: bank, ...why })),
      ).toBe("not_found");
    expect(await liveDevices(bank)).toBe(before);
    expect(await entries("company.devices-ending", bank)).toEqual([]);
    await deactivateDeviceOf(world.context, agent, { device, ...why });
    expect(await liveDevices(bank)).toBe(before - 1);
  });

  test("has them ended once, whoever asks at once", async () => {
    const company = await world.phones.addCompany();
    await addDevices(company, 3);
    const counts = await Promise.all(
      [officer, secondOfficer].map((caller) =>
        deactivateDevicesOfCompany(world.context, caller, { company, ...why }),
      ),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await entries("device.deactivated", company)).toHaveLength(3);
  });

  test("approves its phones itself, where it has two administrators who can; else an officer may too", async () => {
    const company = await world.phones.addCompany({ approval: true });
    const user = await createUser(world.context, { company, name: "Wim Waiting", role: "user" });
    const waiting = () =>
      copyDevice(world.context, world.phone.device, { user, company, status: "awaiting-approval" });
    const approve = async () => codeOfAct(approveDeviceOf(world.context, officer, await waiting()));
    expect(await approve()).toBe("done");
    const anna = await person(company, "administrator");
    expect(await approve()).toBe("done");
    const ben = await person(company, "administrator");
    // Neither has a phone to sign in with.
    expect(await approve()).toBe("done");
    for (const { user: administrator } of [anna, ben])
      await copyDevice(world.context, world.phone.device, { user: administrator, company });
    expect(await approve()).toBe("not_allowed");
    expect(await codeOfAct(approveDeviceOf(world.context, anna, await waiting()))).toBe("done");
    for (const change of [
      { frozen_at: world.clock.now() },
      { frozen_at: null, removed_at: world.clock.now() },
    ]) {
      await world.context.database.kysely
        .updateTable("users")
        .set(change)
        .where("id", "=", ben.user)
        .execute();
      expect(await approve()).toBe("done");
    }
  });

  test("that never was is not found", async () => {
    const company = newCompanyId();
    for (const act of [stopCompany, deactivateDevicesOfCompany])
      expect(await codeOfAct(act(world.context, officer, { company, ...why }))).toBe("not_found");
    expect(await codeOfAct(proposeResumption(world.context, officer, { company }))).toBe("not_found");
  });
});
