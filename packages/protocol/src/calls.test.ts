/** Calls and answers in a session; their vectors are in vectors/call.json. */
import { describe, expect, it } from "vitest";
import { b64, randomBytes } from "./bytes.ts";
import type { Answer, Call } from "./calls.ts";
import { answerOf, methods, openAnswer, openCall, sealAnswer, sealCall } from "./calls.ts";
import { ProtocolError } from "./errors.ts";
import { computerIdOf, newHandshakeId, newNoticeId, newRequestId } from "./ids.ts";
import { sealDirect } from "./sealed.ts";
import { publicHalf } from "./vectors/evidence-sample.ts";
import { testKeys } from "./vectors/test-keys.ts";

const session = newHandshakeId();
const key = randomBytes(64);
const request = newRequestId();
const token = "AAAA.AAAA.AAAA";

const calls: Call[] = [
  { method: "activation.complete", params: { signing_key: publicHalf(testKeys.signing), proof: token } },
  { method: "status", params: {} },
  { method: "requests.list", params: {} },
  { method: "request.claim", params: { qr: { request, tick: 1023, mac: "0123456789ABCDEF" } } },
  { method: "request.claim", params: { code: "0123456789".slice(0, 9) } },
  { method: "request.claim", params: { link: { request, mac: "0123456789ABCDEFGHJKMNPQRS" } } },
  { method: "request.claim", params: { request } },
  { method: "request.decide", params: { request, approval: token } },
  { method: "user.freeze", params: {} },
  {
    method: "mpin.change",
    params: {
      salt: b64(randomBytes(16)),
      argon2: { m: 65_536, t: 3, p: 1 },
      verifier: b64(randomBytes(384)),
    },
  },
  { method: "computers.list", params: {} },
  { method: "computer.enrol", params: { approval: token } },
  { method: "computer.revoke", params: { computer: await computerIdOf(publicHalf(testKeys.computer)) } },
  { method: "notices.list", params: {} },
  { method: "notices.list", params: { before: newNoticeId() } },
  { method: "notices.read", params: { until: newNoticeId() } },
  { method: "push.status", params: {} },
  {
    method: "push.subscribe",
    params: {
      endpoint: "https://push.example/send/1",
      p256dh: b64(randomBytes(65)),
      auth: b64(randomBytes(16)),
      key: b64(randomBytes(65)),
    },
  },
  { method: "push.unsubscribe", params: {} },
  { method: "factor.begin", params: {} },
  {
    method: "factor.enrol",
    params: {
      registration: { attestation_object: b64(randomBytes(300)), client_data: b64(randomBytes(200)) },
      salt: b64(randomBytes(16)),
      verifier: b64(randomBytes(384)),
    },
  },
  { method: "factor.remove", params: {} },
  { method: "device.deactivate", params: { reason: "replaced" } },
  { method: "device.deactivate", params: { reason: "other", note: "It went through the wash" } },
  { method: "device.deactivate", params: { reason: "user" } },
  { method: "session.end", params: {} },
];

const deactivation = (note: string) => ({ reason: "other", note });

async function sealText(
  plaintext: string,
  seq = 1,
  typ: "mtoken-call+jwe" | "mtoken-answer+jwe" = "mtoken-call+jwe",
) {
  return sealDirect({ plaintext, key, typ, kid: session, seq });
}

