import { expect, test } from "vitest";
import type { AppState } from "../state/app-state.ts";
import { account, locked, openedOf } from "../state/test-states.ts";
import { hapticOf } from "./haptics.ts";

const opened = openedOf("sign-in");
const scan: AppState = { screen: "scan-request", account, problem: null };
const claiming: AppState = { screen: "claiming", account, from: "scan", source: { qr: "" } };
const signIn: AppState = { screen: "sign-in", account, opened, busy: false, problem: null };
const done: AppState = { screen: "decided", account, outcome: { kind: "signed-in", opened }, returnTo: null };
const refused: AppState = {
  ...{ screen: "decided", account, returnTo: null },
  outcome: { kind: "refused", opened, reason: "other" },
};
const frozen: AppState = {
  ...{ screen: "frozen", account, frozen: { at: 1, stopped: 0 }, busy: false, problem: null },
};

test.each<[string, AppState, AppState, string | undefined]>([
  ["a code that was read", scan, claiming, "read"],
  ["a request from the list", scan, { ...claiming, from: "list" }, undefined],
  ["a sign-in that was confirmed", signIn, done, "done"],
  ["a refusal", signIn, refused, "stopped"],
  ["that everything is stopped", signIn, frozen, "stopped"],
  ["that it still is", locked, frozen, undefined],
  ["that the phone is blocked", locked, { screen: "blocked" }, "stopped"],
  ["that it was blocked before", { screen: "starting" }, { screen: "blocked" }, undefined],
  ["an answer that changes nothing", frozen, { ...frozen, busy: true }, undefined],
  ["any other step", claiming, signIn, undefined],
])("%s feels right", (_what, before, after, haptic) => {
  expect(hapticOf(before, after)).toBe(haptic);
});
