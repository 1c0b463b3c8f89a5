/**
 * The link that opens the app on the device that also browses (docs/protocol.md §7). It does not rotate as the QR code
 * does: who passes it on gains nothing by it, since what it leads to is redeemed with a code that only this device's
 * own browser is given (§8).
 */
import { decodeBase32, encodeBase32 } from "./base32.ts";
import { hmacSha512 } from "./bytes.ts";
import { isOrigin } from "./fields.ts";
import type { RequestId } from "./ids.ts";
import { isRequestId, withoutPrefix } from "./ids.ts";
import { tuple } from "./tuple.ts";

const macLength = 16;

/** What a link is made of. `key` is the request's QR key, which stays on the server. */
export interface RequestLinkFields {
  request: RequestId;
  key: Uint8Array;
}

/** The MAC of a link: 128 bits as 26 characters of base32, upper case. No frame of the QR code has it. */
export async function requestLinkMac({ request, key }: RequestLinkFields): Promise<string> {
  return encodeBase32(await hmacSha512(key, tuple("mtoken-1/request-link", request)), macLength * 8);
}

/** The link as text. What it carries lies in the fragment, which browsers never send. */
export async function formatRequestLink({
  origin,
  ...fields
}: RequestLinkFields & { origin: string }): Promise<string> {
  const mac = await requestLinkMac(fields);
  return `${origin}/r#${withoutPrefix(fields.request)}.${mac.toLowerCase()}`;
}

/** What a phone read from a link: `request` and `mac` go into `request.claim`. */
export interface RequestLink {
  origin: string;
  request: RequestId;
  mac: string;
}

const linkForm = /^(https?:\/\/[^/?#]+)\/r#([0-9a-hjkmnp-tv-z]{26})\.([0-9a-hjkmnp-tv-z]{26})$/i;

/** Reads a link; undefined when the text is not one. Whose server it names is the caller's to check. */
export function parseRequestLink(text: string): RequestLink | undefined {
  const [, address = "", id = "", code = ""] = linkForm.exec(text.trim()) ?? [];
  const origin = address.toLowerCase();
  const request = `req_${id.toLowerCase()}`;
  const isWhole = decodeBase32(code, macLength) !== undefined;
  if (!isOrigin(origin) || !isRequestId(request) || !isWhole) return undefined;
  return { origin, request, mac: code.toUpperCase() };
}
