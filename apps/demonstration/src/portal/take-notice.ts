/** What the address tells that brought the browser here; read once, then taken off it, so that a reload is silent. */
import type { Notice } from "./messages.ts";

export function noticeIn(search: string): Notice | undefined {
  const parameters = new URLSearchParams(search);
  const name = parameters.get("notice");
  if (name === "cancelled" || name === "begin-anew") return name;
  // Back from the page of a signature (RFC 6749 §4.1.2.1).
  return parameters.has("error") ? "not-signed" : undefined;
}

export function takeNotice({ location, history }: Pick<Window, "location" | "history">): Notice | undefined {
  const notice = noticeIn(location.search);
  if (location.search !== "") history.replaceState(null, "", location.pathname);
  return notice;
}
