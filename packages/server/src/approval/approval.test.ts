import type { Envelope, RequestId, UserId } from "@mtoken/protocol";
import {
  b64,
  envelopeSchema,
  formatQrText,
  generateSigningKeyPair,
  hashToken,
  parseQrText,
  qrMac,
  randomBytes,
  receiptSchema,
  verifyIdentityToken,
} from "@mtoken/protocol";
import { type CompanyPolicy, usualPolicy } from "@mtoken/protocol/people";
import type { GenericSchema } from "valibot";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endDevice } from "../device/end-device.ts";
import type { Caller } from "../session/methods.ts";
import { advanceSession, findSession } from "../session/store.ts";
import type { ShownRequest } from "../testing/phone-world.ts";
import { mpin, PhoneWorld, payment } from "../testing/phone-world.ts";
import type { Lies, OpenedSession, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { claimRequest } from "./claim-request.ts";
import { decideRequest } from "./decide-request.ts";

let world: PhoneWorld;
let phone: TestPhone;
let session: OpenedSession;

describeEachEngine("claim and decision", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    phone = await world.activePhone();
    session = await phone.unlock(mpin);
  });

  describe("request.claim by QR code", () => {
    it("gives the signed envelope of a sign-in, with digits for an unknown computer", async () => {
      const shown = await world.showSignIn();
      const { token, envelope } = await claimShown(shown);
      expect(envelope).toMatchObject({
        ...{ kind: "sign-in", request: shown.request, device: phone.device, digits: true, content: null },
        ...{ origin: "https://portal.example", relying_party: { id: world.client, name: "Bank portal" } },
        ...{ user: { id: world.user }, company: { id: world.company } },
        computer: { known_since: null, description: "Chrome on Linux" },
      });
      expect(await requestRow(shown.request)).toMatchObject({
        ...{ status: "claimed", envelope: token, user_id: world.user, device_id: phone.device },
        ...{ digits: expect.stringMatching(/^[0-9]{2}$/), sealed_qr_key: null, typed_code_hash: null },
      });
    });

    it("asks for no digits on a computer that the user knows", async () => {
      const shown = await world.showSignIn();
      await world.makeKnown(shown);
      const { envelope } = await claimShown(shown);
      expect(envelope).toMatchObject({ digits: false, computer: { known_since: expect.any(Number) } });
      expect(await requestRow(shown.request)).toMatchObject({ digits: null });
    });

    it("is good for one claim, even when a hundred come at once", async () => {
      const shown = await world.showSignIn();
      const qr = await frameOf(shown, 0);
      const codes = await Promise.all(
        Array.from({ length: 100 }, () => codeOf(phone.call(session, "request.claim", { qr }))),
      );
      expect(codes.filter((code) => code === "accepted")).toHaveLength(1);
    });

    it("is good for one claim, even past the session's own counting", async () => {
      const shown = await world.showSignIn();
      const qr = await frameOf(shown, 0);
      const caller = await callerOf(session);
      const codes = await Promise.all(
        Array.from({ length: 100 }, () => codeOf(claimRequest(world.context, caller, { qr }))),
      );
      expect(codes.filter((code) => code === "accepted")).toHaveLength(1);
    });

    it("is refused when another page took the request over while the envelope was made", async () => {
      const shown = await world.showSignIn();
      const { context } = world;
      const identity = {
        sign: async (...of: Parameters<typeof context.identity.sign>) => {
          await world.show(shown.request);
          return context.identity.sign(...of);
        },
      };
      const meanwhile = { ...context, identity: identity as typeof context.identity };
      const caller = await callerOf(session);
      const qr = await frameOf(shown, 0);
      expect(await codeOf(claimRequest(meanwhile, caller, { qr }))).toBe("request_closed");
      expect(await requestRow(shown.request)).toMatchObject({ status: "waiting", envelope: null });
    });

    it("is refused for a frame that is older than ten seconds, or not yet due", async () => {
      const shown = await world.showSignIn();
      const first = await frameOf(shown, 0);
      const later = await frameOf(shown, 20);
      world.clock.advance(10);
      expect(await codeOf(phone.call(session, "request.claim", { qr: first }))).toBe("frame_refused");
      expect(await codeOf(phone.call(session, "request.claim", { qr: later }))).toBe("frame_refused");
      const now = await frameOf(shown, 5);
      expect(await codeOf(phone.call(session, "request.claim", { qr: now }))).toBe("accepted");
    });

    it("is refused for a frame that the server did not make", async () => {
      const shown = await world.showSignIn();
      const other = await world.showSignIn();
      const qr = await frameOf(shown, 0);
      const forged = [
        { ...qr, mac: "0".repeat(16) },
        { ...qr, tick: 1 },
        { ...qr, request: other.request },
        { ...qr, request: `req_${"0".repeat(26)}` as RequestId },
        { ...qr, mac: await qrMac({ request: shown.request, tick: 0, key: randomBytes(32) }) },
      ];
      for (const frame of forged) {
        expect(await codeOf(phone.call(session, "request.claim", { qr: frame }))).toBe("frame_refused");
      }
      expect(await codeOf(phone.call(session, "request.claim", { qr }))).toBe("accepted");
    });

    it("is refused when the request has run out", async () => {
      const shown = await world.showSignIn();
      world.clock.advance(180);
      const other = await phone.unlock(mpin);
      const qr = await frameOf(shown, 90);
      expect(await codeOf(phone.call(other, "request.claim", { qr }))).toMatch(
        /^(request_expired|frame_refused)$/,
      );
    });

    it("of a signature is for the user it is addressed to", async () => {
      const colleague = await world.addUser();
      const request = await world.addSignature({ user: colleague });
      const shown = await world.show(request);
      const qr = await frameOf(shown, 0);
      expect(await codeOf(phone.call(session, "request.claim", { qr }))).toBe("not_allowed");
      expect(await requestRow(request)).toMatchObject({ status: "waiting" });
    });
  });

  describe("request.claim by typed code", () => {
    it("is refused from a computer that the user does not know", async () => {
      const { request, code } = await world.showSignIn();
      expect(await codeOf(phone.call(session, "request.claim", { code }))).toBe("typed_code_refused");
      expect(await requestRow(request)).toMatchObject({ status: "waiting" });
    });

    it("works from a computer that the user knows", async () => {
      const shown = await world.showSignIn();
      await world.makeKnown(shown);
      expect(await codeOf(phone.call(session, "request.claim", { code: shown.code }))).toBe("accepted");
      expect(await codeOf(phone.call(session, "request.claim", { code: shown.code }))).toBe(
        "typed_code_refused",
      );
    });

    it("is limited for each device", async () => {
      const codes: string[] = [];
      for (let typed = 0; typed < 11; typed += 1) {
        codes.push(await codeOf(phone.call(session, "request.claim", { code: "000000000" })));
      }
      expect(codes.at(9)).toBe("typed_code_refused");
      expect(codes.at(10)).toBe("rate_limited");
    });
  });

  describe("request.claim from the list", () => {
    it("lists what waits for the user, and gives its envelope without a computer", async () => {
      const user = await world.addUser();
      const mine = await world.activePhone({ user });
      const asked = Math.floor(world.clock.now().getTime() / 1000);
      const request = await world.addSignature({ user });
      world.clock.advance(60);
      const open = await mine.unlock(mpin);
      expect(open.message4.requests).toMatchObject([
        {
          request,
          kind: "signature",
          asked_at: asked,
          title: expect.objectContaining({ amount: "1234.50", currency: "EUR" }),
        },
      ]);
      const { requests } = await mine.call(open, "requests.list", {});
      expect(requests).toEqual(open.message4.requests);
      const { envelope } = await mine.call(open, "request.claim", { request });
      expect(claimsIn(envelope)).toMatchObject({
        kind: "signature",
        computer: null,
        digits: false,
        content: payment,
        asked_at: asked,
      });
    });

    it("gives the same envelope again to the device that has it, and to no other", async () => {
      const request = await world.addSignature();
      const first = await phone.call(session, "request.claim", { request });
      expect(await phone.call(session, "request.claim", { request })).toEqual(first);
      const { requests } = await phone.call(session, "requests.list", {});
      expect(requests.map(({ request: id }) => id)).toContain(request);
    });

    it("gives the envelope of a sign-in again to the device that has claimed it", async () => {
      const { request, token } = await claimSignIn();
      expect(await phone.call(session, "request.claim", { request })).toEqual({ envelope: token });
      const other = await world.activePhone({ user: await world.addUser() });
      expect(await codeOf(other.call(await other.unlock(mpin), "request.claim", { request }))).toBe(
        "not_found",
      );
    });

    it("gives nothing of another user, another company or a sign-in", async () => {
      const company = await world.addCompany();
      const stranger = await world.addUser({ company });
      const requests = [
        await world.addSignature({ user: await world.addUser() }),
        await world.addSignature({ user: stranger, company }),
        (await world.showSignIn()).request,
        `req_${"0".repeat(26)}` as RequestId,
      ];
      for (const request of requests) {
        expect(await codeOf(phone.call(session, "request.claim", { request }))).toBe("not_found");
      }
      expect(
        (await phone.call(session, "requests.list", {})).requests.filter(({ request }) =>
          requests.includes(request),
        ),
      ).toEqual([]);
    });

    it("is refused when the request has run out", async () => {
      const request = await world.addSignature();
      world.clock.advance(180);
      expect(await codeOf(phone.call(session, "request.claim", { request }))).toBe("request_expired");
    });
  });

  describe("a sign-in", () => {
    it("is approved in the session, with the digits that the computer shows", async () => {
      const claimed = await claimSignIn();
      const { status, receipt } = await decide(session, claimed, { digits: claimed.digits });
      expect(status).toBe("approved");
      const stated = await verified(receipt, "mtoken-receipt+jws", receiptSchema);
      expect(stated).toMatchObject({
        ...{
          request: claimed.request,
          kind: "sign-in",
          decision: "approve",
          factor: "mpin",
          handshake: session.id,
        },
        ...{ device: phone.device, user: world.user, envelope: await hashToken(claimed.token) },
      });
      const row = await requestRow(claimed.request);
      expect(row).toMatchObject({
        status: "approved",
        receipt,
        factor: "mpin",
        decided_at: world.clock.now(),
      });
      expect(row.audit_id).not.toBeNull();
    });

    it.each([
      ["wrong", () => ({ digits: "00" })],
      ["missing", () => ({})],
    ])("is refused for good when the digits are %s", async (_name, answer) => {
      const claimed = await claimSignIn();
      expect(await codeOf(decide(session, claimed, answer()))).toBe("wrong_digits");
      expect(await requestRow(claimed.request)).toMatchObject({
        ...{ status: "refused", reason: "wrong-digits", receipt: null },
      });
      expect(await codeOf(decide(session, claimed, { digits: claimed.digits }))).toBe("request_closed");
    });

    it("gives its digits one attempt, even when all that there could be come at once", async () => {
      const claimed = await claimSignIn();
      const codes = await Promise.all(
        Array.from({ length: 100 }, (_, digits) =>
          codeOf(decide(session, claimed, { digits: String(digits).padStart(2, "0") })),
        ),
      );
      const taken = codes.filter((code) => code === "accepted" || code === "wrong_digits");
      expect(taken).toHaveLength(1);
    });

    it("is refused with a reason, and needs no digits for that", async () => {
      const claimed = await claimSignIn();
      const { status } = await decide(session, claimed, { decision: "refuse", reason: "changed-mind" });
      expect(status).toBe("refused");
      expect(await requestRow(claimed.request)).toMatchObject({ status: "refused", reason: "changed-mind" });
    });

    it("may be approved by a fresh factor that was proven for it, though none is asked for", async () => {
      const claimed = await claimSignIn();
      const channel = await phone.unlock(mpin, {
        purpose: "approve",
        binding: await hashToken(claimed.token),
      });
      expect(await decide(channel, claimed, { digits: claimed.digits })).toMatchObject({
        status: "approved",
      });
    });

    it("commits once when a hundred approvals come at once", async () => {
      const claimed = await claimSignIn();
      const approval = await phone.approval(session, claimed.token, claimed.request, {
        digits: claimed.digits,
      });
      expect(await decideAtOnce(session, claimed, approval)).toBe(1);
    });

    it("comes too late after two minutes", async () => {
      const claimed = await claimSignIn();
      world.clock.advance(120);
      expect(await codeOf(decide(session, claimed, { digits: claimed.digits }))).toBe("request_expired");
    });
  });

  describe("an approval", () => {
    it.each([
      ["another server", () => ({ aud: "https://other.example" })],
      ["another request", () => ({ request: `req_${"0".repeat(26)}` })],
      ["another device", () => ({ device: `dev_${"A".repeat(43)}` })],
      ["another envelope", () => ({ envelope: b64(randomBytes(64)) })],
      ["another session", () => ({ handshake: `hsk_${"0".repeat(26)}` })],
    ])("that names %s is refused, and decides nothing", async (_name, lies) => {
      const claimed = await claimSignIn();
      expect(await codeOf(decide(session, claimed, { digits: claimed.digits, ...lies() }))).toBe(
        "message_refused",
      );
      expect(await requestRow(claimed.request)).toMatchObject({ status: "claimed" });
    });

    it.each([-301, 301])("that is dated %i seconds away is refused, and decides nothing", async (seconds) => {
      const claimed = await claimSignIn();
      const now = Math.floor(world.clock.now().getTime() / 1000);
      const { digits } = claimed;
      expect(await codeOf(decide(session, claimed, { digits, iat: now + seconds }))).toBe("message_refused");
      expect(await requestRow(claimed.request)).toMatchObject({ status: "claimed" });
      const tolerated = now + (seconds < 0 ? -300 : 300);
      expect(await codeOf(decide(session, claimed, { digits, iat: tolerated }))).toBe("accepted");
    });

    it.each([
      ["reason with a yes", { reason: "not-me" }],
      ["digits with a no", { decision: "refuse", digits: "12" }],
      ["a decision that nobody knows", { decision: "perhaps" }],
      ["a member that nobody knows", { amount: "1.00" }],
    ])("with %s is malformed, and decides nothing", async (_name, lies) => {
      const claimed = await claimSignIn();
      expect(await codeOf(decide(session, claimed, lies))).toBe("malformed_message");
      expect(await requestRow(claimed.request)).toMatchObject({ status: "claimed" });
    });

    it("by the device key, or any key but the signing key, is refused", async () => {
      const claimed = await claimSignIn();
      const own = phone.signingKey;
      for (const key of [phone.deviceKey, await generateSigningKeyPair({ bits: 2048, extractable: false })]) {
        phone.signingKey = key;
        expect(await codeOf(decide(session, claimed, { digits: claimed.digits }))).toBe("message_refused");
      }
      phone.signingKey = own;
      expect(await codeOf(decide(session, claimed, { digits: claimed.digits }))).toBe("accepted");
    });

    it("of what another device has claimed finds nothing", async () => {
      const claimed = await claimSignIn();
      const other = await world.activePhone({ user: await world.addUser() });
      const theirs = await other.unlock(mpin);
      const approval = await other.approval(theirs, claimed.token, claimed.request);
      const params = { request: claimed.request, approval };
      expect(await codeOf(other.call(theirs, "request.decide", params))).toBe("not_found");
    });

    it("of what nobody has claimed finds nothing", async () => {
      const request = await world.addSignature();
      const approval = await phone.approval(session, "x", request);
      expect(await codeOf(phone.call(session, "request.decide", { request, approval }))).toBe("not_found");
    });
  });

  describe("a sign-in where the company wants a factor each time", () => {
    const eachTime = { sign_in_factor: "each-time" } as const;
    afterEach(() => setPolicy({}));

    async function claimKnown(): Promise<Claimed> {
      const shown = await world.showSignIn();
      await world.makeKnown(shown);
      return claimShown(shown);
    }

    it("takes a fresh mPIN, as its envelope says", async () => {
      await setPolicy(eachTime);
      const claimed = await claimKnown();
      expect(claimed.envelope).toMatchObject({ kind: "sign-in", fresh_factor: "any" });
      expect(await codeOf(decide(session, claimed))).toBe("fresh_factor_required");
      expect(await decide(await channelFor(claimed), claimed)).toMatchObject({ status: "approved" });
    });

    it("takes it from the moment on at which the company wants it, and is refused without one", async () => {
      const claimed = await claimKnown();
      expect(claimed.envelope).toMatchObject({ fresh_factor: "none" });
      await setPolicy(eachTime);
      expect(await codeOf(decide(session, claimed))).toBe("fresh_factor_required");
      const other = await claimKnown();
      expect(await codeOf(decide(await channelFor(other), claimed))).toBe("fresh_factor_required");
      expect(await decide(session, claimed, { decision: "refuse", reason: "other" })).toMatchObject({
        status: "refused",
      });
    });
  });

  describe("a user who has mToken only", () => {
    afterEach(() => setFunctions(world.user, ["payments"]));

    it("is listed nothing, told nothing of it, and takes nothing from a list, in an open session too", async () => {
      const user = await world.addUser();
      const mine = await world.activePhone({ user });
      const open = await mine.unlock(mpin);
      const [taken, listed] = [await world.addSignature({ user }), await world.addSignature({ user })];
      const { envelope: token } = await mine.call(open, "request.claim", { request: taken });
      await setFunctions(user, []);

      expect(await mine.call(open, "requests.list", {})).toMatchObject({ requests: [], features: [] });
      expect(await codeOf(mine.call(open, "request.claim", { request: listed }))).toBe("not_found");
      const binding = await hashToken(token);
      const channel = await mine.unlock(mpin, { purpose: "approve", binding });
      const approval = await mine.approval(channel, token, taken);
      const decision = mine.call(channel, "request.decide", { request: taken, approval });
      expect(await codeOf(decision)).toBe("not_allowed");
      const next = await mine.unlock(mpin);
      expect(next.message4).toMatchObject({ features: [], requests: [] });
    });

    it("signs what its page's code leads to", async () => {
      await setFunctions(world.user, []);
      const shown = await world.show(await world.addSignature());
      const claimed = await claimShown(shown);
      const channel = await channelFor(claimed);
      expect(await decide(channel, claimed)).toMatchObject({ status: "approved" });
    });
  });

  describe("a signature", () => {
    it("takes a fresh mPIN, entered for exactly this envelope", async () => {
      const claimed = await claimSignature();
      expect(await codeOf(decide(session, claimed))).toBe("fresh_factor_required");
      const other = await phone.unlock(mpin, { purpose: "approve", binding: b64(randomBytes(64)) });
      expect(await codeOf(decide(other, claimed))).toBe("fresh_factor_required");
      const channel = await channelFor(claimed);
      const { status, receipt } = await decide(channel, claimed);
      expect(status).toBe("approved");
      expect(await verified(receipt, "mtoken-receipt+jws", receiptSchema)).toMatchObject({
        handshake: channel.id,
      });
    });

    it("uses its handshake up", async () => {
      const claimed = await claimSignature();
      const channel = await channelFor(claimed);
      await decide(channel, claimed);
      const { kysely } = world.context.database;
      const row = await kysely
        .selectFrom("sessions")
        .select("id")
        .where("id", "=", channel.id)
        .executeTakeFirst();
      expect(row).toBeUndefined();
      expect(await codeOf(decide(channel, claimed))).toBe("session_ended");
    });

    it("does not take the approval of one handshake in the channel of another", async () => {
      const claimed = await claimSignature();
      const first = await channelFor(claimed);
      const second = await channelFor(claimed);
      const approval = await phone.approval(first, claimed.token, claimed.request);
      const params = { request: claimed.request, approval };
      expect(await codeOf(phone.call(second, "request.decide", params))).toBe("message_refused");
    });

    it("is refused in the session, without a fresh mPIN", async () => {
      const claimed = await claimSignature();
      const { status } = await decide(session, claimed, { decision: "refuse", reason: "wrong-content" });
      expect(status).toBe("refused");
    });

    it("is not refused in a channel of purpose approve", async () => {
      const claimed = await claimSignature();
      const channel = await channelFor(claimed);
      expect(await codeOf(decide(channel, claimed, { decision: "refuse" }))).toBe("not_allowed");
    });

    it("commits once when a hundred approvals come at once in its channel", async () => {
      const claimed = await claimSignature();
      const channel = await channelFor(claimed);
      const approval = await phone.approval(channel, claimed.token, claimed.request);
      expect(await decideAtOnce(channel, claimed, approval)).toBe(1);
    });

    it("is decided once when session and channel decide at once", async () => {
      const claimed = await claimSignature();
      const channel = await channelFor(claimed);
      const codes = await Promise.all([
        codeOf(decide(channel, claimed)),
        ...Array.from({ length: 20 }, () => codeOf(decide(session, claimed, { decision: "refuse" }))),
      ]);
      expect(codes.filter((code) => code === "accepted")).toHaveLength(1);
      expect(await auditOf(claimed.request)).toHaveLength(1);
    });
  });

  describe("a call that was under way when its session or device ended", () => {
    it.each([
      ["the device was deactivated", () => end()],
      ["the device's tries reached five", () => setTries(5)],
      ["the session was ended", () => phone.call(session, "session.end", {}).then(() => {})],
    ])("claims and decides nothing: %s", async (_name, happens) => {
      const shown = await world.showSignIn();
      const claimed = await claimSignIn();
      const approval = await phone.approval(session, claimed.token, claimed.request, {
        digits: claimed.digits,
      });
      const qr = await frameOf(shown, 0);
      const caller = await callerOf(session);
      await happens();
      expect(await codeOf(claimRequest(world.context, caller, { qr }))).toBe("session_ended");
      const decision = { request: claimed.request, approval };
      expect(await codeOf(decideRequest(world.context, caller, decision))).toMatch(
        /^(session_ended|request_closed)$/,
      );
      expect(await requestRow(shown.request)).toMatchObject({ status: "waiting" });
      expect((await requestRow(claimed.request)).status).toMatch(/^(claimed|withdrawn)$/);
      expect(await auditOf(claimed.request)).toEqual([]);
    });
  });

  describe("the end of a device", () => {
    it("voids what it claimed and what it approved but nobody redeemed, and leaves signatures that are complete", async () => {
      const claimed = await claimSignIn();
      const approved = await claimSignIn();
      await decide(session, approved, { digits: approved.digits });
      const signed = await claimSignature();
      await decide(await channelFor(signed), signed);
      await end();
      expect(await requestRow(claimed.request)).toMatchObject({ status: "withdrawn" });
      expect(await requestRow(approved.request)).toMatchObject({ status: "withdrawn" });
      expect(await requestRow(signed.request)).toMatchObject({ status: "approved" });
      expect(await codeOf(decide(session, claimed, { digits: claimed.digits }))).toBe("session_ended");
    });

    it("at the same time as an approval leaves either the approval void or the device's approval undone", async () => {
      const claimed = await claimSignIn();
      const [code] = await Promise.all([codeOf(decide(session, claimed, { digits: claimed.digits })), end()]);
      expect(code).toMatch(/^(accepted|session_ended|request_closed)$/);
      expect(await requestRow(claimed.request)).toMatchObject({ status: "withdrawn" });
    });

    it("at the same time as a claim leaves nothing claimed", async () => {
      const shown = await world.showSignIn();
      const qr = await frameOf(shown, 0);
      await Promise.all([codeOf(phone.call(session, "request.claim", { qr })), end()]);
      expect((await requestRow(shown.request)).status).not.toBe("claimed");
    });
  });
});

