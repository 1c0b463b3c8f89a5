import { describe, expect, it } from "vitest";
import type { AppEvent, Found } from "./app-event.ts";
import type { AppState, StateOf } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, locked, mpin } from "./test-states.ts";

const now: StateOf<"change-mpin"> = { screen: "change-mpin", account, step: "now", notice: null };
const chosen: AppState = { ...now, step: "new" };
const again: AppState = { ...now, step: "again" };
const changing: AppState = { screen: "changing-mpin", otherwise: now };
const lock = { type: "locked", reason: "ended", mpin, triesLeft: 5, passkey: false } as const;
const doubt: AppState = {
  screen: "mpin-in-doubt",
  unlock: locked,
  busy: false,
  problem: problemOf("offline"),
};
const given = { type: "mpin-change-given", mpin: "582931", chosen: "730258" } as const;

function after(state: AppState, ...events: AppEvent[]): AppState {
  return events.reduce((present, event) => reduce(present, event).state, state);
}

describe("what is typed to change the mPIN", () => {
  it("is the one of now, the new one, and that once more", () => {
    const settings: AppState = { screen: "settings", account, fingerprint: "F" };
    const first = after(settings, { type: "change-mpin-asked" });
    expect(first).toEqual(now);
    expect(after(first, { type: "mpin-typed" })).toEqual(chosen);
    expect(after(first, { type: "mpin-typed" }, { type: "mpin-typed" })).toEqual(again);
  });

  it("goes to the device and never into the state", () => {
    const { state, effect } = reduce(again, given);
    expect(effect).toEqual({ type: "change-mpin", mpin: "582931", chosen: "730258" });
    expect(JSON.stringify(state)).not.toMatch(/582931|730258/);
    expect(reduce(state, given).effect).toBeNull();
  });

  it("is taken at the last step alone", () => {
    expect(reduce(now, given).effect).toBeNull();
    expect(reduce(chosen, given).effect).toBeNull();
  });

  it.each(["sequence", "same", "different"] as const)("is chosen again when it was %s", (why) => {
    const told = { ...chosen, notice: { kind: "rejected", why } };
    expect(after(chosen, { type: "mpin-rejected", why })).toEqual(told);
    expect(after(again, { type: "mpin-rejected", why })).toEqual(told);
  });

  it("can be left, step by step", () => {
    expect(after(again, { type: "back" })).toEqual(chosen);
    expect(after(chosen, { type: "back" })).toEqual(now);
    const { state, effect } = reduce(now, { type: "back" });
    expect(state).toEqual({ screen: "settings", account, fingerprint: null });
    expect(effect).toEqual({ type: "read-fingerprint" });
  });

  it.each([now, chosen, again])("is cleared when the phone locks at the step $step", (state) => {
    expect(after(state, { ...lock, reason: "idle" })).toEqual({ ...locked, reason: "idle" });
  });
});

