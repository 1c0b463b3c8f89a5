/**
 * The cookie that binds an interaction and its requests to the browser that began it (docs/protocol.md §8). `__Host-` keeps every other
 * host, subdomains too, from planting one; `Strict` keeps other sites from having it sent. It may be that strict,
 * since only the page's own calls need it, never the navigation that leads to the page.
 */
import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { InteractionId, RequestId } from "@mtoken/protocol";
import { tuple } from "@mtoken/protocol";

/** A session cookie. Chromium takes `Secure` ones from http://localhost too, where nobody can listen in. */
export const browserCookie = {
  name: "__Host-mtoken-browser",
  options: { path: "/", secure: true, httpOnly: true, sameSite: "strict" },
} as const;

const form = /^[A-Za-z0-9_-]{43}$/;

/** What the browser holds: 256 random bits, or undefined when it holds nothing that we could have given. */
export function readBrowser(cookies: Readonly<Record<string, string | undefined>>): string | undefined {
  const value = cookies[browserCookie.name];
  return value !== undefined && form.test(value) ? value : undefined;
}

export function newBrowser(): string {
  return randomBytes(32).toString("base64url");
}

/** Bound to the request or interaction, so that rows do not tell which of them came from one browser. */
export function browserHash(of: RequestId | InteractionId, browser: string): Buffer {
  return hash("sha512", tuple("mtoken-1/browser", of, browser), "buffer");
}

export interface BrowserClaim {
  of: RequestId | InteractionId;
  browser: string | undefined;
  /** What the row of it has; null: it belongs to no browser yet. */
  hash: Buffer | null;
}

export function isBrowserOf({ of, browser, hash }: BrowserClaim): boolean {
  if (browser === undefined) return false;
  const expected = browserHash(of, browser);
  return hash?.length === expected.length && timingSafeEqual(hash, expected);
}
