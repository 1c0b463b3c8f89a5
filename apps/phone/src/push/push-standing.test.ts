import { expect, test } from "vitest";
import { type PushFacts, pushStanding } from "./push-standing.ts";

const able: PushFacts = { isAble: true, isUninstalledIos: false, permission: "default", choice: undefined };

test.each<[string, Partial<PushFacts>, string]>([
  ["are offered to whom was never asked", {}, "offered"],
  ["are offered where the browser allows them already", { permission: "granted" }, "offered"],
  ["are not offered again after a refusal in the app", { choice: "off" }, "off"],
  ["are not offered again after a refusal to the browser", { permission: "denied" }, "blocked"],
  ["are blocked, whatever was chosen before", { permission: "denied", choice: "on" }, "blocked"],
  ["stay on", { permission: "granted", choice: "on" }, "on"],
  ["stay off where the browser allows them", { permission: "granted", choice: "off" }, "off"],
  ["are off once the browser has forgotten its permission", { choice: "on" }, "off"],
  ["take the Home Screen on iOS", { isAble: false, isUninstalledIos: true }, "install-first"],
  ["can't be had everywhere", { isAble: false }, "unsupported"],
])("notifications %s", (_what, facts, standing) => {
  expect(pushStanding({ ...able, ...facts })).toBe(standing);
});
