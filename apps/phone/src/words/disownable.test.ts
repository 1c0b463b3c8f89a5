import type { DeviceId, Notice } from "@mtoken/protocol";
import { describe, expect, it } from "vitest";
import { isDisownable } from "./disownable.ts";

const here = `dev_${"A".repeat(43)}` as DeviceId;
const other = `dev_${"B".repeat(43)}` as DeviceId;
const at = 1_800_000_000;
const reader = { device: here, now: at * 1000 };
const computer = { computer: `cpt_${"A".repeat(43)}`, description: "Chrome on Windows" };

function notice(kind: string, data: object, members: Partial<Notice> = {}): Notice {
  return { notice: `ntc_${"0".repeat(26)}`, kind, at, read: false, about: null, data, ...members } as Notice;
}

describe("this wasn't me", () => {
  it.each<[string, object]>([
    ["device.activated", { device: other }],
    ["device.awaiting-approval", { device: other }],
    ["device.deactivated", { device: other, cause: "user" }],
    ["device.blocked", { device: other }],
    ["computer.added", computer],
    ["computer.waiting", computer],
    ["computer.copied", computer],
    ["biometrics.added", { device: here }],
    ["mpin.changed", { device: here }],
    ["mpin.wrong", { device: here, tries_left: 2 }],
    ["mail.changed", {}],
  ])("can be said of %s", (kind, data) => {
    expect(isDisownable(notice(kind, data), reader)).toBe(true);
  });

  it.each<[string, object]>([
    ["device.activated", { device: here }],
    ["device.awaiting-approval", { device: here }],
    ["device.deactivated", { device: other, cause: "replaced" }],
    ["device.deactivated", { device: other, cause: "administrator" }],
    ["app.withdrawn", { device: here }],
    ["policy.changed", {}],
    ["of.later-versions", {}],
  ])("is not offered for %s %j", (kind, data) => {
    expect(isDisownable(notice(kind, data), reader)).toBe(false);
  });

  it("is said by whom it is about, not by an administrator", () => {
    const about = { id: `usr_${"0".repeat(26)}`, name: "Jo" } as Notice["about"];
    expect(isDisownable(notice("mpin.changed", { device: other }, { about }), reader)).toBe(false);
  });

  it("is offered until it was read, and for a week", () => {
    const old = { at: at - 8 * 86_400 };
    const changed = (members: Partial<Notice>) => notice("mpin.changed", { device: here }, members);
    expect(isDisownable(changed({ ...old, read: true }), reader)).toBe(false);
    expect(isDisownable(changed(old), reader)).toBe(true);
    expect(isDisownable(changed({ at: at - 6 * 86_400, read: true }), reader)).toBe(true);
  });
});
