/**
 * A page whose version is withdrawn reloads itself once, and then says how it stands: which version did so last is remembered until
 * another one has said so, or for as long as the window lives.
 */
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
