/**
 * A page reloads itself for a new version once, and then shows what it has: which version did so last is remembered for
 * as long as the window lives.
 */
const key = "mtoken-reloaded-from";

type Kept = Pick<Storage, "getItem" | "setItem">;

/** Whether a page of this version has reloaded itself already, so that reloading brings nothing else. */
export function hasReloaded(version: string, kept: Kept = sessionStorage): boolean {
  return kept.getItem(key) === version;
}

export function rememberReload(version: string, kept: Kept = sessionStorage): void {
  kept.setItem(key, version);
}
