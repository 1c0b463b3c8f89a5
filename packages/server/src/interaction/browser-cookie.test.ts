import { newRequestId } from "@mtoken/protocol";
import { describe, expect, it } from "vitest";
import { browserCookie, browserHash, isBrowserOf, newBrowser, readBrowser } from "./browser-cookie.ts";

const request = newRequestId();

describe("the browser's cookie", () => {
  it("can be planted by no other host and is sent for no other site", () => {
    expect(browserCookie.name).toMatch(/^__Host-/);
    expect(browserCookie.options).toEqual({ path: "/", secure: true, httpOnly: true, sameSite: "strict" });
  });

  it("is read as it was given", () => {
    const browser = newBrowser();
    expect(readBrowser({ [browserCookie.name]: browser })).toBe(browser);
  });

  it.each(["", "short", "x".repeat(44), `${"x".repeat(42)}!`, `${"x".repeat(43)}\n`])(
    "takes no %j",
    (value) => {
      expect(readBrowser({ [browserCookie.name]: value })).toBeUndefined();
    },
  );

  it("is the same browser's only for the same request", () => {
    const browser = newBrowser();
    const hash = browserHash(request, browser);
    expect(isBrowserOf({ of: request, browser, hash })).toBe(true);
    expect(isBrowserOf({ of: newRequestId(), browser, hash })).toBe(false);
    expect(isBrowserOf({ of: request, browser: newBrowser(), hash })).toBe(false);
    expect(isBrowserOf({ of: request, browser, hash: null })).toBe(false);
    expect(isBrowserOf({ of: request, browser: undefined, hash })).toBe(false);
    expect(isBrowserOf({ of: request, browser, hash: hash.subarray(1) })).toBe(false);
  });
});
