/**
 * Where the browser goes when the page is done with it: the relying party's registered redirect address with OAuth's
 * answer (RFC 6749 §4.1.2), and `iss` against mix-up (RFC 9207).
 */

export interface ReturnPoint {
  redirect_uri: string | null;
  state: string | null;
}

type Answer = { code: string } | { error: "access_denied" } | Record<string, never>;

/** Null when the relying party waits for nobody to come back. */
export function returnAddress(point: ReturnPoint, issuer: string, answer: Answer): string | null {
  if (point.redirect_uri === null) return null;
  const url = new URL(point.redirect_uri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.append(name, value);
  if (point.state !== null) url.searchParams.append("state", point.state);
  url.searchParams.append("iss", issuer);
  return url.href;
}
