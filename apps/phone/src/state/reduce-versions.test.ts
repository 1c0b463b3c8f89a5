/** A version that the server takes no more, and a key that the browser has cleared. */
import { describe, expect, it } from "vitest";
import type { AppEvent } from "./app-event.ts";
import type { AppState } from "./app-state.ts";
import { problemOf } from "./problem.ts";
import { reduce } from "./reduce.ts";
import { account, invitation, locked, mpin, openedOf } from "./test-states.ts";

const withdrawn = problemOf("app_withdrawn");
const opened = openedOf("signature");
const states: AppState[] = [
  { screen: "starting" },
  locked,
  { screen: "home", account, problem: null },
  { screen: "sign-mpin", account, opened, digits: "", busy: false, problem: null },
];
const atWork: AppState[] = [
  { screen: "sign-mpin", account, opened, digits: "", busy: true, problem: null },
  { screen: "activating", invitation, code: "", step: "prove" },
  { screen: "changing-mpin", otherwise: locked },
  { screen: "decided", account, outcome: { kind: "signed", opened }, returnTo: null },
];

describe("a withdrawn version", () => {
  it.each(states)("looks for another one, from $screen", (state) => {
    const step = reduce(state, { type: "app-withdrawn" });
    expect(step).toEqual({ state: { screen: "starting" }, effect: { type: "renew-app", again: false } });
  });

  it.each(atWork)("ends first what is under way, and has it read: $screen", (state) => {
    expect(reduce(state, { type: "app-withdrawn" })).toEqual({ state, effect: null });
  });

  it.each<AppEvent>([
    { type: "unlock-failed", problem: withdrawn },
    { type: "decision-failed", problem: withdrawn },
    { type: "mpin-change-failed", problem: withdrawn },
  ])("is known by what the server answers: $type", (event) => {
    expect(reduce(locked, event).effect).toEqual({ type: "renew-app", again: false });
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
    expect(reduce(state, { type: "try-again" }).effect).toEqual({ type: "renew-app", again: true });
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
