/**
 * Whatever a user does, a network loses and a stranger sends, in any order: what has to hold of a phone holds
 * after every step.
 */
import { triesAllowed } from "@mtoken/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Device } from "./device.ts";
import { isDeviceError } from "./errors.ts";
import type { Session } from "./session.ts";
import { isMessage1, membersOf } from "./testing/test-faults.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { activatedPhone, mpin, otherMpin, restarted } from "./testing/test-phone.ts";
import { ask, frame } from "./testing/test-requests.ts";
import type { Interceptor, TestServer } from "./testing/test-server.ts";
import { jose } from "./testing/test-server.ts";

const acts = [
  "unlock",
  "mistype",
  "crash",
  "sign",
  "sign in",
  "list",
  "log out",
  "wait",
  "deactivate",
] as const;
const faults = ["none", "none", "lose message", "lose answer", "replay", "change", "claim blocked"] as const;

/** What a stranger on the network has seen. */
interface Seen {
  counters: number[];
  lastAnswer: string;
  /** Which sessions the server had opened by the step before, and which of them the phone had. */
  opened: Set<string>;
  session: Session | undefined;
}

function faulty(fault: (typeof faults)[number], seen: Seen): Interceptor {
  return async (exchange) => {
    if (isMessage1(exchange)) seen.counters.push(Number(membersOf(exchange.body)["counter"]));
    if (fault === "lose message") throw new Error("no network");
    if (fault === "claim blocked") return { ...jose('{"reason":"blocked"}'), status: 403 };
    const answer = await exchange.forward();
    const replayed = seen.lastAnswer;
    seen.lastAnswer = answer.body;
    if (fault === "lose answer") throw new Error("no network");
    if (fault === "replay") return { ...answer, body: replayed };
    return fault === "change" ? { ...answer, body: answer.body.replace(/.$/, "") } : answer;
  };
}

async function act(phone: TestPhone, name: (typeof acts)[number]): Promise<TestPhone> {
  const { device, server, clock } = phone;
  switch (name) {
    case "unlock":
      await device.unlock(mpin);
      return phone;
    case "mistype":
      await device.unlock(otherMpin);
      return phone;
    case "crash":
      return restarted(phone);
    case "sign":
      await decide(phone, "signature");
      return phone;
    case "sign in":
      await decide(phone, "sign-in");
      return phone;
    case "list":
      await device.session?.list();
      return phone;
    case "log out":
      await device.session?.end();
      return phone;
    case "wait":
      clock.move(301);
      return phone;
    case "deactivate":
      if (server.device.status === "active") server.device.status = "deactivated";
      return phone;
  }
}

async function decide({ device, server }: TestPhone, kind: "sign-in" | "signature"): Promise<void> {
  const content = { type: "statement", text: "I agree." } as const;
  const request = ask(server, kind === "signature" ? { content } : {});
  const opened = await device.session?.claim({ qr: await frame(server, request) });
  if (opened === undefined) return;
  if (kind === "signature") await device.session?.sign(opened, mpin);
  else await device.session?.approve(opened);
}

async function expectSound({ device, server, storage }: TestPhone, seen: Seen): Promise<void> {
  const record = await storage.read();
  // A number that was ever sent is stored, and none was sent twice.
  expect(new Set(seen.counters).size).toBe(seen.counters.length);
  if (record?.kind === "activated") {
    expect(record.keys.counter).toBeGreaterThanOrEqual(Math.max(0, ...seen.counters));
  }
  // Nothing is erased on hearsay, and what is erased stays so.
  if (record?.kind === "ended") expect(server.device.status).toBe(record.reason);
  if (record?.kind === "ended") expect(device.state).toEqual({ kind: record.reason });
  expect(server.device.tries).toBeLessThanOrEqual(triesAllowed);
  expectOpenedByServer(device, server, seen);
}

/** Unlocked is only who has a session that the server opened in the same step, for the right mPIN. */
function expectOpenedByServer(device: Device, server: TestServer, seen: Seen): void {
  const sessions = [...server.sessions.values()].filter(({ purpose }) => purpose === "session");
  const isNew = sessions.some(({ id, factor }) => factor === "mpin" && !seen.opened.has(id));
  if (device.state.kind === "unlocked") {
    expect(device.session?.over).toBe(false);
    if (device.session !== seen.session) expect(isNew).toBe(true);
  }
  seen.session = device.session;
  for (const { id } of sessions) seen.opened.add(id);
}

test("a phone is sound after anything that may happen to it", async () => {
  const first = await activatedPhone();
  const template = await first.storage.read();
  const step = fc.record({ name: fc.constantFrom(...acts), fault: fc.constantFrom(...faults) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const { server } = first;
      if (template === undefined) throw new TypeError("not activated");
      Object.assign(server.device, { status: "active", tries: 0, counter: 0 });
      await first.storage.write(template);
      const opened = new Set<string>(server.sessions.keys());
      const seen: Seen = { counters: [], lastAnswer: "", opened, session: undefined };
      server.heal();
      let phone = await restarted(first);
      for (const { name, fault } of steps) {
        server.intercept = faulty(fault, seen);
        phone = await act(phone, name).catch((error: unknown) => {
          // Every failure has a code that a user can be told.
          expect(isDeviceError(error)).toBe(true);
          return phone;
        });
        await expectSound(phone, seen);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