describe("a call", () => {
  it.each(calls)("of $method is opened as it was sealed", async (call) => {
    const sealed = await sealCall({ call, key, session, seq: 3 });
    expect(await openCall({ token: sealed, key, session })).toEqual({ call, seq: 3 });
  });

  it("is there for every method", () => {
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(Object.keys(methods)));
  });

  it.each([
    ["an unknown method", { method: "device.unblock", params: {} }, "unknown_method"],
    ["a method of every object", { method: "constructor", params: {} }, "unknown_method"],
    ["__proto__ for a method", { method: "__proto__", params: {} }, "unknown_method"],
    ["params of another method", { method: "session.end", params: { request } }, "malformed_message"],
    [
      "two ways to claim",
      { method: "request.claim", params: { request, code: "012345678" } },
      "malformed_message",
    ],
    ["no way to claim", { method: "request.claim", params: {} }, "malformed_message"],
    [
      "a tick too high",
      { method: "request.claim", params: { qr: { request, tick: 1024, mac: "0123456789ABCDEF" } } },
      "malformed_message",
    ],
    [
      "a reason of its own",
      { method: "device.deactivate", params: { reason: "bored" } },
      "malformed_message",
    ],
    ["an empty note", { method: "device.deactivate", params: deactivation("") }, "malformed_message"],
    [
      "a note in two lines",
      { method: "device.deactivate", params: deactivation("a\nb") },
      "malformed_message",
    ],
    [
      "a note that turns",
      { method: "device.deactivate", params: deactivation("a\u202eb") },
      "malformed_message",
    ],
    [
      "a note too long",
      { method: "device.deactivate", params: deactivation("a".repeat(501)) },
      "malformed_message",
    ],
    ["a member more", { method: "status", params: {}, id: 1 }, "malformed_message"],
    ["no params", { method: "status" }, "malformed_message"],
    ["an array", [], "malformed_message"],
  ])("is refused with %s", async (_what, call, code) => {
    const sealed = await sealText(JSON.stringify(call));
    await expect(openCall({ token: sealed, key, session })).rejects.toMatchObject({ code });
  });

  it("is refused when it is not JSON", async () => {
    const sealed = await sealText("{");
    await expect(openCall({ token: sealed, key, session })).rejects.toMatchObject({
      code: "malformed_message",
    });
  });

  it("is refused with message 4's place in the sequence", async () => {
    const sealed = await sealText(JSON.stringify({ method: "status", params: {} }), 0);
    await expect(openCall({ token: sealed, key, session })).rejects.toMatchObject({
      code: "message_refused",
    });
  });

  it("is not taken for an answer, from another session or under another key", async () => {
    const sealed = await sealCall({ call: { method: "status", params: {} }, key, session, seq: 1 });
    const refused = { code: "message_refused" };
    await expect(openAnswer({ token: sealed, method: "status", key, session, seq: 1 })).rejects.toMatchObject(
      refused,
    );
    await expect(openCall({ token: sealed, key, session: newHandshakeId() })).rejects.toMatchObject(refused);
    await expect(openCall({ token: sealed, key: randomBytes(64), session })).rejects.toMatchObject(refused);
  });
});

describe("an answer", () => {
  const answer: Answer<"request.claim"> = { result: { envelope: token } };

  it("is opened as it was sealed", async () => {
    const sealed = await sealAnswer({ method: "request.claim", answer, key, session, seq: 2 });
    const opened = await openAnswer({ token: sealed, method: "request.claim", key, session, seq: 2 });
    expect(opened).toEqual(answer);
  });

  it("has room for the envelope of the largest batch, and a call has not", async () => {
    const envelope = `AAAA.${"A".repeat(1_400_000)}.AAAA`;
    const sealed = await sealAnswer({
      method: "request.claim",
      answer: { result: { envelope } },
      key,
      session,
      seq: 2,
    });
    const opened = await openAnswer({ token: sealed, method: "request.claim", key, session, seq: 2 });
    expect(opened).toEqual({ result: { envelope } });
    const call = await sealText(JSON.stringify({ method: "status", params: { x: "x".repeat(70_000) } }));
    await expect(openCall({ token: call, key, session })).rejects.toMatchObject({
      code: "message_too_large",
    });
  });

  it("is refused as the answer to another call", async () => {
    const sealed = await sealAnswer({ method: "request.claim", answer, key, session, seq: 2 });
    const refused = { code: "message_refused" };
    for (const seq of [1, 3]) {
      const opened = openAnswer({ token: sealed, method: "request.claim", key, session, seq });
      await expect(opened).rejects.toMatchObject(refused);
    }
  });

  it("is refused with the result of another method", async () => {
    const sealed = await sealText(JSON.stringify(answer), 1, "mtoken-answer+jwe");
    const opened = openAnswer({ token: sealed, method: "status", key, session, seq: 1 });
    await expect(opened).rejects.toMatchObject({ code: "malformed_message" });
  });

  it("is refused with result and error both, with neither, or with an unknown code", async () => {
    const bad = [
      { result: {}, error: { code: "internal" } },
      {},
      { error: { code: "made_up" } },
      { error: {} },
    ];
    for (const value of bad) {
      const sealed = await sealText(JSON.stringify(value), 1, "mtoken-answer+jwe");
      const opened = openAnswer({ token: sealed, method: "session.end", key, session, seq: 1 });
      await expect(opened).rejects.toMatchObject({ code: "malformed_message" });
    }
  });

  it("tells of errors of the catalogue with their details, and of nothing else", async () => {
    const details = { attempts_left: 2 };
    const known = answerOf(new ProtocolError("wrong_registration_code", { details }));
    expect(known).toEqual({ error: { code: "wrong_registration_code", attempts_left: 2 } });
    expect(answerOf(new Error("the database says: secret"))).toEqual({ error: { code: "internal" } });
    const sealed = await sealAnswer({ method: "status", answer: known, key, session, seq: 1 });
    expect(await openAnswer({ token: sealed, method: "status", key, session, seq: 1 })).toEqual(known);
  });
});