interface Claimed {
  request: RequestId;
  token: string;
  envelope: Envelope;
  digits: string | null;
}

async function claimShown(shown: ShownRequest): Promise<Claimed> {
  const qr = await frameOf(shown, 0);
  const { envelope: token } = await phone.call(session, "request.claim", { qr });
  const envelope = await verified(token, "mtoken-envelope+jws", envelopeSchema);
  const { digits } = await requestRow(shown.request);
  return { request: shown.request, token, envelope, digits };
}

async function claimSignIn(): Promise<Claimed> {
  return claimShown(await world.showSignIn());
}

async function claimSignature(): Promise<Claimed> {
  const request = await world.addSignature();
  const { envelope: token } = await phone.call(session, "request.claim", { request });
  const envelope = await verified(token, "mtoken-envelope+jws", envelopeSchema);
  return { request, token, envelope, digits: null };
}

async function channelFor({ token }: Claimed): Promise<OpenedSession> {
  return phone.unlock(mpin, { purpose: "approve", binding: await hashToken(token) });
}

async function decide(channel: OpenedSession, { request, token }: Claimed, lies: Lies = {}) {
  const approval = await phone.approval(channel, token, request, lies);
  return phone.call(channel, "request.decide", { request, approval });
}

/** A call's caller, as the session's counting found it: from here on a test may let the world change. */
async function callerOf(channel: OpenedSession): Promise<Caller> {
  const { database, clock } = world.context;
  const found = await findSession(database.kysely, channel.id);
  const at = clock.now();
  channel.seq += 1;
  const counting = { session: channel.id, company: world.company, seq: channel.seq, at, renews: true };
  const device = await advanceSession(database.kysely, counting);
  if (found === undefined || device === undefined) throw new Error("the session has ended");
  return { session: found, device };
}

