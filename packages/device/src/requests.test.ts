import {
  b64,
  type Content,
  formatTypedCode,
  generateSigningKeyPair,
  hashToken,
  newCompanyId,
  newRequestId,
  newUserId,
  readReturnCode,
  signToken,
} from "@mtoken/protocol";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenedRequest } from "./requests.ts";
import type { Session } from "./session.ts";
import { answerInstead, isCall, isMessage3, loseAnswers, loseMessages } from "./testing/test-faults.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin, otherMpin, restarted } from "./testing/test-phone.ts";
import type { TestRequest } from "./testing/test-records.ts";
import { ask, envelopeMembers, frame, linkTo } from "./testing/test-requests.ts";

const payment: Content = {
  type: "payment",
  amount: "1234.50",
  currency: "EUR",
  payee: { name: "Nordic Steel", account: "DE89370400440532013000" },
  reference: "Invoice 118",
};

let phone: TestPhone;
let session: Session;

beforeAll(async () => {
  phone = await activatedPhone();
});

beforeEach(async () => {
  phone.server.heal();
  phone.server.requests.clear();
  phone.server.device.tries = 0;
  phone.server.forge = undefined;
  phone = await restarted(phone);
  session = await phone.device.unlock(mpin);
});

async function claimed(request: TestRequest): Promise<OpenedRequest> {
  return session.claim({ qr: await frame(phone.server, request) });
}

describe("a request is taken", () => {
  test("by the QR code that the computer shows", async () => {
    const request = ask(phone.server);
    const { envelope } = await claimed(request);
    expect(envelope).toMatchObject({
      request: request.id,
      kind: "sign-in",
      origin: "https://portal.example.com",
      relying_party: phone.server.relyingParty,
      computer: { known_since: null },
    });
  });

  test("by the code that the user types, however it is typed", async () => {
    const request = ask(phone.server);
    const code = ` ${formatTypedCode(request.code).toLowerCase()} `;
    expect((await session.claim({ code })).envelope.request).toBe(request.id);
  });

  test("from the list", async () => {
    ask(phone.server, { content: payment });
    const [summary] = await session.list();
    if (summary === undefined) throw new TypeError("nothing to sign");
    expect((await session.claim({ request: summary.request })).envelope.content).toEqual(payment);
  });

  test("by no QR code of another server, nor by anything else that a camera sees", async () => {
    const qr = await frame(phone.server, ask(phone.server));
    await expect(
      session.claim({ qr: qr.replace("APP.EXAMPLE.COM", "APP.EXAMPLE.NET") }),
    ).rejects.toMatchObject({
      code: "wrong_server",
    });
    for (const other of ["https://example.com", "", qr.slice(1)]) {
      await expect(session.claim({ qr: other })).rejects.toMatchObject({ code: "unreadable_code" });
    }
  });

  test("by no mistyped code, which the server never hears of", async () => {
    const wrong = ask(phone.server).code.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    await expect(session.claim({ code: wrong })).rejects.toMatchObject({ code: "mistyped_code" });
  });

  test("by its QR code even when the first answer is lost, and by nobody when the network stays away", async () => {
    const request = ask(phone.server);
    const qr = await frame(phone.server, request);
    let answers = 0;
    answerInstead(phone.server, isCall, async (exchange) => {
      const answer = await exchange.forward();
      answers += 1;
      return answers === 1 ? Promise.reject(new Error("no network")) : answer;
    });
    const opened = await session.claim({ qr });
    phone.server.heal();
    expect((await session.approve(opened)).status).toBe("approved");

    const other = ask(phone.server);
    loseMessages(phone.server, isCall);
    await expect(claimed(other)).rejects.toMatchObject({ code: "offline" });
    expect(other.status).toBe("waiting");
  });

  test("by a link on this device, also when the first answer is lost", async () => {
    const request = ask(phone.server);
    const link = await linkTo(phone.server, request);
    let answers = 0;
    answerInstead(phone.server, isCall, async (exchange) => {
      const answer = await exchange.forward();
      answers += 1;
      return answers === 1 ? Promise.reject(new Error("no network")) : answer;
    });
    const opened = await session.claim({ link });
    expect(opened.envelope).toMatchObject({ request: request.id, same_device: true });
  });

  test("by no link of another server, by no QR code in a link's place, nor by a link in a QR code's", async () => {
    const request = ask(phone.server);
    const [link, qr] = await Promise.all([linkTo(phone.server, request), frame(phone.server, request)]);
    await expect(
      session.claim({ link: link.replace("app.example.com", "app.example.net") }),
    ).rejects.toMatchObject({ code: "wrong_server" });
    await expect(session.claim({ link: qr })).rejects.toMatchObject({ code: "unreadable_code" });
    await expect(session.claim({ qr: link })).rejects.toMatchObject({ code: "unreadable_code" });
    expect(request.status).toBe("waiting");
  });

  test("by no frame that is too old", async () => {
    const qr = await frame(phone.server, ask(phone.server));
    phone.clock.move(30);
    await expect(session.claim({ qr })).rejects.toMatchObject({ code: "frame_refused" });
  });
});

