/**
 * The rotating QR code (docs/protocol.md §7): its text is all in QR's alphanumeric mode, so that the code stays
 * small, and each frame is good for a few seconds only, so that a photograph of it is worth nothing.
 */
import { decodeBase32Number, encodeBase32, encodeBase32Number } from "./base32.ts";
import { hmacSha512 } from "./bytes.ts";
import { isOrigin } from "./fields.ts";
import type { RequestId } from "./ids.ts";
import { isRequestId, withoutPrefix } from "./ids.ts";
import { tuple } from "./tuple.ts";

/** A new frame every two seconds. */
export const frameInterval = 2000;
/** A frame is good for ten seconds from its start. */
export const frameLife = 10_000;
/** Two characters of base32 count the frames. */
export const highestTick = 1023;

const macBits = 80;

/** What a frame is made of. `key` is the request's QR key, which stays on the server. */
export interface FrameFields {
  request: RequestId;
  tick: number;
  key: Uint8Array;
}

/** The MAC of a frame: 16 characters of base32, upper case. */
export async function qrMac({ request, tick, key }: FrameFields): Promise<string> {
  return encodeBase32(await hmacSha512(key, tuple("mtoken-1/qr", request, `${tick}`)), macBits);
}

/**
 * The text of a frame, all upper case.
 *
 * @throws {TypeError} when the tick is none of 0 to 1023.
 */
export async function formatQrText({ origin, ...frame }: FrameFields & { origin: string }): Promise<string> {
  const tick = encodeBase32Number(frame.tick, 2);
  const mac = await qrMac(frame);
  return `${origin}/S/${withoutPrefix(frame.request)}${tick}${mac}`.toUpperCase();
}

/** What a phone read from a QR code: `request`, `tick` and `mac` go into `request.claim`. */
export interface QrText {
  origin: string;
  request: RequestId;
  tick: number;
  mac: string;
}

const qrForm =
  /^(https?:\/\/[^/?#]+)\/s\/([0-9a-hjkmnp-tv-z]{26})([0-9a-hjkmnp-tv-z]{2})([0-9a-hjkmnp-tv-z]{16})$/i;

/** Reads the text of a frame; undefined when it is not one. Whose server it names is the caller's to check. */
export function parseQrText(text: string): QrText | undefined {
  const [, address = "", id = "", count = "", mac = ""] = qrForm.exec(text) ?? [];
  const origin = address.toLowerCase();
  const request = `req_${id.toLowerCase()}`;
  const tick = decodeBase32Number(count);
  if (!isOrigin(origin) || !isRequestId(request) || tick === undefined) return undefined;
  return { origin, request, tick, mac: mac.toUpperCase() };
}

/** The tick whose frame starts last before `now`; both instants in milliseconds. */
export function tickAt({ createdAt, now }: { createdAt: number; now: number }): number {
  return Math.max(0, Math.floor((now - createdAt) / frameInterval));
}

/**
 * Whether a frame is good at `now`; both instants in milliseconds. A frame counts one interval early, since the
 * clocks of two server processes may differ that much; nobody can make one without the key anyway.
 */
export function frameIsFresh(frame: { tick: number; createdAt: number; now: number }): boolean {
  const age = frame.now - (frame.createdAt + frame.tick * frameInterval);
  return age >= -frameInterval && age < frameLife;
}
