/** Another mPIN (docs/protocol.md §5): by who proves the one of before for exactly this one, once, and with nothing left open. */
import type { Params, RequestId } from "@mtoken/protocol";
import { b64, bigIntToBytes, mpinChangeBinding, randomBytes, srpGroup } from "@mtoken/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openHandshake } from "../handshake/open-handshake.ts";
import { proveHandshake } from "../handshake/prove-handshake.ts";
import { makeDeviceVerifier } from "../handshake/verify-device.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { OpenedSession, TestPhone } from "../testing/test-phone.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { changeMpin as changeMpinOf } from "./change-mpin.ts";
import type { Caller } from "./methods.ts";
import { advanceSession, findSession } from "./store.ts";

type Change = Params<"mpin.change">;

const chosen = "730258";
const group = srpGroup(2048);
let world: PhoneWorld;
let phone: TestPhone;

async function channelFor(change: Change): Promise<OpenedSession> {
  return phone.unlock(mpin, { purpose: "change", binding: await mpinChangeBinding(change) });
}

/** The whole of it, and the phone takes it for done. */
async function changeMpin(): Promise<void> {
  const change = await phone.changeTo(chosen);
  await phone.call(await channelFor(change), "mpin.change", change);
  phone.keep(change);
}

/** A call's caller, as the counting of calls found it: from here on a test may let the world change. */
async function callerOf(channel: OpenedSession): Promise<Caller> {
  const { database, clock } = world.context;
  const session = await findSession(database.kysely, channel.id);
  const at = clock.now();
  const counting = { session: channel.id, company: world.company, seq: 1, at, renews: true };
  const device = await advanceSession(database.kysely, counting);
  if (session === undefined || device === undefined) throw new Error("the channel has ended");
  return { session, device };
}

function sessions(): Promise<{ id: string }[]> {
  const { kysely } = world.context.database;
  return kysely.selectFrom("sessions").select("id").where("device_id", "=", phone.device).execute();
}

async function saltInForce(): Promise<Buffer | undefined> {
  const { kysely } = world.context.database;
  const devices = kysely.selectFrom("devices").select("salt").where("id", "=", phone.device);
  return (await devices.executeTakeFirst())?.salt;
}

async function setDevice(values: { status?: "awaiting-approval"; tries?: number }): Promise<void> {
  const { kysely } = world.context.database;
  await kysely.updateTable("devices").set(values).where("id", "=", phone.device).execute();
}

function changes(): Promise<{ kind: string }[]> {
  return world.context.database.kysely
    .selectFrom("audit_entries")
    .select("kind")
    .where("kind", "=", "mpin.changed")
    .where("entry", "like", `%${phone.device}%`)
    .execute();
}

