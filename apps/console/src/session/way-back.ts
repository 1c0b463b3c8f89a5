/** The page that somebody was on, or came for, when they had to sign in: a place of this console, kept for this window alone. */
import { useLocation, useSearch } from "wouter";

const place = "mtoken-console-way-back";

/** The address of the page that is open, with what it is narrowed to. */
export function useOpenPage(): string {
  const [path] = useLocation();
  const search = useSearch();
  return search === "" ? path : `${path}?${search}`;
}

export function keepWayBack(path: string): void {
  try {
    sessionStorage.setItem(place, path);
  } catch {
    // Then they begin at the first page.
  }
}

/** Whether it is a page here, with what it is searched for as addresses write it: a space is a plus there. */
export function isPlace(path: string): boolean {
  return /^\/[\w/?=&%.~:*+-]*$/.test(path) && !path.startsWith("//");
}

/** Asked once: the next sign-in leads to its own. */
export function takeWayBack(): string {
  try {
    const path = sessionStorage.getItem(place) ?? "/";
    sessionStorage.removeItem(place);
    return isPlace(path) ? path : "/";
  } catch {
    return "/";
  }
}
