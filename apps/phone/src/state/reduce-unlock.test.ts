import { describe, expect, it } from "vitest";
import { previewStates } from "../preview/preview-states.ts";
import type { AppState, StateOf } from "./app-state.ts";
import { accountOf } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, locked, mpin, sourceOf } from "./test-states.ts";

const givingUp: StateOf<"deactivate"> = {
  ...{ screen: "deactivate", account, fingerprint: null, reason: "other", busy: false, problem: null },
};
const awaiting: StateOf<"awaiting-approval"> = {
  ...{ screen: "awaiting-approval", fingerprint: "", busy: true, problem: null },
};

const wrong = (triesLeft: number) => ({ ...problemOf("wrong_mpin"), triesLeft });

describe("unlocking", () => {
  it("takes one mPIN at a time", () => {
    const { state, effect } = reduce(locked, { type: "mpin-given", mpin: "582931" });
    expect(state).toMatchObject({ busy: true });
    expect(effect).toEqual({ type: "unlock", mpin: "582931" });
    expect(reduce(state, { type: "mpin-given", mpin: "582931" }).effect).toBeNull();
  });

  it("makes ready at each key of an mPIN, but not while one is at work", () => {
    expect(reduce(locked, { type: "mpin-key" })).toEqual({
      state: locked,
      effect: { type: "prepare-unlock" },
    });
    const { state } = reduce(locked, { type: "mpin-given", mpin: "582931" });
    expect(reduce(state, { type: "mpin-key" })).toEqual({ state, effect: null });
  });

  it("keeps no mPIN in the state", () => {
    const { state } = reduce(locked, { type: "mpin-given", mpin: "582931" });
    expect(JSON.stringify(state)).not.toContain("582931");
  });

  it("counts the tries that the server says are left", () => {
    const { state } = reduce({ ...locked, busy: true }, { type: "unlock-failed", problem: wrong(1) });
    expect(state).toMatchObject({ triesLeft: 1, busy: false, problem: { code: "wrong_mpin" } });
  });

  it("keeps the count when the server did not answer", () => {
    const { state } = reduce(
      { ...locked, triesLeft: 2, busy: true },
      { type: "unlock-failed", problem: problemOf("offline") },
    );
    expect(state).toMatchObject({ triesLeft: 2, busy: false });
  });

  it("says once that the session has ended", () => {
    const problem = problemOf("session_ended");
    const ended: AppState = { ...locked, reason: "ended" };
    expect(reduce(ended, { type: "unlock-failed", problem }).state).toEqual(ended);
    const changing: AppState = { screen: "changing-mpin", otherwise: ended };
    expect(reduce(changing, { type: "mpin-change-failed", problem }).state).toEqual(ended);
    expect(reduce(locked, { type: "unlock-failed", problem }).state).toMatchObject({ problem });
  });

  it("leads home", () => {
    expect(reduce({ ...locked, busy: true }, { type: "unlocked", account }).state).toEqual({
      screen: "home",
      account,
      problem: null,
    });
  });

  it("leads home with the tries that were wrong before", () => {
    const tried = { ...account, wrongTriesBefore: 2 };
    const { state } = reduce({ ...locked, busy: true }, { type: "unlocked", account: tried });
    expect(state).toMatchObject({ screen: "home", account: { wrongTriesBefore: 2 } });
  });

  it("claims the link that opened the app, as a link", () => {
    const waiting = { kind: "link", text: "https://app.example.com/r#x" } as const;
    const { state, effect } = reduce({ ...locked, waiting }, { type: "unlocked", account });
    expect(state).toMatchObject({ screen: "claiming", from: "link" });
    expect(effect).toEqual({ type: "claim", source: { link: waiting.text } });
    const refused = reduce(state, {
      type: "claim-failed",
      source: sourceOf(effect),
      problem: problemOf("link_refused"),
    });
    expect(refused.state).toMatchObject({ screen: "home", problem: { code: "link_refused" } });
  });

  it("claims nothing by a QR code's address: it opens the scanner", () => {
    const { state, effect } = reduce({ ...locked, waiting: { kind: "scan" } }, { type: "unlocked", account });
    expect(state).toMatchObject({ screen: "scan-request", problem: null });
    expect(effect).toBeNull();
  });

  it("leads to the block after the fifth", () => {
    const { state } = reduce(locked, { type: "unlock-failed", problem: problemOf("blocked") });
    expect(state).toEqual({ screen: "blocked" });
  });

  it("explains what a forgotten mPIN means, before anything is erased", () => {
    const { state, effect } = reduce(locked, { type: "mpin-forgotten" });
    expect(state.screen).toBe("start-over");
    expect(effect).toBeNull();
    expect(reduce(state, { type: "back" }).state).toEqual(locked);
    expect(reduce(state, { type: "start-anew" }).effect).toEqual({ type: "forget" });
  });
});

