/** Signatures as their relying party sees them, and as no other does (docs/protocol.md §7, §9). */
import type { ComputerId, DeviceId, RequestId, SignInEnd, UserId } from "@mtoken/protocol";
import {
  evidenceSchema,
  newRequestId,
  newUserId,
  parseWith,
  requestInfoSchema,
  verifyEvidence,
} from "@mtoken/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { later } from "../clock.ts";
import { setStanding } from "../computer/store.ts";
import { makeAdministrator } from "../people/administrator-acts.ts";
import { operatorAtCommandLine } from "../people/caller.ts";
import { refuseComputerOf, revokeComputerOf } from "../people/computer-acts.ts";
import { deactivateDeviceOf } from "../people/device-acts.ts";
import { removeUser } from "../people/user-acts.ts";
import { sweepRequests } from "../request/sweep.ts";
import { mpin, payment } from "../testing/phone-world.ts";
import type { OpenEvents } from "../testing/read-events.ts";
import { openEvents } from "../testing/read-events.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import type { TestPortal } from "../testing/test-portal.ts";
import { portalOrigin, redirectUri } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";

const why = { reason: "lost" } as const;

describeEachEngine("a signature at the relying party", (engine) => {
  let world: SignInWorld;
  let other: TestPortal;
  let address: string;
  const opened: OpenEvents[] = [];
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    other = await world.otherPortal();
    address = await world.app.listen({ host: "127.0.0.1", port: 0 });
  });
  afterEach(() => {
    for (const events of opened.splice(0)) events.leave();
  });
  afterAll(() => world.close());

  function ask(change: Record<string, unknown> = {}) {
    return world.portal.call({
      path: "/v1/signatures",
      body: { user: world.user, content: payment, ...change },
    });
  }

  async function asked(change: Record<string, unknown> = {}): Promise<RequestId> {
    return (await ask(change)).body["request"] as RequestId;
  }

  async function info(request: RequestId, portal = world.portal) {
    return (await portal.call({ method: "GET", path: `/v1/requests/${request}` })).body;
  }

  async function follow(request: RequestId, portal = world.portal): Promise<OpenEvents> {
    const url = new URL(`/v1/requests/${request}/events`, address);
    const events = await openEvents(url, { authorization: String(portal.authorization) });
    opened.push(events);
    return events;
  }

  it("waits in the phone's list as soon as it is asked for", async () => {
    const { status, body } = await ask({ expires_in: 120 });
    expect(status).toBe(201);
    expect(body).toEqual({
      request: expect.stringMatching(/^req_/),
      interaction: expect.stringMatching(/^int_/),
      uri: `${world.context.config.signInOrigin}/i/${body["interaction"]}`,
      expires_at: Math.floor(world.clock.now().getTime() / 1000) + 120,
      status: "waiting",
    });
    const session = await world.phone.unlock(mpin);
    const { requests } = await world.phone.call(session, "requests.list", {});
    expect(requests.map(({ request }) => request)).toContain(body["request"]);
  });

  it("is followed to its evidence, which verifies by itself", async () => {
    const request = await asked();
    expect(await info(request)).toEqual({ request, kind: "signature", status: "waiting" });
    const events = await follow(request);
    expect(await events.nextOf("state")).toEqual({ request, kind: "signature", status: "waiting" });
    expect((await evidence(request)).body["code"]).toBe("evidence_not_ready");
    await world.sign(request);
    expect(await events.nextOf("state")).toMatchObject({ status: "claimed" });
    const last = parseWith(requestInfoSchema, await events.nextOf("state"));
    expect(last).toMatchObject({ status: "approved", decided_at: expect.any(Number) });
    expect(await events.next()).toBeUndefined();
    const { status, body } = await evidence(request);
    expect(status).toBe(200);
    const verdict = await verifyEvidence({
      evidence: parseWith(evidenceSchema, body),
      jwks: await world.context.identity.jwks(),
    });
    expect(verdict).toMatchObject({ ok: true });
  });

  it("tells why it was refused", async () => {
    const request = await asked();
    const session = await world.phone.unlock(mpin);
    const { envelope } = await world.phone.call(session, "request.claim", { request });
    await world.decide({
      request,
      envelope,
      session,
      answer: { decision: "refuse", reason: "wrong-content" },
    });
    expect(await info(request)).toMatchObject({ status: "refused", reason: "wrong-content" });
  });

  it("runs out by the clock, before anybody sweeps and after", async () => {
    const request = await asked({ expires_in: 60 });
    const events = await follow(request);
    await events.nextOf("state");
    world.clock.advance(60);
    expect(await info(request)).toMatchObject({ status: "expired" });
    expect((await world.row(request)).status).toBe("waiting");
    await sweepRequests(world.context);
    expect((await world.row(request)).status).toBe("expired");
    expect(await events.nextOf("state")).toMatchObject({ status: "expired" });
    expect(await events.next()).toBeUndefined();
  });

  it("ends its events with the access token that opened them", async () => {
    const request = await asked({ expires_in: 3600 });
    const events = await follow(request);
    await events.nextOf("state");
    world.clock.advance(600);
    expect(await events.next()).toBeUndefined();
  });

  it("is taken back while nobody has decided, and not after", async () => {
    const request = await asked();
    const session = await world.phone.unlock(mpin);
    const { envelope } = await world.phone.call(session, "request.claim", { request });
    const withdraw = { path: `/v1/requests/${request}/withdraw` };
    expect((await world.portal.call(withdraw)).body).toMatchObject({ request, status: "withdrawn" });
    await expect(
      world.decide({ request, envelope, session, answer: { decision: "refuse" } }),
    ).rejects.toMatchObject({
      code: "request_closed",
    });
    expect((await world.portal.call(withdraw)).body["code"]).toBe("request_closed");

    const signed = await asked();
    await world.sign(signed);
    const late = await world.portal.call({ path: `/v1/requests/${signed}/withdraw` });
    expect([late.status, late.body["code"]]).toEqual([409, "request_closed"]);
    expect(await info(signed)).toMatchObject({ status: "approved" });
  });

  it("is not taken back when it has run out", async () => {
    const request = await asked({ expires_in: 60 });
    world.clock.advance(60);
    expect((await world.portal.call({ path: `/v1/requests/${request}/withdraw` })).status).toBe(410);
  });

  it("has no evidence of a sign-in, which names the user, before the browser has redeemed", async () => {
    const { computer, interaction, request } = await world.showApproved();
    expect((await evidence(request)).body["code"]).toBe("evidence_not_ready");
    await computer.redeem(interaction, request);
    expect((await evidence(request)).status).toBe(200);
  });

  it("follows a sign-in on, until what it has opened is over, and says by what", async () => {
    const waiting = async ({ user, computer }: { user: UserId; computer: ComputerId }) => {
      const at = world.clock.now();
      const asked = { user, computer, company: world.phones.company, status: "waiting", at } as const;
      await world.context.database.kysely
        .transaction()
        .execute((transaction) => setStanding(transaction, { ...asked, expiresAt: later(at, 600) }));
    };
    /** Those after which the same phone goes on first. */
    const ends: [SignInEnd, (of: { user: UserId; computer: ComputerId }) => Promise<unknown>][] = [
      [
        "computer-revoked",
        async (of) => {
          // It signed in by digits, and is asked about since.
          await waiting(of);
          await refuseComputerOf(world.context, operatorAtCommandLine, { ...why, ...of });
        },
      ],
      [
        "computer-revoked",
        async ({ user, computer }) => {
          await world.phones.makeKnown({ computer }, { user });
          await revokeComputerOf(world.context, operatorAtCommandLine, { ...why, user, computer });
        },
      ],
      ["role-changed", ({ user }) => makeAdministrator(world.context, operatorAtCommandLine, { user })],
      ["user-frozen", async () => world.phone.call(await world.phone.unlock(mpin), "user.freeze", {})],
      [
        "device-deactivated",
        async () =>
          deactivateDeviceOf(world.context, operatorAtCommandLine, { ...why, device: world.phone.device }),
      ],
      [
        "user-removed",
        async ({ user }) => removeUser(world.context, operatorAtCommandLine, { ...why, user }),
      ],
    ];
    let user: UserId | undefined;
    for (const [reason, end] of ends) {
      if (user === undefined) {
        user = await world.phones.addUser();
        world.phone = await world.phones.activePhone({ user });
      }
      const { request, computer, code, verifier } = await world.redeemed();
      const exchanged = await world.portal.exchange(code, verifier);
      expect(exchanged.body["request"]).toBe(request);
      const events = await follow(request);
      expect(await events.nextOf("state")).toEqual(await info(request));
      expect(await info(request)).toMatchObject({ status: "redeemed" });
      expect(await info(request)).not.toHaveProperty("ended");
      await end({ user, computer: computer.id });
      const ended = { at: Math.floor(world.clock.now().getTime() / 1000), reason };
      expect(await events.nextOf("state")).toMatchObject({ status: "redeemed", ended });
      expect(await events.next()).toBeUndefined();
      expect(await info(request)).toMatchObject({ ended });
      if (reason !== "computer-revoked") user = undefined;
    }
    await world.renewPhone();
  });

  it("dies with the last phone of its user, whose portal is told, and not before", async () => {
    const user = await world.phones.addUser({ company: await world.phones.addCompany({ devices: 2 }) });
    const phones = [await world.phones.activePhone({ user })];
    phones.push(await world.phones.activePhone({ user }));
    const request = await asked({ user });
    const events = await follow(request);
    await events.nextOf("state");
    const [first, last] = phones.map(({ device }) => device);
    for (const device of [first, last]) {
      expect(await info(request)).toMatchObject({ status: "waiting" });
      await deactivateDeviceOf(world.context, operatorAtCommandLine, { ...why, device: device as DeviceId });
    }
    const told = { status: "withdrawn", reason: "no-device" };
    expect(await info(request)).toMatchObject(told);
    expect(await events.nextOf("state")).toMatchObject(told);
    expect(await events.next()).toBeUndefined();
  });

  it("gives no user for a sign-in that is over before its code was brought", async () => {
    const { user } = world;
    const { computer, code, verifier } = await world.redeemed();
    await world.phones.makeKnown({ computer: computer.id });
    await revokeComputerOf(world.context, operatorAtCommandLine, { ...why, user, computer: computer.id });
    expect((await world.portal.exchange(code, verifier)).body["code"]).toBe("redemption_refused");
  });

  it("takes a sign-in back that was approved and not redeemed", async () => {
    const { computer, interaction, request } = await world.showApproved();
    expect((await world.portal.call({ path: `/v1/requests/${request}/withdraw` })).status).toBe(200);
    expect((await computer.redeem(interaction, request)).body["code"]).toBe("redemption_refused");
  });

  describe("of one relying party", () => {
    it("is not found by another, like one that never was", async () => {
      const request = await asked();
      await world.sign(request);
      const never = newRequestId();
      for (const [method, path] of [
        ["GET", ""],
        ["GET", "/evidence"],
        ["GET", "/events"],
        ["POST", "/withdraw"],
      ] as const) {
        const theirs = await other.call({ method, path: `/v1/requests/${request}${path}` });
        const nobodys = await other.call({ method, path: `/v1/requests/${never}${path}` });
        expect([path, theirs.status, theirs.body]).toEqual([path, 404, nobodys.body]);
      }
      expect(await info(request)).toMatchObject({ status: "approved" });
    });

    it("is nothing to who has no token", async () => {
      const request = await asked();
      for (const path of ["", "/evidence", "/events"]) {
        const call = {
          method: "GET",
          path: `/v1/requests/${request}${path}`,
          authorization: undefined,
        } as const;
        expect((await world.portal.call(call)).status).toBe(401);
      }
    });
  });

  describe("is not made", () => {
    it.each<[string, () => Record<string, unknown>, number, string]>([
      ["for nobody", () => ({ user: newUserId() }), 404, "not_found"],
      ["for what is no user", () => ({ user: "ada" }), 400, "malformed_message"],
      ["with content that is none", () => ({ content: { type: "poem" } }), 422, "content_refused"],
      [
        "with an amount of nothing",
        () => ({ content: { ...payment, amount: "0.00" } }),
        422,
        "content_refused",
      ],
      [
        "with a text that misleads",
        () => ({ content: { type: "statement", text: "a\u202Eb" } }),
        422,
        "content_refused",
      ],
      ["for a moment", () => ({ expires_in: 1 }), 400, "malformed_message"],
      ["for ever", () => ({ expires_in: 86_401 }), 400, "malformed_message"],
      [
        "with another's redirect address",
        () => ({ redirect_uri: `${portalOrigin}/x` }),
        400,
        "redirect_refused",
      ],
      ["with a state that nobody gets", () => ({ state: "s" }), 400, "malformed_message"],
      ["with more than the form has", () => ({ company: "cmp_x" }), 400, "malformed_message"],
    ])("%s", async (_name, change, status, code) => {
      const answer = await ask(change());
      expect([answer.status, answer.body["code"]]).toEqual([status, code]);
    });

    it("when its body is larger than any content", async () => {
      const { status, body } = await ask({ content: { type: "statement", text: "x".repeat(2_000_000) } });
      expect([status, body["code"]]).toEqual([413, "message_too_large"]);
    });

    it("before the caller is known, whatever the body", async () => {
      const call = { path: "/v1/signatures", body: { nothing: true }, authorization: undefined };
      expect((await world.portal.call(call)).status).toBe(401);
    });
  });

  it("may bring the browser back", async () => {
    const { body } = await ask({ redirect_uri: redirectUri, state: "mine" });
    const computer = await world.newComputer();
    const interaction = body["interaction"] as Parameters<typeof computer.info>[0];
    const { return_to } = (await computer.begin(interaction)).body;
    expect(String(return_to)).toContain(`${redirectUri}?error=access_denied&state=mine&iss=`);
  });

  function evidence(request: RequestId) {
    return world.portal.call({ method: "GET", path: `/v1/requests/${request}/evidence` });
  }
});
