import { describe, expect, it, test } from "vitest";
import type { AppState, StateOf } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, locked, mpin, openedOf } from "./test-states.ts";

const opened = openedOf("sign-in");
const signing = openedOf("signature");
const signIn: AppState = { screen: "sign-in", account, opened, busy: false, problem: null };
const signature: AppState = { screen: "signature", account, opened: signing, digits: "", problem: null };

test("a sign-in that takes a fresh factor asks for it once the digits are there, and leads back", () => {
  const opened = openedOf("sign-in", true);
  const eachTime = { ...opened, envelope: { ...opened.envelope, fresh_factor: "any" } } as typeof opened;
  const asked = reduce({ ...signIn, opened: eachTime }, { type: "confirmed", digits: "42" });
  expect(asked.effect).toBeNull();
  expect(asked.state).toMatchObject({ screen: "sign-mpin", digits: "42" });
  expect(reduce(asked.state, { type: "back" }).state).toMatchObject({ screen: "sign-in", opened: eachTime });
  const done = reduce(asked.state, { type: "decided", returnTo: null, frozen: null });
  expect(done.state).toMatchObject({ screen: "decided", outcome: { kind: "signed-in" } });
});

test("a signature that goes through as the phone is locked is told on the lock", () => {
  const busy: AppState = {
    ...{ screen: "sign-mpin", account, opened: signing, digits: "" },
    ...{ busy: true, problem: null },
  };
  const locking = { reason: "idle", mpin, triesLeft: 5, passkey: false } as const;
  const { state: lock } = reduce(busy, { type: "locked", ...locking });
  const told = reduce(lock, { type: "decided", returnTo: null, frozen: null });
  expect(told).toEqual({ state: { ...locked, reason: "decided" }, effect: null });
});

test("a sign-in that takes one since a moment ago asks for it, with the digits that were typed", () => {
  const confirmed = reduce(
    { ...signIn, opened: openedOf("sign-in", true) },
    { type: "confirmed", digits: "42" },
  );
  const problem = problemOf("fresh_factor_required");
  const asked = reduce(confirmed.state, { type: "decision-failed", problem });
  expect(asked.state).toMatchObject({ screen: "sign-mpin", digits: "42", problem: null });
});

test("where the mPIN alone is enough, fingerprint or face is not asked for", () => {
  const account = { ...signIn.account, passkey: "on" } as const;
  const opened = openedOf("signature");
  const asked: StateOf<"sign-mpin"> = {
    ...{ screen: "sign-mpin", account, opened, digits: "", busy: false, problem: null },
  };
  expect(reduce(asked, { type: "passkey-asked" }).effect).toMatchObject({ type: "sign-by-passkey" });
  expect(
    reduce({ ...asked, problem: problemOf("mpin_required") }, { type: "passkey-asked" }).effect,
  ).toBeNull();
  const above = { ...opened, envelope: { ...opened.envelope, fresh_factor: "mpin" } } as typeof opened;
  expect(reduce({ ...asked, opened: above }, { type: "passkey-asked" }).effect).toBeNull();
});

describe("a request that nobody decides on", () => {
  const waiting = { account, opened: signing, busy: false, problem: null } as const;
  it.each<AppState>([
    signIn,
    signature,
    { ...waiting, screen: "sign-mpin", digits: "" },
    { ...waiting, screen: "refuse", reason: "other" },
  ])("says that it runs out, once, and then that it has: $screen", (asked) => {
    expect(reduce(asked, { type: "time-left", seconds: 31 }).state).toBe(asked);
    const { state: ending } = reduce(asked, { type: "time-left", seconds: 30 });
    expect(ending).toEqual({ ...asked, ending: true });
    expect(reduce(ending, { type: "time-left", seconds: 25 }).state).toBe(ending);
    expect(reduce(ending, { type: "time-left", seconds: null }).state).toMatchObject({
      screen: "decided",
      outcome: { kind: "closed", problem: { code: "request_expired" } },
    });
  });

  it("waits for the server's answer where a decision is on its way", () => {
    const busy: AppState = { ...signIn, busy: true };
    expect(reduce(busy, { type: "time-left", seconds: null }).state).toBe(busy);
  });
});

describe("a sign-in", () => {
  it("is approved once", () => {
    const { state, effect } = reduce(signIn, { type: "confirmed", digits: "" });
    expect(effect).toEqual({ type: "approve", opened, digits: "" });
    expect(reduce(state, { type: "confirmed", digits: "" }).effect).toBeNull();
    expect(reduce(state, { type: "refuse-asked" }).state).toBe(state);
    expect(reduce(state, { type: "decided", returnTo: null, frozen: null }).state).toMatchObject({
      screen: "decided",
      outcome: { kind: "signed-in" },
    });
  });

  it.each(["", "4", "4x", "427"])("on an unknown computer is not sent with the digits %j", (digits) => {
    const state: AppState = { ...signIn, opened: openedOf("sign-in", true) };
    const asked = reduce(state, { type: "confirmed", digits });
    expect(asked.effect).toBeNull();
    expect(asked.state).toMatchObject({ screen: "sign-in", problem: { code: "digits_needed" } });
  });

  it("takes the two digits of an unknown computer with it", () => {
    const unknown = openedOf("sign-in", true);
    const { effect } = reduce({ ...signIn, opened: unknown }, { type: "confirmed", digits: "42" });
    expect(effect).toEqual({ type: "approve", opened: unknown, digits: "42" });
  });

  it("can be tried again when no answer came", () => {
    const busy: AppState = { ...signIn, busy: true };
    const { state } = reduce(busy, { type: "decision-failed", problem: problemOf("offline") });
    expect(state).toMatchObject({ screen: "sign-in", busy: false, problem: { code: "offline" } });
    expect(reduce(state, { type: "confirmed", digits: "" }).effect).toMatchObject({ type: "approve" });
  });

  it.each([
    ...(["request_expired", "request_closed", "wrong_digits", "untrusted_answer"] as const),
    ...(["company_refused", "computer_stopped"] as const),
  ])("is over after %s", (problem) => {
    const { state } = reduce(
      { ...signIn, busy: true },
      { type: "decision-failed", problem: problemOf(problem) },
    );
    expect(state).toMatchObject({ screen: "decided", outcome: { kind: "closed" } });
  });
});