describeEachEngine("another mPIN", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    phone = await world.activePhone();
  });

  it("opens the phone in the place of the one of before, and is recorded once", async () => {
    await changeMpin();
    expect(await codeOf(phone.unlock(mpin))).toBe("wrong-mpin");
    const session = await phone.unlock(chosen);
    expect(session.message4.status).toBe("active");
    expect(await changes()).toHaveLength(1);
  });

  it("leaves the share as it was, so that the signing key opens as before", async () => {
    const before = (await phone.unlock(mpin)).message4.share;
    await changeMpin();
    expect((await phone.unlock(chosen)).message4.share).toBe(before);
  });

  it("ends every session and every channel that the one of before had opened", async () => {
    const session = await phone.unlock(mpin);
    const approval = await phone.unlock(mpin, { purpose: "approve", binding: b64(randomBytes(64)) });
    const change = await phone.changeTo(chosen);
    await phone.call(await channelFor(change), "mpin.change", change);
    expect(await codeOf(phone.call(session, "status", {}))).toBe("session_ended");
    expect(await codeOf(phone.call(approval, "status", {}))).toBe("session_ended");
  });

  it("opens no session for a proof of the one of before that was charged before the change", async () => {
    const change = await phone.changeTo(chosen);
    const opened = await phone.begin();
    const { token } = await phone.message3(opened, mpin);
    const { context } = world;
    const { modexp } = context;
    const slow: typeof modexp = {
      ...modexp,
      async serverSecret(options) {
        await phone.call(await channelFor(change), "mpin.change", change);
        return modexp.serverSecret(options);
      },
    };
    const proving = { handshake: opened.offered.handshake, token, verifier: makeDeviceVerifier() };
    expect(await codeOf(proveHandshake({ ...context, modexp: slow }, proving))).toBe("handshake_refused");
    // Not one that nobody was told of either: who made the proof has its keys.
    expect(await sessions()).toEqual([]);
    phone.keep(change);
    // It gives nothing back either, and is told.
    expect((await phone.begin()).offered).toMatchObject({ wrong_tries: 1 });
    await phone.unlock(chosen);
  });

  it("opens no handshake whose message 2 would name the salt of before", async () => {
    const change = await phone.changeTo(chosen);
    const channel = await channelFor(change);
    const { context } = world;
    const { modexp } = context;
    const slow: typeof modexp = {
      ...modexp,
      async serverPublic(verifier) {
        await phone.call(channel, "mpin.change", change);
        return modexp.serverPublic(verifier);
      },
    };
    const { token } = await phone.message1({ purpose: "session" });
    const opening = openHandshake({ ...context, modexp: slow }, makeDeviceVerifier(), token);
    expect(await codeOf(opening)).toBe("handshake_refused");
  });

  describe("is refused", () => {
    it("in a session, which its thief could change it with", async () => {
      const session = await phone.unlock(mpin);
      expect(await codeOf(phone.call(session, "mpin.change", await phone.changeTo(chosen)))).toBe(
        "not_allowed",
      );
      await phone.unlock(mpin);
    });

    it("in a channel of purpose approve, whatever it is bound to", async () => {
      const change = await phone.changeTo(chosen);
      const binding = await mpinChangeBinding(change);
      const channel = await phone.unlock(mpin, { purpose: "approve", binding });
      expect(await codeOf(phone.call(channel, "mpin.change", change))).toBe("not_allowed");
    });

    it.each(["salt", "argon2", "verifier"] as const)(
      "with another %s than was proven for",
      async (member) => {
        const change = await phone.changeTo(chosen);
        const other = { ...(await phone.changeTo("581937")), argon2: { m: 32_768, t: 3, p: 1 } };
        const channel = await channelFor(change);
        const mixed = { ...change, [member]: other[member] };
        expect(await codeOf(phone.call(channel, "mpin.change", mixed))).toBe("not_allowed");
        await phone.unlock(mpin);
      },
    );

    it.each([
      ["0", 0n, "handshake_refused"],
      ["1", 1n, "not_allowed"],
      ["N - 1", group.N - 1n, "not_allowed"],
    ])("with a verifier of %s", async (_name, value, code) => {
      const change = { ...(await phone.changeTo(chosen)), verifier: b64(bigIntToBytes(value, group.length)) };
      expect(await codeOf(phone.call(await channelFor(change), "mpin.change", change))).toBe(code);
      await phone.unlock(mpin);
    });

    it("with a verifier of another group", async () => {
      const change = { ...(await phone.changeTo(chosen)), verifier: b64(randomBytes(384)) };
      const code = await codeOf(phone.call(await channelFor(change), "mpin.change", change));
      expect(code).not.toBe("accepted");
      await phone.unlock(mpin);
    });

    it("under the salt that is in use", async () => {
      const { offered } = await phone.begin();
      const change = { ...(await phone.changeTo(chosen)), salt: offered.salt };
      expect(await codeOf(phone.call(await channelFor(change), "mpin.change", change))).toBe("not_allowed");
    });

    it("a second time, and a hundred times at once", async () => {
      const change = await phone.changeTo(chosen);
      const channel = await channelFor(change);
      const token = await phone.seal(channel, { method: "mpin.change", params: change, seq: 1 });
      const codes = await Promise.all(
        Array.from({ length: 100 }, () => codeOf(phone.post("/v1/calls", token))),
      );
      expect(codes.filter((code) => code === "accepted")).toHaveLength(1);
      expect(await changes()).toHaveLength(1);
    });

    it("after a minute", async () => {
      const change = await phone.changeTo(chosen);
      const channel = await channelFor(change);
      world.clock.advance(60);
      expect(await codeOf(phone.call(channel, "mpin.change", change))).toBe("session_ended");
    });

    it.each([
      ["its minute is over", () => world.clock.advance(60)],
      ["the phone asked which mPIN counts", () => phone.begin()],
      ["its device awaits approval", () => setDevice({ status: "awaiting-approval" })],
      ["the device's tries reached five", () => setDevice({ tries: 5 })],
    ])("to a call that was under way when %s", async (_name, happens) => {
      const change = await phone.changeTo(chosen);
      const caller = await callerOf(await channelFor(change));
      const salt = await saltInForce();
      await happens();
      expect(await codeOf(changeMpinOf(world.context, caller, change))).toBe("session_ended");
      expect(await saltInForce()).toEqual(salt);
      expect(await changes()).toEqual([]);
    });

    it("to any other channel's call, should one get so far", async () => {
      const change = await phone.changeTo(chosen);
      const binding = await mpinChangeBinding(change);
      const caller = await callerOf(await phone.unlock(mpin, { purpose: "approve", binding }));
      expect(await codeOf(changeMpinOf(world.context, caller, change))).toBe("session_ended");
    });

    it("once message 2 of another handshake has named the salt that counts, whatever that was for", async () => {
      for (const aim of [
        { purpose: "session" } as const,
        { purpose: "approve", binding: b64(randomBytes(64)) } as const,
        { purpose: "change", binding: b64(randomBytes(64)) } as const,
      ]) {
        const change = await phone.changeTo(chosen);
        const channel = await channelFor(change);
        await phone.begin(aim);
        expect(await codeOf(phone.call(channel, "mpin.change", change))).toBe("session_ended");
      }
      await phone.unlock(mpin);
    });

    it("but not for a message 1 that came before: a replay ends nothing", async () => {
      const { token } = await phone.message1({ purpose: "session" });
      await phone.post("/v1/handshakes", token);
      const change = await phone.changeTo(chosen);
      const channel = await channelFor(change);
      expect(await codeOf(phone.post("/v1/handshakes", token))).toBe("handshake_refused");
      await phone.call(channel, "mpin.change", change);
    });

    it("to a device that nobody has approved yet", async () => {
      const pending = await world.newPhone();
      await pending.activate({ ...(await world.invite()), mpin });
      const binding = b64(randomBytes(64));
      expect(await codeOf(pending.unlock(mpin, { purpose: "change", binding }))).toBe("not_allowed");
    });
  });

  it("is all that its channel takes", async () => {
    const request = `req_${"0".repeat(26)}` as RequestId;
    const binding = b64(randomBytes(64));
    const aim = { purpose: "change", binding } as const;
    const approval = await phone.approval(await phone.unlock(mpin), "x", request);
    const calls = [
      async () => phone.call(await phone.unlock(mpin, aim), "request.decide", { request, approval }),
      async () => phone.call(await phone.unlock(mpin, aim), "request.claim", { request }),
      async () => phone.call(await phone.unlock(mpin, aim), "status", {}),
      async () => phone.call(await phone.unlock(mpin, aim), "device.deactivate", { reason: "suspicious" }),
    ];
    for (const call of calls) expect(await codeOf(call())).toBe("not_allowed");
  });

  it("is not got by guessing the one of before: its tries are everybody's", async () => {
    const binding = b64(randomBytes(64));
    for (const _ of [1, 2, 3, 4])
      expect(await codeOf(phone.unlock("000000", { purpose: "change", binding }))).toBe("wrong-mpin");
    expect(await codeOf(phone.unlock("000000", { purpose: "change", binding }))).toBe("blocked");
  });
});
