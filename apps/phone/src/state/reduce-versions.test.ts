/** A version that the server takes no more, and a key that the browser has cleared. */
import { describe, expect, it } from "vitest";
import type { AppEvent } from "./app-event.ts";
import type { AppState } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, invitation, locked, mpin, openedOf } from "./test-states.ts";

const renewal = { type: "renew-app", again: false, request: null } as const;
const withdrawn = problemOf("app_withdrawn");
const opened = openedOf("signature");
const states: AppState[] = [{ screen: "starting" }, locked, { screen: "home", account, problem: null }];
const reading: AppState[] = [
  { screen: "sign-in", account, opened: openedOf("sign-in"), busy: false, problem: null },
  { screen: "signature", account, opened, digits: "", problem: null },
  { screen: "sign-mpin", account, opened, digits: "", busy: false, problem: null },
  { screen: "refuse", account, opened, reason: "other", busy: false, problem: null },
];
const { request } = opened.envelope;
const atWork: AppState[] = [
  { screen: "sign-mpin", account, opened, digits: "", busy: true, problem: null },
  { screen: "activating", invitation, code: "", step: "prove" },
  { screen: "changing-mpin", otherwise: locked },
  { screen: "decided", account, outcome: { kind: "signed", opened }, returnTo: null },
];

describe("a withdrawn version", () => {
  it.each(states)("looks for another one, from $screen", (state) => {
    const step = reduce(state, { type: "app-withdrawn" });
    expect(step).toEqual({ state: { screen: "starting" }, effect: renewal });
  });

  it.each(reading)(
    "takes no request from under its reader's eyes, and goes on when they say so: $screen",
    (state) => {
      const step = reduce(state, { type: "app-withdrawn" });
      // Nothing of the session stays open behind it.
      expect(step).toEqual({ state: { screen: "withdrawn", request }, effect: { type: "sign-out" } });
      expect(reduce(step.state, { type: "app-withdrawn" })).toEqual({ state: step.state, effect: null });
      const locked = { type: "locked", reason: "signed-out", mpin, triesLeft: 5, passkey: false } as const;
      expect(reduce(step.state, locked)).toEqual({ state: step.state, effect: null });
      expect(reduce(step.state, { type: "go-on" })).toEqual({
        state: { screen: "starting" },
        effect: { ...renewal, request },
      });
    },
  );

  it("decides nothing on that screen, whatever was on its way", () => {
    const state: AppState = { screen: "withdrawn", request };
    const events: AppEvent[] = [
      { type: "confirmed", digits: "" },
      { type: "mpin-given", mpin: "582931" },
      { type: "decided", returnTo: null, frozen: null },
      { type: "passkey-asked" },
    ];
    for (const event of events) expect(reduce(state, event)).toEqual({ state, effect: null });
  });

  it("is found out as the server ends the session, or refuses the proof, with a request on the screen", () => {
    const ended = { type: "locked", reason: "ended", mpin, triesLeft: 5, passkey: false } as const;
    for (const state of reading) {
      const step = reduce(state, ended);
      expect(step.state).toMatchObject({ screen: "unlock", waiting: { kind: "request", request } });
      expect(reduce(step.state, { type: "app-withdrawn" }).state).toEqual({ screen: "withdrawn", request });
    }
    const signing: AppState = { screen: "sign-mpin", account, opened, digits: "", busy: true, problem: null };
    expect(reduce(signing, { type: "decision-failed", problem: withdrawn }).state).toEqual({
      ...{ screen: "withdrawn", request },
    });
  });

  it("goes back to no request that its user was locked out of by themselves, or that was decided all the same", () => {
    const [signIn] = reading;
    if (signIn === undefined) throw new TypeError("nothing is read");
    const kept = { mpin, triesLeft: 5, passkey: false };
    for (const reason of ["idle", "signed-out"] as const)
      expect(reduce(signIn, { type: "locked", reason, ...kept }).state).toMatchObject({ waiting: null });
    const { state } = reduce(signIn, { type: "locked", reason: "ended", ...kept });
    const decided = reduce(state, { type: "decided", returnTo: null, frozen: null });
    expect(decided.state).toMatchObject({ screen: "unlock", reason: "decided", waiting: null });
  });

  it("hands the request on to the version that comes in its place, which goes back to it once it is unlocked", () => {
    const found = { kind: "locked", ...{ mpin, triesLeft: 5, mpinInDoubt: false, passkey: false } } as const;
    const entry = { kind: "request", request } as const;
    const { state } = reduce({ screen: "starting" }, { type: "found", found, entry, renewed: true });
    expect(state).toMatchObject({ screen: "unlock", reason: "renewed", waiting: entry });
    const busy = reduce(state, { type: "mpin-given", mpin: "582931" }).state;
    expect(reduce(busy, { type: "unlocked", account }).effect).toEqual({
      type: "claim",
      source: { request },
    });
  });

  it.each(atWork)("ends first what is under way, and has it read: $screen", (state) => {
    expect(reduce(state, { type: "app-withdrawn" })).toEqual({ state, effect: null });
  });

  it.each<AppEvent>([
    { type: "unlock-failed", problem: withdrawn },
    { type: "decision-failed", problem: withdrawn },
    { type: "mpin-change-failed", problem: withdrawn },
  ])("is known by what the server answers: $type", (event) => {
    expect(reduce(locked, event).effect).toEqual(renewal);
  });

  it("is spoken of by the version that came in its place, as the phone is unlocked", () => {
    const found = { kind: "locked", ...{ mpin, triesLeft: 5, mpinInDoubt: false, passkey: false } } as const;
    const told = { type: "found", found, entry: { kind: "none" } } as const;
    const reasons = [true, false].map((renewed) => {
      const { state } = reduce({ screen: "starting" }, { ...told, renewed });
      return state.screen === "unlock" ? state.reason : "";
    });
    expect(reasons).toEqual(["renewed", null]);
  });

  it("says so when there is no other, and looks again only when the user asks", () => {
    const { state } = reduce({ screen: "starting" }, { type: "app-outdated" });
    expect(state).toEqual({ screen: "outdated" });
    expect(reduce(state, { type: "app-withdrawn" })).toEqual({ state, effect: null });
    expect(reduce(state, { type: "try-again" }).effect).toEqual({ ...renewal, again: true });
  });
});

describe("a phone that has lost its key", () => {
  const found = { kind: "lost" } as const;

  it("says so", () => {
    const { state } = reduce({ screen: "starting" }, { type: "found", found, entry: { kind: "none" } });
    expect(state).toEqual({ screen: "data-lost" });
    expect(reduce(state, { type: "start-anew" }).effect).toEqual({ type: "forget" });
  });

  it("follows the link of a new activation all the same", () => {
    const text = `https://app.example.com/a#${invitation.link.activation}`;
    const entry = { kind: "invitation", text } as const;
    expect(reduce({ screen: "starting" }, { type: "found", found, entry }).effect).toEqual({
      ...{ type: "open-invitation", text },
    });
  });
});
