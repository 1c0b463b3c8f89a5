/**
 * A page whose version is withdrawn reloads itself once, and then says how it stands: which version did so last is remembered until
 * another one has said so, or for as long as the window lives.
 */
import type { RequestId } from "@mtoken/protocol";

const place = "mtoken-reloaded";

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Remembers a reload, and says whether it may be: false the second time, since reloading brought nothing else. */
export function mayReload(version: string, kept: Kept = sessionStorage): boolean {
  if (kept.getItem(place) === version) return false;
  kept.setItem(place, version);
  return true;
}

/** Whether this version has come in the place of a withdrawn one: said once. */
export function hasReplaced(version: string, kept: Kept = sessionStorage): boolean {
  const before = kept.getItem(place);
  if (before === null || before === version) return false;
  kept.removeItem(place);
  return true;
}

/** The user asks for another try. */
export function forgetReload(kept: Kept = sessionStorage): void {
  kept.removeItem(place);
}

/** Which request the next version goes on with: taken once, by the page that begins. */
const requestPlace = "mtoken-request";

export function keepRequest(request: RequestId, kept: Kept = sessionStorage): void {
  kept.setItem(requestPlace, request);
}

export function takeRequest(kept: Kept = sessionStorage): RequestId | undefined {
  const request = kept.getItem(requestPlace);
  kept.removeItem(requestPlace);
  return isRequestId(request) ? request : undefined;
}

/** What else lies there was put there by nobody; the server says whose it is in any case. */
function isRequestId(text: string | null): text is RequestId {
  return text !== null && /^req_[0-9a-z]{26}$/.test(text);
}
