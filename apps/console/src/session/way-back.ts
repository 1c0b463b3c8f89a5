/** The page that somebody was on, or came for, when they had to sign in: a place of this console, kept for this window alone. */
const place = "mtoken-console-way-back";

export function keepWayBack(path: string): void {
  try {
    sessionStorage.setItem(place, path);
  } catch {
    // Then they begin at the first page.
  }
}

/** Asked once: the next sign-in leads to its own. */
export function takeWayBack(): string {
  try {
    const path = sessionStorage.getItem(place) ?? "/";
    sessionStorage.removeItem(place);
    return /^\/[\w/?=&%.~:-]*$/.test(path) && !path.startsWith("//") ? path : "/";
  } catch {
    return "/";
  }
}
