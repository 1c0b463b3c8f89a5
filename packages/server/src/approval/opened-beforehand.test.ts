/**
 * The phone opens a signature's handshake while its mPIN is typed (docs/protocol.md §5, Opened beforehand), so up to 45 s before it
 * proves anything: nothing of what was true as it was opened is taken for true as the approval comes.
 */
import type { RequestId } from "@mtoken/protocol";
import { hashToken } from "@mtoken/protocol";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { endDevice } from "../device/end-device.ts";
import { findRequest } from "../request/store.ts";
import { withdrawRequest } from "../request/withdraw-request.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { OpenedHandshake, OpenedSession, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";

let world: PhoneWorld;
let phone: TestPhone;
let session: OpenedSession;
let request: RequestId;
let envelope: string;
let opened: OpenedHandshake;

describeEachEngine("a handshake for a signature that was opened before its mPIN", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    const user = await world.addUser();
    phone = await world.activePhone({ user });
    session = await phone.unlock(mpin);
    request = await world.addSignature({ user });
    ({ envelope } = await phone.call(session, "request.claim", { request }));
    opened = await phone.begin({ purpose: "approve", binding: await hashToken(envelope) });
  });

  it("signs what it was opened for, and the session goes on beside it", async () => {
    expect(await sign()).toBe("accepted");
    expect(await phone.call(session, "status", {})).toMatchObject({ status: "active" });
  });

  const meanwhile: [string, () => Promise<unknown>, string][] = [
    ["the request was withdrawn", () => withdraw(), "request_closed"],
    ["the request ran out", async () => world.clock.advance(59), "request_expired"],
    [
      "the request was refused in the session",
      async () => {
        const refusal = { decision: "refuse", reason: "wrong-content" };
        const approval = await phone.approval(session, envelope, request, refusal);
        await phone.call(session, "request.decide", { request, approval });
      },
      "request_closed",
    ],
    ["its user said that this wasn't them", () => phone.call(session, "user.freeze", {}), "user_frozen"],
    ["the company was stopped", () => stop(new Date()), "company_stopped"],
    ["the user was given the app without payments", () => setFunctions([]), "not_allowed"],
  ];
  it.each(meanwhile)("approves nothing when %s before it was proven", async (_what, happens, code) => {
    if (code === "request_expired") await expireSoon();
    await happens();
    const approved = await sign();
    await stop(null);
    expect(approved).toBe(code);
    expect((await row()).status).not.toBe("approved");
    expect(await tries()).toBe(0);
  });

  it("opens no channel to a device that was ended before it was proven", async () => {
    await end();
    expect(await codeOf(phone.prove(opened, mpin))).toBe("handshake_refused");
    expect((await row()).status).toBe("withdrawn");
  });

  it("is over when the phone ends its session, and another phone's, or a lock's, is not", async () => {
    const other = await world.activePhone({ user: await world.addUser() });
    const theirs = await other.begin({ purpose: "approve", binding: await hashToken(envelope) });
    await phone.call(session, "session.end", {});
    expect(await codeOf(phone.prove(opened, mpin))).toBe("handshake_refused");
    expect(await tries()).toBe(0);
    expect((await other.prove(theirs, mpin)).id).toBe(theirs.offered.handshake);
    session = await phone.unlock(mpin);
    const lock = await phone.begin({ purpose: "session" });
    await phone.call(session, "session.end", {});
    expect((await phone.prove(lock, mpin)).id).toBe(lock.offered.handshake);
  });

  it("is one of one: of a lock's and a signature's the device has the later, and nothing is charged for the other", async () => {
    const locks = await phone.begin({ purpose: "session" });
    expect(await codeOf(phone.prove(opened, mpin))).toBe("handshake_refused");
    expect(await tries()).toBe(0);
    opened = await phone.begin({ purpose: "approve", binding: await hashToken(envelope) });
    expect(await codeOf(phone.prove(locks, mpin))).toBe("handshake_refused");
    expect(await tries()).toBe(0);
    expect(await sign()).toBe("accepted");
  });

  it("charges no try until a proof comes, then one for a wrong one, and takes no second proof", async () => {
    expect(await tries()).toBe(0);
    expect(await codeOf(phone.prove(opened, "482916"))).toBe("wrong-mpin");
    expect(await codeOf(phone.prove(opened, mpin))).toBe("handshake_refused");
    expect(await tries()).toBe(1);
  });

  it("signs no other request of the same user", async () => {
    const { user_id: user } = await row();
    if (user === null) throw new TypeError("a signature has a user");
    const other = await world.addSignature({ user });
    const { envelope: theirs } = await phone.call(session, "request.claim", { request: other });
    const channel = await phone.prove(opened, mpin);
    const approval = await phone.approval(channel, theirs, other);
    const decision = phone.call(channel, "request.decide", { request: other, approval });
    expect(await codeOf(decision)).toBe("fresh_factor_required");
  });
});

/** From message 3 on. */
async function sign(): Promise<string> {
  const channel = await phone.prove(opened, mpin);
  const approval = await phone.approval(channel, envelope, request);
  return codeOf(phone.call(channel, "request.decide", { request, approval }));
}

function row() {
  return world.context.database.kysely
    .selectFrom("requests")
    .selectAll()
    .where("id", "=", request)
    .executeTakeFirstOrThrow();
}

async function tries(): Promise<number> {
  const { kysely } = world.context.database;
  const device = kysely.selectFrom("devices").select("tries").where("id", "=", phone.device);
  return (await device.executeTakeFirstOrThrow()).tries;
}

async function withdraw(): Promise<void> {
  const { kysely } = world.context.database;
  const found = await findRequest(kysely, request);
  if (found === undefined) throw new TypeError("there is no such request");
  const at = world.clock.now();
  await kysely
    .transaction()
    .execute((transaction) => withdrawRequest(transaction, { request: found, by: "relying-party", at }));
}

async function expireSoon(): Promise<void> {
  const { kysely } = world.context.database;
  const expires_at = new Date(world.clock.now().getTime() + 30_000);
  await kysely.updateTable("requests").set({ expires_at }).where("id", "=", request).execute();
}

function stop(stopped_at: Date | null) {
  const { kysely } = world.context.database;
  return kysely.updateTable("companies").set({ stopped_at }).where("id", "=", world.company).execute();
}

async function setFunctions(functions: string[]): Promise<void> {
  const { user_id: user } = await row();
  if (user === null) throw new TypeError("a signature has a user");
  const { kysely } = world.context.database;
  const features = JSON.stringify(functions);
  await kysely.updateTable("users").set({ features }).where("id", "=", user).execute();
}

async function end(): Promise<void> {
  const { database, clock } = world.context;
  const by = { status: "deactivated", reason: "lost", by: "test" } as const;
  const ended = { device: phone.device, ...by, at: clock.now() };
  await database.kysely.transaction().execute((transaction) => endDevice(transaction, ended));
}
