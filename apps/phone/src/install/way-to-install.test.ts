import { expect, it } from "vitest";
import { wayToInstall } from "./way-to-install.ts";

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const mac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
const android =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
const fresh = { touchPoints: 5, isInstalled: false, isOffered: false };

it("is Safari's own menu on iPhones and iPads", () => {
  expect(wayToInstall({ ...fresh, userAgent: iphone })).toBe("ios");
  expect(wayToInstall({ ...fresh, userAgent: mac })).toBe("ios");
  expect(wayToInstall({ ...fresh, userAgent: mac, touchPoints: 0 })).toBe("none");
});

it("is nothing in other browsers there, which have other menus", () => {
  const userAgent = iphone.replace("Version/18.1", "CriOS/131.0.6778.73");
  expect(wayToInstall({ ...fresh, userAgent })).toBe("none");
});

it("is a button where the browser offers it, and only then", () => {
  expect(wayToInstall({ ...fresh, userAgent: android })).toBe("none");
  expect(wayToInstall({ ...fresh, userAgent: android, isOffered: true })).toBe("prompt");
});

it("is nothing in an app that is installed", () => {
  for (const userAgent of [iphone, android])
    expect(wayToInstall({ ...fresh, userAgent, isInstalled: true, isOffered: true })).toBe("none");
});