describe("changing the mPIN", () => {
  it("can't be left while it is under way", () => {
    expect(after(changing, { type: "back" })).toBe(changing);
  });

  it("ends the session, and leads to the lock by the word that it is done", () => {
    const done = after(changing, lock, { type: "mpin-in-force", which: "chosen" });
    expect(done).toEqual({ screen: "mpin-changed", unlock: { ...locked, reason: "mpin-changed" } });
    expect(after(done, { type: "go-on" })).toEqual({ ...locked, reason: "mpin-changed" });
  });

  it("keeps nothing of the session when it is done before the lock was told", () => {
    const done = after(changing, { type: "mpin-in-force", which: "chosen" });
    expect(JSON.stringify(done)).not.toContain("Nordlicht");
  });

  it("begins again, with the tries that are left, when the one of now was wrong", () => {
    const problem = { ...problemOf("wrong_mpin"), triesLeft: 1 };
    expect(after(changing, { type: "mpin-change-failed", problem })).toEqual({
      ...now,
      account: { ...account, triesLeft: 1 },
      notice: { kind: "failed", problem },
    });
  });

  it("leads to the block when no try is left", () => {
    const problem = problemOf("blocked");
    expect(after(changing, { type: "mpin-change-failed", problem })).toEqual({ screen: "blocked" });
    expect(after(changing, { type: "ended", reason: "blocked" })).toEqual({ screen: "blocked" });
  });

  it("says that nothing was changed, in the session that is still open", () => {
    const problem = problemOf("offline");
    const failed = after(changing, { type: "mpin-change-failed", problem });
    expect(failed).toEqual({ ...now, notice: { kind: "failed", problem } });
    const kept = after(changing, { type: "mpin-in-force", which: "before" });
    expect(kept).toEqual({ ...now, notice: { kind: "unchanged" } });
  });

  it("says so at the lock when the session ended meanwhile", () => {
    const problem = { ...problemOf("wrong_mpin"), triesLeft: 2 };
    const failed = after(changing, lock, { type: "mpin-change-failed", problem });
    expect(failed).toEqual({ ...locked, reason: "ended", problem, triesLeft: 2 });
    const kept = after(changing, lock, { type: "mpin-in-force", which: "before" });
    expect(kept).toEqual({ ...locked, reason: "mpin-unchanged" });
  });

  it("counts the tries that the server told of, wherever it goes on", () => {
    const told: AppEvent = { type: "tries-told", triesLeft: 3 };
    const kept: AppEvent = { type: "mpin-in-force", which: "before" };
    expect(after(changing, told, kept)).toMatchObject({ account: { triesLeft: 3 } });
    expect(after(changing, lock, told, kept)).toMatchObject({ triesLeft: 3 });
  });
});

describe("an mPIN in doubt", () => {
  it("is asked for by no key pad before the server has said which one counts", () => {
    const state = after(changing, lock, { type: "mpin-doubted", problem: problemOf("offline") });
    expect(state).toEqual({ ...doubt, unlock: { ...locked, reason: "ended" } });
    expect(reduce(state, { type: "mpin-given", mpin: "582931" })).toEqual({ state, effect: null });
  });

  it("is settled once at a time", () => {
    const { state, effect } = reduce(doubt, { type: "try-again" });
    expect(effect).toEqual({ type: "ask-mpin-in-force" });
    expect(reduce(state, { type: "try-again" }).effect).toBeNull();
    expect(after(state, { type: "mpin-doubted", problem: problemOf("offline") })).toEqual(doubt);
  });

  it("leads to the one that counts", () => {
    const before = after(doubt, { type: "mpin-in-force", which: "before" });
    expect(before).toEqual({ ...locked, reason: "mpin-unchanged" });
    const changed = after(doubt, { type: "mpin-in-force", which: "chosen" });
    expect(changed).toMatchObject({ screen: "mpin-changed" });
  });

  it("is settled at the next start, and what opened the app waits for it", () => {
    const found: Found = { kind: "locked", mpin, triesLeft: 5, mpinInDoubt: true, passkey: false };
    const link = { kind: "link", text: "https://app.example.com/r#x" } as const;
    const { state, effect } = reduce({ screen: "starting" }, { type: "found", found, entry: link });
    expect(state).toMatchObject({ screen: "mpin-in-doubt", busy: true });
    expect(effect).toEqual({ type: "ask-mpin-in-force" });
    const settled = after(state, { type: "mpin-in-force", which: "chosen" }, { type: "go-on" });
    expect(settled).toEqual({ ...locked, waiting: link, reason: "mpin-changed" });
  });

  it("takes no mPIN at the lock when the other one has come to count since", () => {
    const busy = after({ ...locked, reason: "mpin-unchanged" }, { type: "mpin-given", mpin: "582931" });
    expect(after(busy, { type: "mpin-in-force", which: "chosen" })).toEqual({
      screen: "mpin-changed",
      unlock: { ...locked, byPasskey: false, reason: "mpin-changed" },
    });
  });

  it("can be given up for a new activation", () => {
    const over = after(doubt, { type: "mpin-forgotten" });
    expect(over.screen).toBe("start-over");
    expect(after(over, { type: "back" })).toEqual(doubt);
  });
});