describe("a request that this device's own browser opened", () => {
  const returnTo = "https://sign-in.example.com/i/int_1#return=secret";
  const { state } = reduce({ ...signIn, busy: true }, { type: "decided", returnTo, frozen: null });

  it("leads back to the browser, once, and keeps nothing of the code", () => {
    expect(state).toMatchObject({ screen: "decided", returnTo });
    const back = reduce(state, { type: "lead-back" });
    expect(back.effect).toEqual({ type: "lead-back", to: returnTo });
    expect(JSON.stringify(back.state)).not.toContain("secret");
    expect(reduce(back.state, { type: "lead-back" }).effect).toBeNull();
    expect(JSON.stringify(reduce(state, { type: "go-on" }).state)).not.toContain("secret");
  });
});

describe("a signature", () => {
  const { state: entering } = reduce(signature, { type: "confirmed", digits: "" });

  it("is never sent without an mPIN of its own", () => {
    const { state, effect } = reduce(signature, { type: "confirmed", digits: "" });
    expect(effect).toBeNull();
    expect(state).toMatchObject({ screen: "sign-mpin", opened: signing });
    expect(reduce(state, { type: "mpin-given", mpin: "582931" }).effect).toEqual({
      type: "sign",
      opened: signing,
      digits: "",
      mpin: "582931",
    });
  });

  it("makes ready at each key of its mPIN, but not while one is at work", () => {
    expect(reduce(entering, { type: "mpin-key" })).toEqual({
      state: entering,
      effect: { type: "prepare-signing", opened: signing },
    });
    const { state } = reduce(entering, { type: "mpin-given", mpin: "582931" });
    expect(reduce(state, { type: "mpin-key" })).toEqual({ state, effect: null });
  });

  it("takes one mPIN at a time, and keeps none in the state", () => {
    const { state } = reduce(entering, { type: "mpin-given", mpin: "582931" });
    expect(reduce(state, { type: "mpin-given", mpin: "582931" }).effect).toBeNull();
    expect(reduce(state, { type: "back" }).state).toBe(state);
    expect(JSON.stringify(state)).not.toContain("582931");
  });

  it("stays with the tries that are left after a wrong mPIN", () => {
    const problem = { ...problemOf("wrong_mpin"), triesLeft: 1 };
    const { state } = reduce(entering, { type: "decision-failed", problem });
    expect(state).toMatchObject({ screen: "sign-mpin", busy: false, problem });
  });

  it("has the tries that the server told last, also when the mPIN is asked for anew", () => {
    const told = reduce(entering, { type: "tries-told", triesLeft: 1 }).state;
    expect(told).toEqual({ ...entering, account: { ...account, triesLeft: 1 } });
    const back = reduce(told, { type: "back" }).state;
    const again = reduce(back, { type: "confirmed", digits: "" }).state;
    expect(again).toMatchObject({ screen: "sign-mpin", account: { triesLeft: 1 } });
    expect(reduce({ screen: "blocked" }, { type: "tries-told", triesLeft: 1 }).state).toEqual({
      screen: "blocked",
    });
  });

  it("that blocks the device ends it", () => {
    const { state } = reduce(entering, { type: "decision-failed", problem: problemOf("blocked") });
    expect(state).toEqual({ screen: "blocked" });
  });

  it("asks for the digits of an unknown computer before the mPIN", () => {
    const unknown: AppState = { ...signature, opened: openedOf("signature", true) };
    expect(reduce(unknown, { type: "confirmed", digits: "" }).state).toMatchObject({
      screen: "signature",
      problem: { code: "digits_needed" },
    });
    const { state } = reduce(unknown, { type: "confirmed", digits: "42" });
    expect(reduce(state, { type: "back" }).state).toMatchObject({ screen: "signature", digits: "42" });
  });

  it("leads home without what was signed", () => {
    const { state } = reduce(entering, { type: "decided", returnTo: null, frozen: null });
    expect(reduce(state, { type: "go-on" }).state).toMatchObject({
      screen: "home",
      account: { requests: [] },
    });
  });
});

describe("refusing", () => {
  it("names the reason, once", () => {
    const { state: asked } = reduce(signature, { type: "refuse-asked" });
    expect(asked.screen).toBe("refuse");
    const { state, effect } = reduce(asked, { type: "refused", reason: "wrong-content" });
    expect(effect).toEqual({ type: "refuse", opened: signing, reason: "wrong-content" });
    expect(reduce(state, { type: "refused", reason: "other" }).effect).toBeNull();
    expect(reduce(state, { type: "decided", returnTo: null, frozen: null }).state).toMatchObject({
      screen: "decided",
      outcome: { kind: "refused", reason: "wrong-content" },
    });
  });

  it("can be taken back before a reason is chosen", () => {
    const { state } = reduce(signIn, { type: "refuse-asked" });
    expect(reduce(state, { type: "back" }).state).toEqual(signIn);
  });
});
