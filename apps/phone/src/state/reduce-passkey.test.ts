/** Fingerprint or face: offered, turned on with the mPIN, used beside it, and never in its way. */
import { describe, expect, it } from "vitest";
import type { Account, AppState, StateOf } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, locked, openedOf } from "./test-states.ts";

const off: Account = { ...account, passkey: "off" };
const adding: StateOf<"add-passkey"> = {
  ...{ screen: "add-passkey", account: off, from: "settings", step: "explain" },
  ...{ busy: false, problem: null },
};
const mpin = "739154";

describe("turning it on", () => {
  it.each([
    ["off", "add-passkey"],
    ["on", "home"],
    ["forbidden", "home"],
    ["unsupported", "home"],
  ] as const)("is offered after the activation where it is %s: %s", (passkey, screen) => {
    const activated: AppState = {
      screen: "activated",
      fingerprint: "",
      mpin: account.mpin,
      account: { ...account, passkey },
    };
    expect(reduce(activated, { type: "go-on" }).state.screen).toBe(screen);
  });

  it("asks the phone first, then the mPIN, then the server", () => {
    const asking = reduce(adding, { type: "passkey-asked" });
    expect(asking).toMatchObject({ state: { busy: true }, effect: { type: "prepare-passkey" } });
    const { state } = reduce(asking.state, { type: "passkey-prepared" });
    expect(state).toMatchObject({ step: "mpin", busy: false });
    const enrolling = reduce(state, { type: "mpin-given", mpin });
    expect(enrolling).toMatchObject({ state: { busy: true }, effect: { type: "enrol-passkey", mpin } });
    const settled = reduce(enrolling.state, { type: "passkey-settled", standing: "on" });
    expect(settled.state).toMatchObject({ screen: "settings", account: { passkey: "on" } });
  });

  it("takes the mPIN at no other step, and asks the phone once at a time", () => {
    expect(reduce(adding, { type: "mpin-given", mpin }).effect).toBeNull();
    expect(reduce({ ...adding, busy: true }, { type: "passkey-asked" }).effect).toBeNull();
    expect(reduce({ ...adding, step: "mpin" }, { type: "passkey-asked" }).effect).toBeNull();
  });

  it("stays where it was after a wrong mPIN, so that the same passkey is enrolled with the right one", () => {
    const confirming = { ...adding, step: "mpin", busy: true } as const;
    const problem = { ...problemOf("wrong_mpin"), triesLeft: 4 };
    const { state } = reduce(confirming, { type: "passkey-failed", problem });
    expect(state).toMatchObject({ step: "mpin", busy: false, problem });
    expect(reduce(state, { type: "mpin-given", mpin }).effect).toMatchObject({ type: "enrol-passkey" });
  });

  it.each([
    ["biometrics_unsupported", "unsupported"],
    ["biometrics_refused", "forbidden"],
    ["biometrics_cancelled", "off"],
  ] as const)("knows after %s that it is %s", (code, passkey) => {
    const problem = problemOf(code);
    const { state } = reduce({ ...adding, busy: true }, { type: "passkey-failed", problem });
    expect(state).toMatchObject({ account: { passkey }, problem });
  });

  it("is left for home after the activation, and for the settings from there", () => {
    expect(reduce({ ...adding, from: "activated" }, { type: "back" }).state.screen).toBe("home");
    expect(reduce(adding, { type: "back" }).state.screen).toBe("settings");
    expect(reduce({ ...adding, busy: true }, { type: "back" }).state.screen).toBe("add-passkey");
  });
});

describe("turning it off", () => {
  const settings: AppState = {
    screen: "settings",
    account: { ...account, passkey: "on" },
    fingerprint: null,
  };

  it("asks once, and takes no mPIN", () => {
    const { state } = reduce(settings, { type: "remove-passkey-asked" });
    expect(state.screen).toBe("remove-passkey");
    const removing = reduce(state, { type: "passkey-removal-confirmed" });
    expect(removing.effect).toEqual({ type: "remove-passkey" });
    const settled = reduce(removing.state, { type: "passkey-settled", standing: "off" });
    expect(settled.state).toMatchObject({ screen: "settings", account: { passkey: "off" } });
  });

  it("keeps it on when the server could not be told", () => {
    const asked = reduce(settings, { type: "remove-passkey-asked" }).state;
    const busy = reduce(asked, { type: "passkey-removal-confirmed" }).state;
    const { state } = reduce(busy, { type: "passkey-failed", problem: problemOf("offline") });
    expect(state).toMatchObject({ screen: "remove-passkey", busy: false, account: { passkey: "on" } });
  });
});

describe("unlocking by it", () => {
  const both = { ...locked, passkey: true };

  it("is begun where the phone has it, and the mPIN is as good", () => {
    expect(reduce(both, { type: "passkey-asked" }).effect).toEqual({ type: "unlock-by-passkey" });
    expect(reduce(locked, { type: "passkey-asked" }).effect).toBeNull();
    expect(reduce(both, { type: "mpin-given", mpin }).effect).toEqual({ type: "unlock", mpin });
  });

  it.each([
    ["biometrics_cancelled", true],
    ["wrong_biometrics", true],
    ["offline", true],
    ["biometrics_removed", false],
    ["biometrics_refused", false],
    ["biometrics_unsupported", false],
  ] as const)("leaves the key pad after %s, and says whether another try is of use: %s", (code, passkey) => {
    const problem = { ...problemOf(code), triesLeft: 2 };
    const { state } = reduce({ ...both, busy: true }, { type: "unlock-failed", problem });
    // The mPIN's tries are another matter.
    expect(state).toMatchObject({ screen: "unlock", busy: false, problem, passkey, triesLeft: 5 });
  });
});

describe("signing by it", () => {
  const signing: StateOf<"sign-mpin"> = {
    ...{ screen: "sign-mpin", account: { ...account, passkey: "on" }, opened: openedOf("signature") },
    ...{ digits: "", busy: false, problem: null },
  };

  it("is begun where it is on", () => {
    expect(reduce(signing, { type: "passkey-asked" }).effect).toMatchObject({ type: "sign-by-passkey" });
    expect(reduce({ ...signing, account: off }, { type: "passkey-asked" }).effect).toBeNull();
  });

  it("falls back to the mPIN, for the same request", () => {
    const busy = { ...signing, busy: true };
    const problem = problemOf("biometrics_removed");
    const { state } = reduce(busy, { type: "decision-failed", problem });
    expect(state).toMatchObject({ screen: "sign-mpin", busy: false, account: { passkey: "off" } });
    expect(reduce(state, { type: "mpin-given", mpin }).effect).toMatchObject({ type: "sign" });
  });
});
