/**
 * What the address that opened the app asks for: an activation link (docs/protocol.md §4), whose secret lies in the
 * fragment, a link to a request (§7), or a request's QR code that the phone's own camera app read. The address bar, the
 * history and whatever looks at them must not keep any of it, so it is taken once and removed.
 */
import type { Entry } from "../state/app-event.ts";

/** What an address asks for. Whether it is this server's, and well-formed, is for the device to say. */
export function readEntry(address: string): Entry {
  const { pathname, hash } = new URL(address);
  if (/^\/a\/?$/i.test(pathname) && hash.length > 1) return { kind: "invitation", text: address };
  if (/^\/r\/?$/i.test(pathname) && hash.length > 1) return { kind: "link", text: address };
  // Its text is dropped: who sends somebody a link can make one of a frame, and it must not count as a scan [F].
  if (/^\/s\/./i.test(pathname)) return { kind: "scanned" };
  if (pathname === "/" && hash === "#scan") return { kind: "shortcut" };
  return { kind: "none" };
}

/** Reads the page's own address, and leaves nothing of it behind. */
export function takeEntry(page: Pick<Window, "location" | "history">): Entry {
  const entry = readEntry(page.location.href);
  if (page.location.pathname !== "/" || page.location.hash !== "") page.history.replaceState(null, "", "/");
  return entry;
}
