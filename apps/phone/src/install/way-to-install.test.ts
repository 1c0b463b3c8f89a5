import { expect, it } from "vitest";
import { wayToInstall } from "./way-to-install.ts";

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const mac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
const android =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
const firefox = "Mozilla/5.0 (Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0";
const fresh = { touchPoints: 5, isInstalled: false, offers: false, isOffered: false };

it("is Safari's own menu on iPhones and iPads", () => {
  expect(wayToInstall({ ...fresh, userAgent: iphone })).toBe("ios");
  expect(wayToInstall({ ...fresh, userAgent: mac })).toBe("ios");
  expect(wayToInstall({ ...fresh, userAgent: mac, touchPoints: 0 })).toBe("none");
});

it.each(["CriOS/131.0.6778.73", "FxiOS/133.0", "EdgiOS/131.0.2903.92"])(
  "is a menu of the browser's own in %s, on an iOS that lets it",
  (name) => {
    const userAgent = iphone.replace("Version/18.1", name);
    expect(wayToInstall({ ...fresh, userAgent })).toBe("menu");
    expect(wayToInstall({ ...fresh, userAgent: userAgent.replace("18_1", "16_4") })).toBe("menu");
    expect(wayToInstall({ ...fresh, userAgent: userAgent.replace("18_1", "16_3") })).toBe("none");
    expect(wayToInstall({ ...fresh, userAgent: mac.replace("Version/18.1", name) })).toBe("menu");
  },
);

it("is nothing in a page within another app, which has no such menu", () => {
  const search = iphone.replace("Version/18.1", "GSA/343.0");
  const view = android.replace("K)", "K; wv)");
  for (const userAgent of [search, view, `${iphone} [FBAN/FBIOS]`])
    expect(wayToInstall({ ...fresh, userAgent })).toBe("none");
});

it("is a button where the browser offers it, and only then", () => {
  const chrome = { ...fresh, userAgent: android, offers: true };
  expect(wayToInstall(chrome)).toBe("none");
  expect(wayToInstall({ ...chrome, isOffered: true })).toBe("prompt");
});

it("is a menu in browsers of Android that never offer it", () => {
  expect(wayToInstall({ ...fresh, userAgent: firefox })).toBe("menu");
});

it("is nothing in an app that is installed", () => {
  for (const userAgent of [iphone, android, firefox])
    expect(wayToInstall({ ...fresh, userAgent, isInstalled: true, isOffered: true })).toBe("none");
});
