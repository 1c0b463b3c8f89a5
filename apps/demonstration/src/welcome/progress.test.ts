import { describe, expect, it } from "vitest";
import type { Cast } from "../api/cast.ts";
import { previewStates } from "../preview/preview-states.ts";
import { currentStep, doneSteps, isStopped, phoneOf } from "./progress.ts";

function castIn(name: string): Cast {
  return previewStates[name]?.answers["/api/cast"] as Cast;
}

describe("the steps", () => {
  it.each([
    ["welcome-start", [], "activate"],
    ["welcome-portal", ["activate"], "portal"],
    ["welcome-scan", ["activate", "portal"], "scan"],
    ["welcome-payment", ["activate", "portal", "scan"], "payment"],
    ["welcome-evidence", ["activate", "portal", "scan", "payment"], "evidence"],
    ["welcome-done", ["activate", "portal", "scan", "payment", "evidence"], undefined],
  ])("of %s are done up to the next", (name, steps, next) => {
    const done = doneSteps(castIn(name));
    expect([...done]).toEqual(steps);
    expect(currentStep(done)).toBe(next);
  });

  it("stay done after a sign-out, and after a restart that only remembers the signed payment", () => {
    const cast = castIn("welcome-done");
    const restarted: Cast = { ...cast, browser: "signed-out", signedInOnce: false };
    expect(doneSteps(restarted)).toEqual(doneSteps(cast));
  });

  it("lead back to the first when the phone is blocked", () => {
    const done = doneSteps(castIn("welcome-blocked"));
    expect(done.has("payment")).toBe(true);
    expect(currentStep(done)).toBe("activate");
  });
});

it("only who is frozen is stopped", () => {
  expect(isStopped(castIn("welcome-done"), "user")).toBe(false);
  expect(isStopped(castIn("welcome-frozen"), "user")).toBe(true);
  expect(isStopped(castIn("welcome-frozen"), "administrator")).toBe(false);
});

describe("a person's phone", () => {
  const cast = castIn("welcome-portal");
  const [device] = cast.users.flatMap(({ devices }) => devices);

  function withDevices(...statuses: NonNullable<typeof device>["status"][]): Cast {
    if (device === undefined) throw new Error("the state has a device");
    const devices = statuses.map((status) => ({ ...device, status }));
    return { ...cast, users: cast.users.map((user) => ({ ...user, devices })) };
  }

  it("is the living one, wherever it stands in the list", () => {
    expect(phoneOf(withDevices("deactivated", "active", "deactivated"), "user")?.status).toBe("active");
  });

  it("is the last one when all have ended", () => {
    expect(phoneOf(withDevices("deactivated", "blocked"), "user")?.status).toBe("blocked");
  });

  it("is none before the first activation", () => {
    expect(phoneOf(withDevices(), "user")).toBeUndefined();
  });
});