describe("an envelope is refused", () => {
  async function expectRefusal(code: string): Promise<void> {
    await expect(claimed(ask(phone.server))).rejects.toMatchObject({ code });
    phone.server.forge = undefined;
    await claimed(ask(phone.server));
  }

  test.each([
    ["device", { device: `dev_${"A".repeat(43)}` }],
    ["user", { user: { id: newUserId(), name: "Ada Berg" } }],
    ["company", { company: { id: newCompanyId(), name: "Northern Mills" } }],
    ["request", { request: newRequestId() }],
    ["issuer", { iss: "https://app.example.net" }],
    ["suite", { suite: "mtoken-0" }],
    ["kind of content", { content: payment }],
  ])("when it is for another %s", async (_, members) => {
    phone.server.forge = async (genuine) => ({ ...genuine, ...members });
    await expectRefusal("untrusted_answer");
  });

  test("when it says of a scan that it was opened on this device, or of a link that it was not", async () => {
    phone.server.forge = async (genuine) => ({ ...genuine, same_device: true });
    await expectRefusal("untrusted_answer");
    const link = await linkTo(phone.server, ask(phone.server));
    phone.server.forge = async (genuine) => ({ ...genuine, same_device: false });
    await expect(session.claim({ link })).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("when it is over", async () => {
    phone.server.forge = async (genuine) => ({ ...genuine, exp: phone.server.now - 31 });
    await expectRefusal("request_expired");
  });

  test("when its content has characters that deceive the eye", async () => {
    const payee = { name: "Nordic \u202eleetS", account: "DE89370400440532013000" };
    phone.server.forge = async (genuine) => ({
      ...genuine,
      kind: "signature",
      content: { ...payment, payee },
    });
    await expectRefusal("untrusted_answer");
  });

  test("when anybody but the identity key signed it", async () => {
    const stranger = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const { kid } = phone.server.identity;
    const request = ask(phone.server);
    const payload = await envelopeMembers(phone.server, request, phone.server.device);
    const key = stranger.privateKey;
    phone.server.forge = () => signToken({ typ: "mtoken-envelope+jws", payload, key, kid });
    await expect(claimed(request)).rejects.toMatchObject({ code: "untrusted_answer" });
  });

  test("when one character of it was changed", async () => {
    phone.server.forge = async (genuine) => {
      const [header, payload = "", signature] = (
        await phone.server.sign("mtoken-envelope+jws", genuine)
      ).split(".");
      const changed = JSON.stringify({ ...genuine, origin: "https://portal.example.net" });
      expect(payload).not.toBe("");
      return [header, b64(new TextEncoder().encode(changed)), signature].join(".");
    };
    await expectRefusal("untrusted_answer");
  });

  test("when a token of another kind stands in its place", async () => {
    phone.server.forge = (genuine) => phone.server.sign("mtoken-receipt+jws", genuine);
    await expectRefusal("untrusted_answer");
  });
});

describe("a decision", () => {
  test("to approve a sign-in comes back with the server's receipt", async () => {
    const request = ask(phone.server);
    const opened = await claimed(request);
    const { status, receipt } = await session.approve(opened);
    expect(status).toBe("approved");
    expect(receipt).toMatchObject({ decision: "approve", envelope: await hashToken(opened.token) });
    expect(request.status).toBe("approved");
  });

  test("leads back to the browser where a link had opened the request, with a code when it was approved", async () => {
    const open = async (): Promise<OpenedRequest> =>
      session.claim({ link: await linkTo(phone.server, ask(phone.server)) });
    const { returnTo = "" } = await session.approve(await open());
    expect(readReturnCode(new URL(returnTo).hash)).toBeDefined();
    const refused = await session.refuse(await open(), "changed-mind");
    expect(new URL(refused.returnTo ?? "").hash).toBe("");
    expect((await session.approve(await claimed(ask(phone.server)))).returnTo).toBeUndefined();
  });

  test("to refuse carries the reason", async () => {
    const request = ask(phone.server, { content: payment });
    expect((await session.refuse(await claimed(request), "wrong-content")).status).toBe("refused");
    expect(request.status).toBe("refused");
  });

  test("asks for the two digits where the envelope does, and sends nothing without them", async () => {
    const request = ask(phone.server, { digits: "42" });
    const opened = await claimed(request);
    for (const digits of [undefined, "4", "123", "4a"]) {
      const options = digits === undefined ? {} : { digits };
      await expect(session.approve(opened, options)).rejects.toMatchObject({ code: "digits_needed" });
    }
    expect(request.status).toBe("claimed");
    expect((await session.approve(opened, { digits: "42" })).status).toBe("approved");
  });

  test("with wrong digits is the server's refusal", async () => {
    const request = ask(phone.server, { digits: "42" });
    await expect(session.approve(await claimed(request), { digits: "24" })).rejects.toMatchObject({
      code: "wrong_digits",
    });
    expect(request.status).toBe("refused");
  });

  test("has as long as the server gives it, and a moment more for what travels", async () => {
    const opened = await claimed(ask(phone.server));
    expect(session.secondsLeft(opened)).toBe(120);
    phone.clock.move(95);
    expect(session.secondsLeft(opened)).toBe(25);
    phone.clock.move(55);
    expect(session.secondsLeft(opened)).toBe(0);
    phone.clock.move(1);
    expect(session.secondsLeft(opened)).toBeUndefined();
  });

  test("is not made on a request that is over by now", async () => {
    const request = ask(phone.server);
    const opened = await claimed(request);
    phone.clock.move(151);
    await expect(session.approve(opened)).rejects.toMatchObject({ code: "request_expired" });
    expect(request.status).toBe("claimed");
  });

  test("is made only on what this session has opened, and as what it is", async () => {
    const opened = await claimed(ask(phone.server));
    await expect(session.approve({ ...opened })).rejects.toThrow(TypeError);
    await expect(session.sign({ ...opened }, mpin)).rejects.toThrow(TypeError);
    const signature = await claimed(ask(phone.server, { content: payment }));
    // The phone says so itself, and sends nothing.
    loseMessages(phone.server, () => true);
    await expect(session.approve(signature)).rejects.toMatchObject({ code: "fresh_factor_required" });
  });

  afterEach(() => {
    phone.server.freshFactor = undefined;
  });

  test("takes a fresh factor for a sign-in too where the company wants it, also since a moment ago", async () => {
    const before = await claimed(ask(phone.server));
    phone.server.freshFactor = "any";
    await expect(session.approve(before)).rejects.toMatchObject({ code: "fresh_factor_required" });
    const request = ask(phone.server);
    const opened = await claimed(request);
    await expect(session.approve(opened)).rejects.toMatchObject({ code: "fresh_factor_required" });
    expect(await session.sign(opened, mpin)).toMatchObject({ status: "approved" });
    expect(request.status).toBe("approved");
    expect(await session.sign(before, mpin)).toMatchObject({ status: "approved" });
  });

  test("asks no passkey where the envelope says that it is not enough", async () => {
    phone.server.freshFactor = "mpin";
    const opened = await claimed(ask(phone.server, { content: payment }));
    loseMessages(phone.server, () => true);
    await expect(session.signWithPasskey(opened)).rejects.toMatchObject({ code: "mpin_required" });
    phone.server.heal();
    expect(await session.sign(opened, mpin)).toMatchObject({ status: "approved" });
  });

  test("counts as made only with a receipt about this very decision", async () => {
    for (const members of [
      { decision: "refuse" },
      { request: newRequestId() },
      { envelope: b64(new Uint8Array(64)) },
      { approval: b64(new Uint8Array(64)) },
      { certificate: b64(new Uint8Array(64)) },
      { user: newUserId() },
      { company: newCompanyId() },
      { device: `dev_${"A".repeat(43)}` },
      { handshake: "hsk_00000000000000000000000000" },
      { factor: "biometric" },
      { kind: "signature" },
      { iss: "https://app.example.net" },
    ]) {
      const opened = await claimed(ask(phone.server));
      phone.server.forgeReceipt = (genuine) => ({ ...genuine, ...members });
      await expect(session.approve(opened), JSON.stringify(members)).rejects.toMatchObject({
        code: "untrusted_answer",
      });
      phone.server.forgeReceipt = undefined;
    }
  });
});

describe("a signature", () => {
  test("takes a fresh mPIN, proven for exactly this envelope", async () => {
    const request = ask(phone.server, { content: payment });
    const { status, receipt } = await session.sign(await claimed(request), mpin);
    expect(status).toBe("approved");
    expect(receipt.kind).toBe("signature");
    expect(request.status).toBe("approved");
    expect(phone.device.state.kind).toBe("unlocked");
  });

  test("goes on after a wrong mPIN, with a warning, in the same session", async () => {
    const request = ask(phone.server, { content: payment });
    const opened = await claimed(request);
    await expect(session.sign(opened, otherMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft: 4 });
    expect(phone.device.triesLeft).toBe(4);
    expect((await session.sign(opened, mpin)).status).toBe("approved");
    await session.list();
    expect(phone.device.triesLeft).toBe(5);
  });

  test("is not done when the answer is lost, and nobody claims that it is", async () => {
    const opened = await claimed(ask(phone.server, { content: payment }));
    for (const which of [isMessage3, isCall]) {
      loseAnswers(phone.server, which);
      await expect(session.sign(opened, mpin)).rejects.toMatchObject({ code: "offline" });
    }
    phone.server.heal();
    await expect(session.sign(opened, mpin)).rejects.toMatchObject({ code: "request_closed" });
  });

  const endings: [string, (session: Session) => unknown][] = [
    ["is signed out of", (open) => open.end()],
    ["is locked", (open) => open.close()],
    ["was left alone for too long", () => phone.clock.move(300)],
  ];
  test.each(endings)("is not made on a phone that %s while the mPIN is proven", async (_how, end) => {
    const request = ask(phone.server, { content: payment });
    const opened = await claimed(request);
    answerInstead(phone.server, isMessage3, async (exchange) => {
      const answer = await exchange.forward();
      await end(session);
      return answer;
    });
    await expect(session.sign(opened, mpin)).rejects.toMatchObject({ code: "session_ended" });
    expect(request.status).toBe("claimed");
    expect(phone.device.state).toEqual({ kind: "locked" });
  });

  test("ends session and device with the fifth wrong mPIN", async () => {
    const own = await activatedPhone();
    const ownSession = await own.device.unlock(mpin);
    const request = ask(own.server, { content: payment });
    const opened = await ownSession.claim({ qr: await frame(own.server, request) });
    for (const code of ["wrong_mpin", "wrong_mpin", "wrong_mpin", "wrong_mpin", "blocked"]) {
      await expect(ownSession.sign(opened, otherMpin)).rejects.toMatchObject({ code });
    }
    expect(own.device.state).toEqual({ kind: "blocked" });
    expect(ownSession.over).toBe(true);
    expect(request.status).toBe("claimed");
  });
});
