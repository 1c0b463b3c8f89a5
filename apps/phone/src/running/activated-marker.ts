/**
 * A word that this phone was activated, kept apart from the vault (docs/protocol.md §3): a browser that clears one often leaves the other,
 * and then the app can say that the key was lost, instead of greeting a stranger. It says nothing of whose the phone is.
 */
const place = "mtoken-activated";

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Once the vault holds a device; and again at each unlocking, should it have been lost alone. */
export function markActivated(kept: Kept = localStorage): void {
  try {
    kept.setItem(place, "1");
  } catch {
    // Nothing depends on it.
  }
}

/** When the device has ended, or is given up: nothing is missing then. */
export function unmarkActivated(kept: Kept = localStorage): void {
  try {
    kept.removeItem(place);
  } catch {
    // As above.
  }
}

export function isMarkedActivated(kept: Kept = localStorage): boolean {
  try {
    return kept.getItem(place) !== null;
  } catch {
    return false;
  }
}
