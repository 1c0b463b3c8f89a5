/** Known computers, by real phones, browsers and portals (docs/protocol.md §8): how one becomes known, stays so, and is told from a copy. */
import type { ComputerId, Envelope, NoticeKind } from "@mtoken/protocol";
import { computerIdOf, exportPublicJwk, generateSigningKeyPair } from "@mtoken/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toNumericDate } from "../clock.ts";
import { readPageView } from "../interaction/page-view.ts";
import { createUser } from "../people/users.ts";
import { beforeTransactions } from "../testing/before-transactions.ts";
import { mpin } from "../testing/phone-world.ts";
import { type ShownSignIn, SignInWorld } from "../testing/sign-in-world.ts";
import type { TestComputer } from "../testing/test-computer.ts";
import { codeOf } from "../testing/test-phone.ts";
import { underWay } from "../testing/under-way.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { enrolComputer } from "./enrol-computer.ts";
import { revokeOwnComputer } from "./own-computers.ts";
import { setStanding } from "./store.ts";
import { sweepComputers } from "./sweep.ts";

const day = 86_400;

describeEachEngine("a computer", (engine) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
  });
  afterAll(() => world.close());

  /** A sign-in, all the way, on which the user ticks what is to be ticked. */
  async function signIn(computer: TestComputer, change = {}): Promise<ShownSignIn> {
    const shown = await world.showApproved(computer);
    expect((await computer.redeem(shown.interaction, shown.request, change)).status).toBe(200);
    return shown;
  }

  /** A yes whose call has been counted, and has done nothing yet. */
  async function answering(computer: TestComputer) {
    world.clock.advance(1);
    await signIn(computer, { remember: true });
    const session = await world.phone.unlock(mpin);
    const { enrolment = "" } = await world.phone.call(session, "requests.list", {});
    const approval = await world.phone.enrolmentApproval(session, enrolment);
    return { session, enrolment, approval, caller: await underWay(world, session) };
  }

  async function enrol(computer: TestComputer): Promise<void> {
    // Of two that were asked for in one moment either is told first.
    world.clock.advance(1);
    await signIn(computer, { remember: true });
    const session = await world.phone.unlock(mpin);
    const { enrolment = "" } = await world.phone.call(session, "requests.list", {});
    const approval = await world.phone.enrolmentApproval(session, enrolment);
    await world.phone.call(session, "computer.enrol", { approval });
  }

  async function known(): Promise<TestComputer> {
    const computer = await world.newComputer();
    await enrol(computer);
    return computer;
  }

  /** What a phone is shown that scans this computer now. */
  async function seen(computer: TestComputer): Promise<Envelope> {
    const { envelope } = await world.claim((await world.show(computer)).request);
    return JSON.parse(Buffer.from(envelope.split(".")[1] ?? "", "base64url").toString());
  }

  async function isKnown(computer: TestComputer): Promise<boolean> {
    const since = (await seen(computer)).computer?.known_since;
    return typeof since === "number";
  }

  async function audit(kind: string, computer: ComputerId): Promise<Record<string, unknown>[]> {
    const rows = await world.context.database.kysely
      .selectFrom("audit_entries")
      .select("entry")
      .where("kind", "=", kind)
      .execute();
    return rows.map(({ entry }) => JSON.parse(entry)).filter((entry) => entry.computer === computer);
  }

  async function told(kind: NoticeKind, computer: ComputerId) {
    const rows = await world.context.database.kysely
      .selectFrom("notices")
      .select(["user_id", "data"])
      .where("kind", "=", kind)
      .execute();
    return rows.filter(({ data }) => "computer" in data && data.computer === computer);
  }

  describe("becomes known", () => {
    it("by an enrolment that its user confirms, and not by a sign-in", async () => {
      const computer = await world.newComputer();
      await signIn(computer);
      expect(await seen(computer)).toMatchObject({ computer: { known_since: null }, digits: true });
      await enrol(computer);
      const known = { computer: { known_since: toNumericDate(world.clock.now()) }, digits: false };
      expect(await seen(computer)).toMatchObject(known);
      world.clock.advance(day);
      await signIn(computer);
      expect(await seen(computer)).toMatchObject(known);
      const other = await world.newComputer();
      expect(await isKnown(other)).toBe(false);
    });

    it("to that user alone", async () => {
      const computer = await known();
      const colleague = await world.phones.activePhone({ user: await world.phones.addUser() });
      const { request } = await world.show(computer);
      const session = await colleague.unlock(mpin);
      const { envelope } = await colleague.call(session, "request.claim", { qr: await world.frame(request) });
      expect(JSON.parse(Buffer.from(envelope.split(".")[1] ?? "", "base64url").toString())).toMatchObject({
        computer: { known_since: null },
        digits: true,
      });
    });

    it("with both signed messages kept and hashed into the log, and is told to user and administrators", async () => {
      const { company } = world.phones;
      const boss = await createUser(world.context, { company, name: "Ben Example", role: "administrator" });
      const { id } = await known();
      expect(await audit("computer.enrolled", id)).toEqual([
        expect.objectContaining({
          ...{ company, user: world.user, device: world.phone.device, computer: id },
          ...{ enrolment: expect.stringMatching(/^.{86}$/), approval: expect.stringMatching(/^.{86}$/) },
        }),
      ]);
      const row = await world.context.database.kysely
        .selectFrom("user_computers")
        .select(["enrolment", "approval", "status"])
        .where("computer_id", "=", id)
        .executeTakeFirstOrThrow();
      expect([row.enrolment, row.approval].map((token) => token?.split(".").length)).toEqual([3, 3]);
      const readers = (await told("computer.added", id)).map(({ user_id }) => user_id);
      expect(readers.sort()).toEqual([boss, world.user].sort());
    });

    it("not by a yes that was under way as its company was stopped", async () => {
      const { context, phones } = world;
      const { caller, approval } = await answering(await world.newComputer());
      const stop = (stopped_at: Date | null) =>
        context.database.kysely
          .updateTable("companies")
          .set({ stopped_at })
          .where("id", "=", phones.company)
          .execute();
      await stop(world.clock.now());
      await expect(enrolComputer(context, caller, { approval })).rejects.toMatchObject({
        code: "company_stopped",
      });
      await stop(null);
      expect(await enrolComputer(context, caller, { approval })).toEqual({});
    });

    it("not by a yes that was under way as its user was frozen", async () => {
      const { context } = world;
      const { caller, approval } = await answering(await world.newComputer());
      const freeze = (frozen: boolean) =>
        context.database.kysely
          .updateTable("devices")
          .set({ frozen })
          .where("id", "=", caller.device.id)
          .execute();
      await freeze(true);
      await expect(enrolComputer(context, caller, { approval })).rejects.toMatchObject({
        code: "user_frozen",
      });
      await freeze(false);
      expect(await enrolComputer(context, caller, { approval })).toEqual({});
    });

    it("not by a yes that was under way as its user said no", async () => {
      const { context } = world;
      const computer = await world.newComputer();
      const { session, enrolment, caller, approval } = await answering(computer);
      const no = await world.phone.enrolmentApproval(session, enrolment, { decision: "refuse" });
      const late = beforeTransactions(context, () => enrolComputer(context, caller, { approval: no }));
      await expect(enrolComputer(late, caller, { approval })).rejects.toMatchObject({
        code: "request_closed",
      });
      expect(await isKnown(computer)).toBe(false);
    });

    it("not by a no, nor by the same yes once more, nor late", async () => {
      const computer = await world.newComputer();
      world.clock.advance(1);
      await signIn(computer, { remember: true });
      const session = await world.phone.unlock(mpin);
      const { enrolment = "" } = await world.phone.call(session, "requests.list", {});
      const no = await world.phone.enrolmentApproval(session, enrolment, { decision: "refuse" });
      await world.phone.call(session, "computer.enrol", { approval: no });
      const yes = await world.phone.enrolmentApproval(session, enrolment);
      expect(await codeOf(world.phone.call(session, "computer.enrol", { approval: yes }))).toBe("not_found");
      expect(await world.phone.call(session, "requests.list", {})).not.toHaveProperty("enrolment");
      expect(await isKnown(computer)).toBe(false);
      expect(await audit("computer.declined", computer.id)).toHaveLength(1);

      await signIn(computer, { remember: true });
      world.clock.advance(601);
      const later = await world.phone.unlock(mpin);
      const asked = await world.context.database.kysely
        .selectFrom("enrolments")
        .select("statement")
        .where("computer_id", "=", computer.id)
        .executeTakeFirstOrThrow();
      const late = await world.phone.enrolmentApproval(later, asked.statement);
      expect(await codeOf(world.phone.call(later, "computer.enrol", { approval: late }))).toBe("not_found");
    });

    it.each([
      ["another statement", { enrolment: "A".repeat(86) }, "not_found"],
      ["another session", { handshake: `hsk_${"0".repeat(26)}` }, "message_refused"],
      ["another time", { iat: 1 }, "message_refused"],
      ["another server", { aud: "https://other.example" }, "message_refused"],
    ])("not by a signature for %s", async (_what, lies, code) => {
      const computer = await world.newComputer();
      world.clock.advance(1);
      await signIn(computer, { remember: true });
      const session = await world.phone.unlock(mpin);
      const { enrolment = "" } = await world.phone.call(session, "requests.list", {});
      const stranger = await computerIdOf(
        await exportPublicJwk((await generateSigningKeyPair({ bits: 2048, extractable: false })).publicKey),
      );
      for (const [change, expected] of [
        [lies, code],
        [{ computer: stranger }, "not_found"],
      ] as const) {
        const approval = await world.phone.enrolmentApproval(session, enrolment, change);
        expect(await codeOf(world.phone.call(session, "computer.enrol", { approval }))).toBe(expected);
      }
      expect(await isKnown(computer)).toBe(false);
    });

    it("not by a page that says in its body what its key has not signed", async () => {
      const computer = await world.newComputer();
      const shown = await world.showApproved(computer);
      const proof = await computer.prove(shown.interaction, { action: "redeem", request: shown.request });
      const path = `/v1/interactions/${shown.interaction}/redeem`;
      const { body } = await computer.call({ path, body: { proof, remember: true } });
      expect(body["code"]).toBe("malformed_message");
    });
  });

  describe("is a stranger again", () => {
    it("when its user says so on the phone, who sees it in a list", async () => {
      const computer = await known();
      const session = await world.phone.unlock(mpin);
      const listed = async () =>
        (await world.phone.call(session, "computers.list", {})).computers.find(
          ({ id }) => id === computer.id,
        );
      expect(await listed()).toMatchObject({ status: "known", description: "Chrome on Linux" });
      await world.phone.call(session, "computer.revoke", { computer: computer.id });
      expect(await listed()).toBeUndefined();
      expect(await isKnown(computer)).toBe(false);
      expect(await audit("computer.revoked", computer.id)).toHaveLength(1);
    });

    it("and is not known again by what its user was asked before", async () => {
      const computer = await world.newComputer();
      await signIn(computer, { remember: true });
      const session = await world.phone.unlock(mpin);
      const { enrolment = "" } = await world.phone.call(session, "requests.list", {});
      await world.phones.makeKnown({ computer: computer.id });
      await world.phone.call(session, "computer.revoke", { computer: computer.id });
      const approval = await world.phone.enrolmentApproval(session, enrolment);
      expect(await codeOf(world.phone.call(session, "computer.enrol", { approval }))).toBe("not_found");
      expect(await isKnown(computer)).toBe(false);
    });

    it("and one that is refused stays so where somebody who froze has revoked it meanwhile", async () => {
      const { context, user, phone } = world;
      const { kysely } = context.database;
      const computer = await world.newComputer();
      await world.show(computer);
      const at = world.clock.now();
      const refused = {
        user,
        computer: computer.id,
        company: world.phones.company,
        status: "refused",
        at,
      } as const;
      await kysely
        .transaction()
        .execute((transaction) =>
          setStanding(transaction, { ...refused, expiresAt: new Date(at.getTime() + 60_000) }),
        );
      const caller = await underWay(world, await phone.unlock(mpin));
      const freeze = (frozen: boolean) =>
        kysely.updateTable("devices").set({ frozen }).where("id", "=", phone.device).execute();
      const revoked = { computer: computer.id };
      await freeze(true);
      await expect(revokeOwnComputer(context, caller, revoked)).rejects.toMatchObject({ code: "not_found" });
      await freeze(false);
      expect(await revokeOwnComputer(context, caller, revoked)).toEqual({});
    });

    it("while a sign-in on it goes on, which then asks nobody for digits and leads to nothing", async () => {
      const computer = await known();
      const approved = await world.showApproved(computer);
      const claimed = await world.show(computer);
      const { envelope, session } = await world.claim(claimed.request);
      await world.phone.call(session, "computer.revoke", { computer: computer.id });
      const approving = world.decide({ request: claimed.request, envelope, session });
      expect(await codeOf(approving)).toBe("request_closed");
      const redeemed = await computer.redeem(approved.interaction, approved.request);
      expect(redeemed.body["code"]).toBe("redemption_refused");
    });

    it("when nobody has used it for 90 days, and not before", async () => {
      const computer = await known();
      world.clock.advance(89 * day);
      await signIn(computer);
      world.clock.advance(89 * day);
      expect(await isKnown(computer)).toBe(true);
      world.clock.advance(day);
      expect(await isKnown(computer)).toBe(false);
      await sweepComputers(world.context);
      expect(await audit("computer.expired", computer.id)).toHaveLength(1);
    });
  });

  describe("has a cookie that rotates", () => {
    it("at each sign-in, and the one before is good no more once the next was brought", async () => {
      const computer = await known();
      const before = computer.computerCookie;
      await signIn(computer);
      expect(computer.computerCookie).not.toBe(before);
      expect(await isKnown(computer)).toBe(true);
    });

    it("stays known when the answer with the next one is lost, once or twice", async () => {
      const computer = await known();
      for (const _ of [1, 2]) {
        const before = computer.computerCookie;
        await signIn(computer);
        computer.computerCookie = before;
        world.clock.advance(3600);
        expect(await isKnown(computer)).toBe(true);
      }
      await signIn(computer);
      expect(await isKnown(computer)).toBe(true);
    });

    it("stays known when two tabs redeem at once with the same one", async () => {
      const computer = await known();
      const shown = [await world.showApproved(computer), await world.showApproved(computer)];
      const before = computer.computerCookie;
      for (const { interaction, request } of shown) {
        computer.computerCookie = before;
        await computer.redeem(interaction, request);
      }
      expect(computer.computerCookie).toBe(before);
      expect(await isKnown(computer)).toBe(true);
    });

    it("is unknown in a copy of its browser and in the browser itself as soon as both were used, and all are told", async () => {
      const computer = await known();
      const copy = computer.copy();
      await signIn(computer);
      await isKnown(computer);
      expect(await isKnown(copy)).toBe(false);
      expect(await isKnown(computer)).toBe(false);
      expect(await audit("computer.copied", computer.id)).toEqual([
        expect.objectContaining({ company: world.phones.company, user: world.user }),
      ]);
      expect((await told("computer.copied", computer.id)).map(({ user_id }) => user_id)).toContain(
        world.user,
      );
    });

    it("is unknown too when the copy was used first, and the browser itself comes back", async () => {
      const computer = await known();
      const copy = computer.copy();
      await signIn(copy);
      world.clock.advance(60);
      await signIn(computer);
      expect(await isKnown(copy)).toBe(false);
      expect(await isKnown(computer)).toBe(false);
    });

    it("redeems nothing with an old one that began with a good one", async () => {
      const computer = await known();
      const copy = computer.copy();
      const approved = await world.showApproved(copy);
      const genuine = await signIn(computer);
      await isKnown(computer);
      const heard = new Set<string>();
      const { events } = world.context;
      const end = events.subscribe(`request:${genuine.request}`, () => heard.add(genuine.request));
      const redeemed = await copy.redeem(approved.interaction, approved.request);
      end();
      expect([redeemed.status, redeemed.body["code"]]).toEqual([403, "redemption_refused"]);
      // Whoever follows the sign-in of the browser itself hears that it is over.
      expect(await world.row(genuine.request)).toMatchObject({ end_reason: "computer-copied" });
      expect([...heard]).toEqual([genuine.request]);
      expect(await isKnown(computer)).toBe(false);
    });

    it("is unknown without it, which alarms nobody, and is enrolled anew", async () => {
      const computer = await known();
      expect(await isKnown(computer)).toBe(true);
      computer.computerCookie = undefined;
      expect(await isKnown(computer)).toBe(false);
      expect(await told("computer.copied", computer.id)).toEqual([]);
      await enrol(computer);
      expect(await isKnown(computer)).toBe(true);
    });

    it("is not told from its hash in the database", async () => {
      const { id, computerCookie } = await known();
      const row = await world.context.database.kysely
        .selectFrom("computers")
        .selectAll()
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      expect(JSON.stringify(row)).not.toContain(computerCookie);
      expect(computerCookie).toMatch(/^[A-Za-z0-9_-]{43}$/);
    });
  });

  describe("that a company wants approved, or none of", () => {
    let computer: TestComputer;
    beforeEach(async () => {
      await policy("digits");
      computer = await world.newComputer();
    });
    afterAll(() => policy("digits"));

    async function policy(unknown: "digits" | "approval" | "refuse"): Promise<void> {
      const { kysely } = world.context.database;
      const { policy: own } = await kysely
        .selectFrom("companies")
        .select("policy")
        .where("id", "=", world.phones.company)
        .executeTakeFirstOrThrow();
      await kysely
        .updateTable("companies")
        .set({ policy: JSON.stringify({ ...own, unknown_computers: unknown }) })
        .where("id", "=", world.phones.company)
        .execute();
    }

    it.each([
      ["approval", "computer_waits", "computer-waits", "waiting"],
      ["refuse", "computer_unknown", "computer-unknown", "unknown"],
    ] as const)("by %s is turned away as it is scanned", async (unknown, code, reason, shownAs) => {
      await policy(unknown);
      const { request, interaction } = await world.show(computer);
      expect(await codeOf(world.claim(request))).toBe(code);
      const row = await world.row(request);
      expect(row).toMatchObject({ status: "withdrawn", reason, envelope: null, digits: null });
      const visit = { interaction, browser: String(computer.cookie?.split("=")[1]) };
      const view = await readPageView(world.context, visit);
      expect(view?.state).toEqual({ status: "refused", wrong_digits: false, computer: shownAs });
      const waits = await told("computer.waiting", computer.id);
      expect(waits.map(({ user_id }) => user_id).includes(world.user)).toBe(unknown === "approval");
      // Nobody is told twice.
      expect(await codeOf(world.claim((await world.show(computer)).request))).toBe(code);
      expect(await told("computer.waiting", computer.id)).toHaveLength(waits.length);
    });

    it.each(["approval", "refuse"] as const)("by %s leaves alone what is known", async (unknown) => {
      await enrol(computer);
      await policy(unknown);
      await signIn(computer);
    });

    it("holds at approval and redemption too, of what was claimed before", async () => {
      const approved = await world.showApproved(computer);
      const claimed = await world.show(computer);
      const { envelope, session } = await world.claim(claimed.request);
      const { digits } = await world.row(claimed.request);
      await policy("refuse");
      const approving = world.decide({ request: claimed.request, envelope, session, answer: { digits } });
      expect(await codeOf(approving)).toBe("computer_unknown");
      const redeemed = await computer.redeem(approved.interaction, approved.request);
      expect([redeemed.status, redeemed.body["code"]]).toEqual([403, "computer_unknown"]);
      // To say no is always possible.
      await world.decide({ request: claimed.request, envelope, session, answer: { decision: "refuse" } });
    });

    it("confirms no enrolment that was asked for before", async () => {
      world.clock.advance(1);
      await signIn(computer, { remember: true });
      await policy("refuse");
      const session = await world.phone.unlock(mpin);
      const { enrolment = "" } = await world.phone.call(session, "requests.list", {});
      const approval = await world.phone.enrolmentApproval(session, enrolment);
      expect(await codeOf(world.phone.call(session, "computer.enrol", { approval }))).toBe(
        "computer_unknown",
      );
    });

    it("signs in what the app opens on its own device, which the return code binds", async () => {
      await policy("refuse");
      const { request, interaction } = await world.show(computer);
      const { envelope, session } = await world.claimByLink(request);
      const { return_to } = await world.decide({ request, envelope, session });
      const code = new URL(String(return_to)).hash.replace("#return=", "");
      expect((await computer.redeemWith(interaction, request, code)).status).toBe(200);
    });
  });
});