async function setPolicy(policy: Partial<CompanyPolicy>): Promise<void> {
  const { kysely } = world.context.database;
  const whole = JSON.stringify({ ...usualPolicy, ...policy });
  await kysely.updateTable("companies").set({ policy: whole }).where("id", "=", world.company).execute();
}

async function setFunctions(user: UserId, functions: string[]): Promise<void> {
  const { kysely } = world.context.database;
  const features = JSON.stringify(functions);
  await kysely.updateTable("users").set({ features }).where("id", "=", user).execute();
}

async function setTries(tries: number): Promise<void> {
  const { kysely } = world.context.database;
  await kysely.updateTable("devices").set({ tries }).where("id", "=", phone.device).execute();
}

/** Past the session's own counting, so that all of them reach the rule at once. Returns how many were committed. */
async function decideAtOnce(channel: OpenedSession, { request }: Claimed, approval: string): Promise<number> {
  const { context } = world;
  const caller = await callerOf(channel);
  const codes = await Promise.all(
    Array.from({ length: 100 }, () => codeOf(decideRequest(context, caller, { request, approval }))),
  );
  expect(await auditOf(request)).toHaveLength(1);
  return codes.filter((code) => code === "accepted").length;
}

async function frameOf({ request, key }: ShownRequest, tick: number) {
  const { serverOrigin: origin } = world.context.config;
  const read = parseQrText(await formatQrText({ origin, request, tick, key }));
  if (read === undefined) throw new Error("not a frame");
  return { request: read.request, tick: read.tick, mac: read.mac };
}

async function end(): Promise<void> {
  const { database, clock } = world.context;
  const ended = {
    device: phone.device,
    status: "deactivated",
    reason: "lost",
    by: "test",
    at: clock.now(),
  } as const;
  await database.kysely.transaction().execute((transaction) => endDevice(transaction, ended));
}

function verified<T>(
  token: string,
  typ: "mtoken-envelope+jws" | "mtoken-receipt+jws",
  schema: GenericSchema<unknown, T>,
): Promise<T> {
  const { identity, config, clock } = world.context;
  const at = Math.floor(clock.now().getTime() / 1000);
  return verifyIdentityToken({ token, typ, schema, jwks: identity.jwks(), iss: config.serverOrigin, at });
}

function claimsIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

function requestRow(id: RequestId) {
  return world.context.database.kysely
    .selectFrom("requests")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

async function auditOf(request: RequestId): Promise<string[]> {
  const rows = await world.context.database.kysely.selectFrom("audit_entries").select("entry").execute();
  return rows.map(({ entry }) => entry).filter((entry) => entry.includes(request));
}