describe("the end of a session", () => {
  const idle = { type: "locked", reason: "idle", mpin, triesLeft: 5, passkey: false } as const;

  it.each([
    { screen: "home", account, problem: null },
    { screen: "settings", account, fingerprint: "F" },
    { screen: "awaiting-approval", fingerprint: "F", busy: false, problem: null },
    { screen: "activated", fingerprint: "F", mpin, account },
  ] satisfies AppState[])("clears the screen $screen", (state) => {
    expect(reduce(state, idle).state).toEqual({ ...locked, reason: "idle" });
  });

  it.each(["idle", "ended", "signed-out"] as const)(
    "clears what lies under the question whether to erase: %s",
    (reason) => {
      for (const from of [givingUp, awaiting]) {
        const { state } = reduce({ screen: "start-over", from }, { ...idle, reason });
        expect(state).toEqual({ ...locked, reason });
        expect(reduce(state, { type: "back" }).state).toBe(state);
      }
    },
  );

  it.each(Object.keys(previewStates))("leaves nothing of an account on the screen %s", (name) => {
    const { state } = reduce(previewStates[name] ?? locked, idle);
    expect(accountOf(state)).toBeNull();
    expect(JSON.stringify(state)).not.toContain('"profile":');
  });

  it("changes nothing on a phone that is locked already", () => {
    const state: AppState = { ...locked, busy: true };
    expect(reduce(state, idle).state).toBe(state);
  });
});

describe("the end of a device", () => {
  it.each(["blocked", "deactivated"] as const)("(%s) clears whatever was shown", (reason) => {
    const { state } = reduce({ screen: "home", account, problem: null }, { type: "ended", reason });
    expect(state.screen).toBe(reason);
    expect(JSON.stringify(state)).not.toContain("Nordlicht");
  });

  it("tells a user's own deactivation from another's", () => {
    const event = { type: "ended", reason: "deactivated" } as const;
    const byUser = { screen: "deactivated", how: "by-user" };
    const byOthers = { screen: "deactivated", how: "by-others" };
    expect(reduce(givingUp, event).state).toEqual(byOthers);
    const { state: asked } = reduce(givingUp, { type: "deactivation-confirmed", note: "" });
    expect(reduce(asked, event).state).toEqual(byUser);
    const refused = reduce(asked, { type: "deactivation-failed", problem: problemOf("not_allowed") });
    expect(reduce(refused.state, event).state).toEqual(byOthers);
    expect(reduce(locked, event).state).toEqual({ screen: "deactivated", how: "by-others" });
    const unapproved = { screen: "deactivated", how: "unapproved" };
    expect(reduce(awaiting, event).state).toEqual(unapproved);
    expect(reduce({ screen: "start-over", from: awaiting }, event).state).toEqual(unapproved);
  });

  it("is the user's own where the answer to their deactivation was lost, wherever they went since", () => {
    const event = { type: "ended", reason: "deactivated" } as const;
    const { state: asked } = reduce(givingUp, { type: "deactivation-confirmed", note: "" });
    const lost = reduce(asked, { type: "deactivation-failed", problem: problemOf("offline") }).state;
    const question = reduce(lost, { type: "start-anew" }).state;
    const settings = reduce(lost, { type: "settings-asked" }).state;
    const relocked = reduce(settings, {
      ...{ mpin, triesLeft: 5, passkey: false },
      type: "locked",
      reason: "ended",
    });
    expect([question.screen, settings.screen, relocked.state.screen]).toEqual([
      "start-over",
      "settings",
      "unlock",
    ]);
    for (const state of [lost, question, settings, relocked.state])
      expect(reduce(state, event).state).toEqual({ screen: "deactivated", how: "by-user" });
  });
});

describe("waiting for approval", () => {
  const waiting: AppState = {
    screen: "awaiting-approval",
    fingerprint: "F",
    busy: false,
    problem: null,
  };

  it("asks once at a time", () => {
    const { state, effect } = reduce(waiting, { type: "try-again" });
    expect(effect).toEqual({ type: "check-approval" });
    expect(reduce(state, { type: "try-again" }).effect).toBeNull();
    expect(reduce(state, { type: "approval-awaited", fingerprint: "F" }).state).toEqual(waiting);
  });

  it("has a way out, which first says what it costs", () => {
    const { state, effect } = reduce(waiting, { type: "start-anew" });
    expect([state, effect]).toEqual([{ screen: "start-over", from: waiting }, null]);
    expect(reduce(state, { type: "back" }).state).toEqual(waiting);
    expect(reduce(state, { type: "start-anew" }).effect).toEqual({ type: "forget" });
    const asking: AppState = { ...waiting, busy: true };
    expect(reduce(asking, { type: "start-anew" }).state).toBe(asking);
  });
});
