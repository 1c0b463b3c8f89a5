/** "This wasn't me" on the phone (docs/protocol.md §7). */
import { beforeEach, describe, expect, test } from "vitest";
import type { Session } from "./session.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin } from "./testing/test-phone.ts";
import { ask, frame } from "./testing/test-requests.ts";

let phone: TestPhone;
let session: Session;

beforeEach(async () => {
  phone = await activatedPhone();
  session = await phone.device.unlock(mpin);
});

async function claimSignIn() {
  const request = ask(phone.server);
  return session.claim({ qr: await frame(phone.server, request) });
}

describe("this wasn't me", () => {
  test("said of a request refuses it, and leaves nothing that could be signed with", async () => {
    const opened = await claimSignIn();
    ask(phone.server, { content: { type: "statement", text: "I agree." } });
    await session.list();
    const { status, frozen } = await session.refuse(opened, "not-me");
    expect([status, frozen]).toEqual(["refused", { at: phone.server.now, stopped: 1 }]);
    expect(session.frozen).toEqual(frozen);
    expect(session.requests).toEqual([]);
    expect(session.profile).toBeDefined();
    phone.server.frozen = undefined;
    const other = await claimSignIn();
    await expect(session.approve(other)).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("for any other reason stops nothing", async () => {
    const { frozen } = await session.refuse(await claimSignIn(), "changed-mind");
    expect([frozen, session.frozen]).toEqual([undefined, undefined]);
  });

  test("said without a request stops everything as well", async () => {
    expect(await session.freeze()).toEqual(session.frozen);
    await expect(session.list()).rejects.toMatchObject({ code: "user_frozen" });
    expect(phone.device.state.kind).toBe("unlocked");
  });

  test("that was said elsewhere is known after the next question", async () => {
    phone.server.frozen = { at: phone.server.now, stopped: 3 };
    await expect(session.list()).rejects.toMatchObject({ code: "user_frozen" });
    expect(session.frozen).toEqual({ at: phone.server.now, stopped: 3 });
  });

  test("is told at unlocking, and the signing key stays wrapped", async () => {
    phone.server.frozen = { at: phone.server.now, stopped: 0 };
    const again = await phone.device.unlock(mpin);
    expect(again.frozen).toEqual({ at: phone.server.now, stopped: 0 });
    phone.server.frozen = undefined;
    session = again;
    await expect(session.refuse(await claimSignIn(), "other")).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("ends with its session, once somebody lets the user go on", async () => {
    await session.freeze();
    await session.status();
    expect(session.over).toBe(false);
    phone.server.frozen = undefined;
    await session.status();
    expect(session.over).toBe(true);
    expect(phone.device.state.kind).toBe("locked");
    const again = await phone.device.unlock(mpin);
    expect(again.frozen).toBeUndefined();
  });

  test("leaves the user the way to give the device up", async () => {
    await session.freeze();
    await session.deactivate({ reason: "suspicious" });
    expect(phone.device.state.kind).toBe("deactivated");
  });
});
