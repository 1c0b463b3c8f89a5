/** What follows a device while a page lives, over a real one; only the page is stood in for. */
import { activatedPhone, ask, frame, isMessage1, mpin } from "@mtoken/device/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { account } from "../state/test-states.ts";
import { createStore } from "./store.ts";
import { watchDevice } from "./watch.ts";

const mpinPolicy = { min: 6, max: 6 };
const payment = {
  type: "payment",
  amount: "1234.50",
  currency: "EUR",
  payee: { name: "Nordic Steel", account: "DE89370400440532013000" },
} as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval"] });
  const addEventListener = () => undefined;
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener });
  vi.stubGlobal("addEventListener", addEventListener);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function watched() {
  const phone = await activatedPhone();
  const session = await phone.device.unlock(mpin);
  const store = createStore(() => undefined);
  watchDevice(phone.device, store, () => "idle");
  const found = {
    kind: "locked",
    mpin: mpinPolicy,
    triesLeft: 5,
    passkey: false,
    mpinInDoubt: false,
  } as const;
  store.send({ type: "found", found, entry: { kind: "none" } });
  store.send({ type: "unlocked", account: { ...account, requests: session.requests } });
  return { phone, session, store };
}

test("the handshake for a signature goes with the screen that asks for its mPIN, and not before", async () => {
  for (const leaves of [false, true]) {
    const { phone, session, store } = await watched();
    const request = ask(phone.server, { content: payment });
    const opened = await session.claim({ qr: await frame(phone.server, request) });
    store.send({ type: "request-chosen", request: opened.envelope.request });
    if (store.state.screen !== "claiming") throw new Error(store.state.screen);
    store.send({ type: "claimed", source: store.state.source, opened });
    store.send({ type: "confirmed", digits: "" });
    expect(store.state.screen).toBe("sign-mpin");
    let opening = 0;
    phone.server.intercept = (exchange) => {
      if (isMessage1(exchange)) opening += 1;
      return exchange.forward();
    };
    await session.prepareSigning(opened);
    if (leaves) store.send({ type: "back" });
    await session.sign(opened, mpin);
    expect(opening).toBe(leaves ? 2 : 1);
  }
});

test("a phone that was left alone shows nothing of its account, though it asks whether to erase it", async () => {
  const { phone, store } = await watched();
  store.send({ type: "settings-asked" });
  store.send({ type: "deactivate-asked" });
  store.send({ type: "deactivation-reason-chosen", reason: "other" });
  store.send({ type: "deactivation-confirmed", note: "" });
  const problem = { code: "offline", triesLeft: null, attemptsLeft: null, weakness: null } as const;
  store.send({ type: "deactivation-failed", problem });
  store.send({ type: "start-anew" });
  expect(store.state.screen).toBe("start-over");
  phone.clock.move(300);
  await phone.device.lockIfIdle();
  store.send({ type: "back" });
  expect(store.state.screen).toBe("unlock");
  expect(JSON.stringify(store.state)).not.toContain(account.profile.company.name);
});
