/** A computer that asks to be known, on the phone (docs/protocol.md §8). */
import type { Enrolment } from "@mtoken/protocol";
import { computerIdOf, exportPublicJwk, generateSigningKeyPair, newEnrolmentId } from "@mtoken/protocol";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Session } from "./session.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin } from "./testing/test-phone.ts";

let phone: TestPhone;
let session: Session;
let computer: Enrolment["computer"];

beforeAll(async () => {
  const { publicKey } = await generateSigningKeyPair({ bits: 2048, extractable: false });
  computer = { id: await computerIdOf(await exportPublicJwk(publicKey)), description: "Chrome on Linux" };
});

beforeEach(async () => {
  phone = await activatedPhone();
  session = await phone.device.unlock(mpin);
});

/** The server's statement, but for what `change` says. */
async function ask(change: Partial<Enrolment> = {}): Promise<void> {
  const { server } = phone;
  const statement: Enrolment = {
    ...{ iss: server.origin, suite: "mtoken-1", enrolment: newEnrolmentId() },
    ...{ user: server.user, company: server.company, device: server.device.id },
    ...{ relying_party: server.relyingParty, origin: "https://portal.example.com", computer },
    ...{ iat: server.now, exp: server.now + 600, ...change },
  };
  server.enrolment = await server.sign("mtoken-enrolment+jws", statement);
}

describe("a computer that asks to be known", () => {
  test("is heard of with the list, and known by a signed yes", async () => {
    expect(session.asked).toBeUndefined();
    await ask();
    await session.list();
    const { asked } = session;
    if (asked === undefined) throw new Error("nothing was asked");
    expect(asked.enrolment.computer).toEqual(computer);
    await session.list();
    expect(session.asked).toBe(asked);
    await session.answerEnrolment(asked, "approve");
    expect(session.asked).toBeUndefined();
    expect(await session.computers()).toMatchObject([{ id: computer.id, status: "known" }]);
    await session.revokeComputer(computer.id);
    expect(await session.computers()).toEqual([]);
  });

  test("stays unknown by a no", async () => {
    await ask();
    await session.list();
    if (session.asked === undefined) throw new Error("nothing was asked");
    await session.answerEnrolment(session.asked, "refuse");
    expect(await session.computers()).toEqual([]);
  });

  test.each([
    ["another user", () => ({ user: { id: `usr_${"0".repeat(26)}`, name: "Eve" } })],
    ["another company", () => ({ company: { id: `cmp_${"0".repeat(26)}`, name: "Others" } })],
    ["another device", () => ({ device: `dev_${"A".repeat(43)}` })],
    ["another server", () => ({ iss: "https://other.example" })],
  ] as const)("is not shown when it asks %s", async (_what, change) => {
    await ask(change() as Partial<Enrolment>);
    await expect(session.list()).rejects.toMatchObject({ code: "untrusted_answer" });
    expect(session.asked).toBeUndefined();
  });

  test("is not shown when something else was signed in its place, and not answered late", async () => {
    phone.server.enrolment = await phone.server.sign("mtoken-receipt+jws", {});
    await expect(session.list()).rejects.toMatchObject({ code: "untrusted_answer" });
    await ask({ exp: phone.server.now + 10 });
    await session.list();
    const { asked } = session;
    if (asked === undefined) throw new Error("nothing was asked");
    phone.clock.move(60);
    await expect(session.answerEnrolment(asked, "approve")).rejects.toMatchObject({
      code: "request_expired",
    });
  });

  test("is answered in the session that heard of it, and gone with it", async () => {
    await ask();
    await session.list();
    const { asked } = session;
    if (asked === undefined) throw new Error("nothing was asked");
    await session.end();
    expect(session.asked).toBeUndefined();
    await expect(session.answerEnrolment(asked, "approve")).rejects.toMatchObject({ code: "session_ended" });
    const again = await phone.device.unlock(mpin);
    await expect(again.answerEnrolment(asked, "approve")).rejects.toThrow(TypeError);
  });
});
