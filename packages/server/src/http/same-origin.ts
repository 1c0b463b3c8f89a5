/**
 * Only an origin's own page may act: browsers say which page a call comes from (`Origin`, Fetch Metadata), and a page of
 * another origin can't forge it. Together with the strict cookie this stops cross-site request forgery.
 */
import type { IncomingHttpHeaders } from "node:http";
import { ProtocolError } from "@mtoken/protocol";

/** For calls that change something: `Origin` must be there, and ours. */
export function requireOwnPage(headers: IncomingHttpHeaders, origin: string): void {
  if (headers.origin !== origin) throw new ProtocolError("not_allowed");
  refuseOtherPages(headers);
}

/** For event streams: browsers send no `Origin` with those; all but old ones send where they come from. */
export function refuseOtherPages(headers: IncomingHttpHeaders): void {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") throw new ProtocolError("not_allowed");
}
