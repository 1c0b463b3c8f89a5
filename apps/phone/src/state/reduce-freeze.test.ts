import { describe, expect, it } from "vitest";
import type { AppState } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, locked, openedOf } from "./test-states.ts";

const frozen = { at: 1_800_000_000, stopped: 2 };
const stopped: AppState = {
  ...{ screen: "frozen", account: { ...account, requests: [], frozen }, frozen },
  ...{ busy: false, problem: null },
};
const calm = { busy: false, problem: null };

describe("this wasn't me", () => {
  it("said of a request leads from one tap to what is stopped, and asks nothing in between", () => {
    const opened = openedOf("sign-in");
    const refuse: AppState = { screen: "refuse", account, opened, reason: "other", ...calm };
    const { state, effect } = reduce(refuse, { type: "refused", reason: "not-me" });
    expect(effect).toEqual({ type: "refuse", opened, reason: "not-me" });
    expect(reduce(state, { type: "decided", returnTo: null, frozen }).state).toEqual(stopped);
  });

  it("without a request says first what follows", () => {
    const settings: AppState = { screen: "settings", account, fingerprint: null };
    const { state: asking, effect } = reduce(settings, { type: "freeze-asked" });
    expect([asking.screen, effect]).toEqual(["freeze", null]);
    expect(reduce(asking, { type: "back" }).state).toEqual(settings);
    const { state: busy, effect: work } = reduce(asking, { type: "freeze-confirmed" });
    expect(work).toEqual({ type: "freeze" });
    expect(reduce(busy, { type: "back" }).state).toBe(busy);
    const problem = problemOf("offline");
    expect(reduce(busy, { type: "freeze-failed", problem }).state).toEqual({ ...asking, problem });
    expect(reduce(busy, { type: "frozen", frozen }).state).toEqual(stopped);
  });

  it("said of what the inbox tells stops everything at once, and can be tried again", () => {
    const inbox: AppState = { screen: "inbox", account, notices: [], more: false, ...calm };
    const { state: busy, effect } = reduce(inbox, { type: "disowned" });
    expect([busy.screen, effect]).toEqual(["freeze", { type: "freeze" }]);
    expect(reduce(busy, { type: "frozen", frozen }).state).toEqual(stopped);
    const { state: asking } = reduce(busy, { type: "freeze-failed", problem: problemOf("offline") });
    expect(reduce(asking, { type: "freeze-confirmed" }).effect).toEqual({ type: "freeze" });
    expect(reduce(asking, { type: "back" }).state.screen).toBe("home");
  });

  it("is asked where the home screen tells of wrong mPINs", () => {
    const home: AppState = { screen: "home", account, problem: null };
    const { state, effect } = reduce(home, { type: "freeze-asked" });
    expect([state.screen, effect]).toEqual(["freeze", null]);
    expect(reduce(state, { type: "back" }).state).toEqual(home);
  });

  it("said elsewhere takes whatever could be done off the screen", () => {
    const opened = openedOf("signature");
    const screens: AppState[] = [
      { screen: "home", account, problem: null },
      { screen: "scan-request", account, problem: null },
      { screen: "claiming", account, from: "scan", source: { qr: "" } },
      { screen: "sign-in", account, opened, ...calm },
      { screen: "sign-mpin", account, opened, digits: "", ...calm },
      { screen: "refuse", account, opened, reason: "other", ...calm },
    ];
    for (const screen of screens) expect(reduce(screen, { type: "frozen", frozen }).state).toEqual(stopped);
    expect(reduce(locked, { type: "frozen", frozen }).state).toEqual(locked);
  });

  it("said elsewhere takes away the question whether to erase, and what it was asked over", () => {
    const asked = { screen: "deactivate", account, fingerprint: null, reason: "other", ...calm } as const;
    const question: AppState = { screen: "start-over", from: asked };
    expect(reduce(question, { type: "frozen", frozen }).state).toEqual(stopped);
  });

  it("said elsewhere during a change of the mPIN waits for what comes of that", () => {
    const typing = { screen: "change-mpin", account, step: "now", notice: null } as const;
    const { state } = reduce({ screen: "changing-mpin", otherwise: typing }, { type: "frozen", frozen });
    expect(state.screen).toBe("changing-mpin");
    const failed = reduce(state, { type: "mpin-change-failed", problem: problemOf("offline") }).state;
    const settings = reduce(failed, { type: "back" }).state;
    expect(reduce(settings, { type: "back" }).state).toEqual(stopped);
  });

  it("is what an unlocked phone shows, whatever opened it", () => {
    const told = { type: "unlocked", account: { ...account, requests: [], frozen } } as const;
    for (const waiting of [null, { kind: "scan" }, { kind: "link", text: "x" }] as const) {
      const { state, effect } = reduce({ ...locked, waiting }, told);
      expect([state, effect]).toEqual([stopped, null]);
    }
  });

  it("leaves the settings, without a second freeze, and the way back to it alone", () => {
    const { state: settings } = reduce(stopped, { type: "settings-asked" });
    expect(settings.screen).toBe("settings");
    expect(reduce(settings, { type: "freeze-asked" }).state).toBe(settings);
    expect(reduce(settings, { type: "frozen", frozen }).state).toBe(settings);
    expect(reduce(settings, { type: "back" }).state).toEqual(stopped);
    for (const type of ["scan-asked", "typed-code-asked"] as const)
      expect(reduce(stopped, { type }).state).toBe(stopped);
  });

  it("asks the server when it is asked to, and goes on as it was when nothing is new", () => {
    const { state, effect } = reduce(stopped, { type: "try-again" });
    expect(effect).toEqual({ type: "check-frozen" });
    expect(reduce(state, { type: "try-again" }).effect).toBeNull();
    expect(reduce(state, { type: "frozen", frozen }).state).toEqual(stopped);
    expect(reduce(state, { ...locked, type: "locked", reason: "ended" }).state.screen).toBe("unlock");
  });
});
