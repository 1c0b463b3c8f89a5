/** "This wasn't me", by real phones, computers and portals (docs/protocol.md §7): what ends, what is refused, and for how long. */
import type { ComputerId, Frozen, RequestId } from "@mtoken/protocol";
import { fingerprintOf, hashToken, mpinChangeBinding } from "@mtoken/protocol";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimRequest } from "../approval/claim-request.ts";
import { decideRequest } from "../approval/decide-request.ts";
import { activeDeviceLock } from "../approval/store.ts";
import { enrolPasskey } from "../biometrics/enrol-passkey.ts";
import { later } from "../clock.ts";
import { allowComputer } from "../computer/allow-computer.ts";
import { setStanding } from "../computer/store.ts";
import { operatorAtCommandLine } from "../people/caller.ts";
import { approveDeviceOf } from "../people/device-acts.ts";
import { unfreezeUserOf } from "../people/freeze-acts.ts";
import { createUser } from "../people/users.ts";
import type { Caller } from "../session/methods.ts";
import { advanceSession, findSession } from "../session/store.ts";
import { mpin, payment } from "../testing/phone-world.ts";
import type { ShownSignIn } from "../testing/sign-in-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import type { OpenedSession, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { freezeOwnUser } from "./freeze-own-user.ts";

describeEachEngine("this wasn't me", (engine) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await markFrozen(false);
    await letGoOn().catch(() => undefined);
  });

  function letGoOn(): Promise<void> {
    return unfreezeUserOf(world.context, operatorAtCommandLine, { user: world.user, reason: "mistake" });
  }

  /** Somebody else's sign-in, which the user disowns. */
  async function disown(shown?: ShownSignIn, session?: OpenedSession) {
    const { request } = shown ?? (await world.show());
    const claimed = await world.claim(request, session);
    const decided = await world.decide({
      request,
      ...claimed,
      answer: { decision: "refuse", reason: "not-me" },
    });
    return { request, decided, ...claimed };
  }

  async function askSignature() {
    return (await world.portal.call({ path: "/v1/signatures", body: { user: world.user, content: payment } }))
      .body;
  }

  async function info(request: RequestId) {
    return (await world.portal.call({ method: "GET", path: `/v1/requests/${request}` })).body;
  }

  /** The mark alone, with all that was open left as it was: what each later check is there for. */
  async function markFrozen(frozen: boolean): Promise<void> {
    const { kysely } = world.context.database;
    await kysely.updateTable("devices").set({ frozen }).where("id", "=", world.phone.device).execute();
  }

  async function markStopped(stopped_at: Date | null): Promise<void> {
    const { company } = world.phones;
    const { kysely } = world.context.database;
    await kysely.updateTable("companies").set({ stopped_at }).where("id", "=", company).execute();
  }

  async function audit(kind: string): Promise<Record<string, unknown>[]> {
    const rows = await world.context.database.kysely
      .selectFrom("audit_entries")
      .select("entry")
      .where("kind", "=", kind)
      .orderBy("at")
      .execute();
    return rows.map(({ entry }) => JSON.parse(entry));
  }

  /** A call's caller, as the session's counting found it: from here on a test may let the world change. */
  async function callerOf(channel: OpenedSession): Promise<Caller> {
    const { database, clock } = world.context;
    const session = await findSession(database.kysely, channel.id);
    if (session === undefined) throw new Error("the session has ended");
    const at = clock.now();
    channel.seq += 1;
    const counting = { session: channel.id, company: session.company_id, seq: channel.seq, at, renews: true };
    const device = await advanceSession(database.kysely, counting);
    if (device === undefined) throw new Error("the session has ended");
    return { session, device };
  }

  describe("said of a request", () => {
    it("refuses it, and stops whatever else is open for the user", async () => {
      const approved = await world.showApproved();
      const waiting = (await askSignature())["request"] as RequestId;
      const taken = (await askSignature())["request"] as RequestId;
      const open = await world.phone.unlock(mpin);
      await world.phone.call(open, "request.claim", { request: taken });
      const { request, decided } = await disown(undefined, open);
      expect(decided).toMatchObject({ status: "refused", frozen: { stopped: 3 } });
      expect(await info(request)).toMatchObject({ status: "refused", reason: "not-me" });
      for (const stopped of [approved.request, waiting, taken])
        expect(await info(stopped)).toMatchObject({ status: "withdrawn", reason: "frozen" });
    });

    it("stands in the log by itself, with ids and no names", async () => {
      const { computer, ...shown } = await world.show();
      const { request } = await disown({ computer, ...shown });
      const entry = (await audit("user.frozen")).at(-1);
      expect(entry).toEqual({
        ...{ at: expect.any(String), kind: "user.frozen", company: world.phones.company, user: world.user },
        ...{ device: world.phone.device, stopped: 0, request, client: world.portal.id },
        ...{ computer: computer.id, computer_stopped: 0 },
      });
    });

    it("is told to the user and to the company's administrators", async () => {
      const { company } = world.phones;
      const boss = await createUser(world.context, { company, name: "Ben Example", role: "administrator" });
      await disown();
      const { kysely } = world.context.database;
      const told = await kysely
        .selectFrom("notices")
        .select(["user_id", "about_id", "data"])
        .where("kind", "=", "user.frozen")
        .where("user_id", "in", [boss, world.user])
        .orderBy("at", "desc")
        .execute();
      const data = { device: world.phone.device };
      expect(told).toContainEqual({ user_id: world.user, about_id: null, data });
      expect(told).toContainEqual({ user_id: boss, about_id: world.user, data });
    });

    it("takes the code of a sign-in that no portal has exchanged yet, and no lifting brings it back", async () => {
      const { code, verifier } = await world.redeemed();
      const { decided } = await disown();
      expect(decided.frozen?.stopped).toBe(1);
      await letGoOn();
      const { status, body } = await world.portal.exchange(code, verifier);
      expect([status, body["code"]]).toEqual([403, "redemption_refused"]);
    });

    it("leaves another user's code as it was, and does not count one that was out of time", async () => {
      const { phone } = world;
      await world.redeemed();
      world.clock.advance(60);
      world.phone = await world.phones.activePhone({ user: await world.phones.addUser() });
      const { code, verifier } = await world.redeemed();
      world.phone = phone;
      const { decided } = await disown();
      expect(decided.frozen?.stopped).toBe(0);
      expect((await world.portal.exchange(code, verifier)).status).toBe(200);
    });

    it("leaves complete what was signed, and another user's requests open", async () => {
      const signed = (await askSignature())["request"] as RequestId;
      await world.sign(signed);
      const colleague = await world.phones.addUser();
      const { body } = await world.portal.call({
        path: "/v1/signatures",
        body: { user: colleague, content: payment },
      });
      await disown();
      expect(await info(signed)).toMatchObject({ status: "approved" });
      expect(await info(body["request"] as RequestId)).toMatchObject({ status: "waiting" });
    });

    it("of any other refusal stops nothing", async () => {
      const { request } = await world.show();
      const claimed = await world.claim(request);
      const decided = await world.decide({
        ...{ request, ...claimed },
        answer: { decision: "refuse", reason: "changed-mind" },
      });
      expect(decided).not.toHaveProperty("frozen");
      expect((await askSignature())["status"]).toBe("waiting");
    });
  });

  describe("said without a request", () => {
    it("stops everything, and said twice it is what it was", async () => {
      const waiting = (await askSignature())["request"] as RequestId;
      const before = (await audit("user.frozen")).length;
      const session = await world.phone.unlock(mpin);
      const { frozen } = await world.phone.call(session, "user.freeze", {});
      expect(frozen.stopped).toBeGreaterThan(0);
      expect(await info(waiting)).toMatchObject({ status: "withdrawn", reason: "frozen" });
      world.clock.advance(5);
      expect(await world.phone.call(session, "user.freeze", {})).toEqual({ frozen });
      const entries = await audit("user.frozen");
      expect(entries).toHaveLength(before + 1);
      expect(entries.at(-1)).not.toHaveProperty("request");
    });

    it("takes an active device", async () => {
      const company = await world.phones.addCompany({ approval: true });
      const phone = await world.phones.newPhone();
      const user = await world.phones.addUser({ company });
      await phone.setUp({ ...(await world.phones.invite({ user })), mpin });
      expect(await codeOf(phone.call(await phone.unlock(mpin), "user.freeze", {}))).toBe("not_allowed");
    });
  });

  describe("a user who is frozen", () => {
    let session: OpenedSession;
    let frozen: Frozen;
    beforeEach(async () => {
      session = await world.phone.unlock(mpin);
      ({ frozen } = await world.phone.call(session, "user.freeze", {}));
    });

    it("unlocks, and is told of it at unlocking and by status", async () => {
      const opened = await world.phone.unlock(mpin);
      expect(opened.message4).toMatchObject({ status: "active", frozen, requests: [] });
      expect(await world.phone.call(opened, "status", {})).toMatchObject({ status: "active", frozen });
    });

    it("is asked to sign by no portal", async () => {
      expect(await askSignature()).toMatchObject({ status: 403, code: "user_frozen" });
    });

    it("claims nothing, by any way, and is given no list", async () => {
      const { request } = await world.show();
      const qr = await world.frame(request);
      const { phone } = world;
      expect(await codeOf(phone.call(session, "request.claim", { qr }))).toBe("user_frozen");
      expect(await codeOf(phone.call(session, "requests.list", {}))).toBe("user_frozen");
      expect(await codeOf(phone.call(session, "request.claim", { link: await world.link(request) }))).toBe(
        "user_frozen",
      );
      expect((await world.row(request)).status).toBe("waiting");
    });

    it("turns no fingerprint or face on, and may turn it off", async () => {
      expect(await codeOf(world.phone.call(session, "factor.begin", {}))).toBe("user_frozen");
      expect(await codeOf(world.phone.call(session, "factor.remove", {}))).toBe("accepted");
    });

    it("can still change the mPIN and give the device up", async () => {
      const change = await world.phone.changeTo("802461");
      const binding = await mpinChangeBinding(change);
      const channel = await world.phone.unlock(mpin, { purpose: "change", binding });
      expect(await codeOf(world.phone.call(channel, "mpin.change", change))).toBe("accepted");
      await world.renewPhone();
      const again = await world.phone.unlock(mpin);
      expect(again.message4).toMatchObject({ frozen });
      expect(await codeOf(world.phone.call(again, "device.deactivate", { reason: "lost" }))).toBe("accepted");
      await world.renewPhone();
    });

    it("stays so on a phone that is activated meanwhile, and on one that is approved meanwhile", async () => {
      await world.renewPhone();
      const opened = await world.phone.unlock(mpin);
      const { request } = await world.show();
      const qr = await world.frame(request);
      expect(await codeOf(world.phone.call(opened, "request.claim", { qr }))).toBe("user_frozen");

      const company = await world.phones.addCompany({ approval: true });
      const user = await world.phones.addUser({ company });
      const first = await approved(user);
      await first.call(await first.unlock(mpin), "user.freeze", {});
      const second = await approved(user);
      const held = await second.unlock(mpin);
      expect(held.message4.frozen).toBeDefined();
      expect(await codeOf(second.call(held, "request.claim", { qr }))).toBe("user_frozen");
    });

    async function approved(user: typeof world.user): Promise<TestPhone> {
      const phone = await world.phones.newPhone();
      const { certificate } = await phone.setUp({ ...(await world.phones.invite({ user })), mpin });
      const fingerprint = await fingerprintOf(certificate);
      await approveDeviceOf(world.context, operatorAtCommandLine, { device: phone.device, fingerprint });
      return phone;
    }

    it("goes on when somebody else says so, on the record, and not before", async () => {
      await letGoOn();
      expect((await audit("user.unfrozen")).at(-1)).toMatchObject({
        ...{ company: world.phones.company, user: world.user, reason: "mistake", by: "command-line" },
      });
      expect(await world.phone.call(session, "status", {})).not.toHaveProperty("frozen");
      const { code, verifier } = await world.redeemed();
      expect((await world.portal.exchange(code, verifier)).status).toBe(200);
      expect((await askSignature())["status"]).toBe("waiting");
      await expect(letGoOn()).rejects.toMatchObject({ code: "already_decided" });
    });
  });

  describe("each check by itself", () => {
    it("freezes nobody by a session that has ended meanwhile", async () => {
      const session = await world.phone.unlock(mpin);
      const caller = await callerOf(session);
      await world.phone.call(session, "session.end", {});
      expect(await codeOf(freezeOwnUser(world.context, caller))).toBe("session_ended");
      expect((await world.phone.unlock(mpin)).message4).not.toHaveProperty("frozen");
    });

    it("claims nothing that was under way as the user was frozen", async () => {
      const { request } = await world.show();
      const qr = await world.frame(request);
      const caller = await callerOf(await world.phone.unlock(mpin));
      await markFrozen(true);
      expect(await codeOf(claimRequest(world.context, caller, { qr }))).toBe("user_frozen");
      expect((await world.row(request)).status).toBe("waiting");
      await markFrozen(false);
    });

    it.each(["sign-in", "signature"])("approves no %s that was under way", async (kind) => {
      const asked =
        kind === "sign-in" ? (await world.show()).request : ((await askSignature())["request"] as RequestId);
      const session = await world.phone.unlock(mpin);
      const source = kind === "sign-in" ? { qr: await world.frame(asked) } : { request: asked };
      const { envelope } = await world.phone.call(session, "request.claim", source);
      const { digits } = await world.row(asked);
      const channel =
        kind === "sign-in"
          ? session
          : await world.phone.unlock(mpin, { purpose: "approve", binding: await hashToken(envelope) });
      const approval = await world.phone.approval(channel, envelope, asked, { ...(digits && { digits }) });
      const caller = await callerOf(channel);
      await markFrozen(true);
      expect(await codeOf(decideRequest(world.context, caller, { request: asked, approval }))).toBe(
        "user_frozen",
      );
      expect((await world.row(asked)).status).toBe("claimed");
      await markFrozen(false);
    });

    it("approves nothing that was under way as the company was stopped, and says so", async () => {
      const { request } = await world.show();
      const session = await world.phone.unlock(mpin);
      const qr = await world.frame(request);
      const { envelope } = await world.phone.call(session, "request.claim", { qr });
      const { digits } = await world.row(request);
      const approval = await world.phone.approval(session, envelope, request, { ...(digits && { digits }) });
      const caller = await callerOf(session);
      await markStopped(world.clock.now());
      const code = await codeOf(decideRequest(world.context, caller, { request, approval }));
      await markStopped(null);
      expect(code).toBe("company_stopped");
      expect((await world.row(request)).status).toBe("claimed");
    });

    it("enrols no passkey that was under way", async () => {
      const { phone } = world;
      const { enrolment } = await phone.enrolment(await phone.unlock(mpin));
      const caller = await callerOf(await phone.channelToEnrol(enrolment, mpin));
      await markFrozen(true);
      expect(await codeOf(enrolPasskey(world.context, caller, enrolment))).toBe("user_frozen");
      await markFrozen(false);
      expect((await phone.unlock(mpin)).message4.biometrics?.salt).toBeNull();
    });

    it("redeems nothing that was approved before", async () => {
      const { computer, interaction, request } = await world.showApproved();
      await markFrozen(true);
      const { status, body } = await computer.redeem(interaction, request);
      expect([status, body["code"]]).toEqual([403, "redemption_refused"]);
      expect((await world.row(request)).status).toBe("approved");
      await markFrozen(false);
    });

    it("tells a portal of nobody whose code was under way", async () => {
      const { code, verifier } = await world.redeemed();
      await markFrozen(true);
      const { status, body } = await world.portal.exchange(code, verifier);
      expect([status, body["code"]]).toEqual([403, "redemption_refused"]);
      await markFrozen(false);
    });
  });

  describe("the computer that asked", () => {
    async function otherPhone() {
      const colleague = await world.phones.activePhone({ user: await world.phones.addUser() });
      return { colleague, theirs: await colleague.unlock(mpin) };
    }

    async function approveBy(phone: TestPhone, session: OpenedSession, request: RequestId): Promise<void> {
      const { envelope } = await phone.call(session, "request.claim", { qr: await world.frame(request) });
      const { digits } = await world.row(request);
      const approval = await phone.approval(session, envelope, request, { digits });
      await phone.call(session, "request.decide", { request, approval });
    }

    /** The mark alone, with all that was open left as it was. */
    async function refuse(computer: ComputerId): Promise<void> {
      const { company } = world.phones;
      const at = world.clock.now();
      const standing = { user: world.user, computer, company, status: "refused", at } as const;
      await world.context.database.kysely
        .transaction()
        .execute((transaction) => setStanding(transaction, { ...standing, expiresAt: later(at, 60) }));
    }

    it("loses all that it shows, has shown or has not redeemed, whoever's it is", async () => {
      const { computer, ...shown } = await world.show();
      const open = await world.show(computer);
      const { colleague, theirs } = await otherPhone();
      const approved = await world.show(computer);
      await approveBy(colleague, theirs, approved.request);
      const elsewhere = await world.show();

      await disown({ computer, ...shown });
      expect((await audit("user.frozen")).at(-1)).toMatchObject({ computer_stopped: 2 });
      for (const { request } of [open, approved]) expect((await world.row(request)).status).toBe("withdrawn");
      expect((await world.row(elsewhere.request)).status).toBe("waiting");
      const redeemed = await computer.redeem(approved.interaction, approved.request);
      expect([redeemed.status, redeemed.body["code"]]).toEqual([403, "redemption_refused"]);
    });

    it("is refused to that user alone, until somebody allows it", async () => {
      const { computer, ...shown } = await world.show();
      await world.phones.makeKnown({ computer: computer.id });
      const { colleague, theirs } = await otherPhone();
      await disown({ computer, ...shown });
      await letGoOn();

      const again = await world.show(computer);
      const session = await world.phone.unlock(mpin);
      expect(await codeOf(world.claim(again.request, session))).toBe("computer_stopped");
      const others = await world.show(computer);
      await approveBy(colleague, theirs, others.request);
      expect((await computer.redeem(others.interaction, others.request)).status).toBe(200);

      await allowComputer(world.context, { computer: computer.id, reason: "a mistake", by: "command-line" });
      expect((await audit("computer.allowed")).at(-1)).toMatchObject({
        computer: computer.id,
        reason: "a mistake",
      });
      // Not known any more, either.
      const { envelope } = await world.claim((await world.show(computer)).request, session);
      expect(JSON.parse(Buffer.from(envelope.split(".")[1] ?? "", "base64url").toString())).toMatchObject({
        computer: { known_since: null },
        digits: true,
      });
    });

    it("is refused to that user where it was claimed or approved before, and begins no signature of theirs", async () => {
      const shown = await world.showApproved();
      const claimed = await world.show(shown.computer);
      const { envelope, session } = await world.claim(claimed.request);
      const { digits } = await world.row(claimed.request);
      await refuse(shown.computer.id);
      const approving = world.decide({ request: claimed.request, envelope, session, answer: { digits } });
      expect(await codeOf(approving)).toBe("computer_stopped");
      const redeemed = await shown.computer.redeem(shown.interaction, shown.request);
      expect([redeemed.status, redeemed.body["code"]]).toEqual([403, "computer_stopped"]);
      // Also where the app itself is opened by it, and no digits are asked.
      const here = await world.show(shown.computer);
      expect(await codeOf(world.claimByLink(here.request))).toBe("computer_stopped");
      const interaction = (await askSignature())["interaction"] as ShownSignIn["interaction"];
      expect((await shown.computer.begin(interaction)).body["code"]).toBe("computer_stopped");
    });

    it("goes on after a day", async () => {
      const { computer, ...shown } = await world.show();
      await disown({ computer, ...shown });
      await letGoOn();
      world.clock.advance(24 * 3600 - 1);
      const early = await world.claim((await world.show(computer)).request).catch(({ code }) => code);
      expect(early).toBe("computer_stopped");
      world.clock.advance(1);
      await world.claim((await world.show(computer)).request);
      const { id } = computer;
      await expect(
        allowComputer(world.context, { computer: id, reason: "late", by: "command-line" }),
      ).rejects.toThrow("that is refused");
    });

    it("is not looked for where a payment was disowned: its page may stand on the user's own", async () => {
      const asked = await askSignature();
      const computer = await world.newComputer();
      await computer.begin(asked["interaction"] as ShownSignIn["interaction"]);
      await disown({ computer, request: asked["request"] } as ShownSignIn);
      const { interaction } = await world.portal.beginSignIn();
      expect((await computer.begin(interaction)).status).toBe(201);
    });
  });

  describe("at the same time", () => {
    it("as an approval leaves nothing that could be redeemed", async () => {
      for (let round = 0; round < 5; round += 1) {
        const target = await world.show();
        const session = await world.phone.unlock(mpin);
        const claimed = await world.claim(target.request, session);
        const { digits } = await world.row(target.request);
        const approval = await world.phone.approval(session, claimed.envelope, target.request, {
          ...(digits !== null && { digits }),
        });
        const caller = await callerOf(session);
        const freezing = await callerOf(session);
        await Promise.all([
          codeOf(decideRequest(world.context, caller, { request: target.request, approval })),
          freezeOwnUser(world.context, freezing),
        ]);
        expect(await world.row(target.request)).toMatchObject({ status: "withdrawn", reason: "frozen" });
        await letGoOn();
      }
    });

    it("as a redemption leaves either a sign-in that nobody is told of, or one that was stopped", async () => {
      for (let round = 0; round < 5; round += 1) {
        const { computer, interaction, request } = await world.showApproved();
        const session = await world.phone.unlock(mpin);
        const [{ status, body }] = await Promise.all([
          computer.redeem(interaction, request),
          world.phone.call(session, "user.freeze", {}),
        ]);
        if (status !== 200) expect(body["code"]).toBe("redemption_refused");
        expect((await world.row(request)).status).toBe(status === 200 ? "redeemed" : "withdrawn");
        await letGoOn();
      }
    });

    it("as a claim, and as a portal asks, leaves nothing open", async () => {
      for (let round = 0; round < 5; round += 1) {
        const { request } = await world.show();
        const session = await world.phone.unlock(mpin);
        const qr = await world.frame(request);
        const [claiming, freezing] = [await callerOf(session), await callerOf(session)];
        const [asked] = await Promise.all([
          askSignature(),
          codeOf(claimRequest(world.context, claiming, { qr })),
          freezeOwnUser(world.context, freezing),
        ]);
        expect((await world.row(request)).status).not.toBe("claimed");
        if (asked["code"] !== "user_frozen")
          expect(await info(asked["request"] as RequestId)).toMatchObject({ status: "withdrawn" });
        await letGoOn();
      }
    });

    it.skipIf(engine === "pglite")(
      "as a claim that is half written waits for it, and stops what it took",
      async () => {
        const { kysely } = world.context.database;
        const { request } = await world.show();
        const session = await world.phone.unlock(mpin);
        const freezing = await callerOf(session);
        const { company } = world.phones;
        const { device } = world.phone;
        const waits = async (): Promise<boolean> => {
          const { rows } = await sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        `.execute(kysely);
          return rows.length > 0;
        };
        let frozen: Promise<unknown> | undefined;
        await kysely.transaction().execute(async (transaction) => {
          // As the rule has it: the device's row, then the request's.
          await activeDeviceLock({ device }).first(transaction);
          const taken = {
            status: "claimed",
            user_id: world.user,
            company_id: company,
            device_id: device,
            envelope: "x",
          } as const;
          await transaction.updateTable("requests").set(taken).where("id", "=", request).execute();
          frozen = freezeOwnUser(world.context, freezing);
          await expect.poll(waits, { timeout: 20_000 }).toBe(true);
        });
        await frozen;
        expect(await world.row(request)).toMatchObject({ status: "withdrawn", reason: "frozen" });
      },
    );

    it("twice, of two requests, freezes once", async () => {
      const session = await world.phone.unlock(mpin);
      const requests = [(await world.show()).request, (await world.show()).request];
      const callers: { caller: Caller; request: RequestId; approval: string }[] = [];
      for (const request of requests) {
        const { envelope } = await world.claim(request, session);
        const answer = { decision: "refuse", reason: "not-me" };
        const approval = await world.phone.approval(session, envelope, request, answer);
        callers.push({ caller: await callerOf(session), request, approval });
      }
      const before = (await audit("user.frozen")).length;
      const codes = await Promise.all(
        callers.map(({ caller, ...params }) => codeOf(decideRequest(world.context, caller, params))),
      );
      // The later one is told of the freeze, or finds its request stopped by it.
      expect(codes.sort()).toEqual(["accepted", expect.stringMatching(/^(user_frozen|request_closed)$/)]);
      expect(await audit("user.frozen")).toHaveLength(before + 1);
    });
  });
});
