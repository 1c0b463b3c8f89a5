/**
 * From what a phone shows (docs/protocol.md §6 `request.claim`) to the request that waits: a frame of its QR code, its
 * typed code, or the link that its page has for the device it is shown on. All refuse without telling whether the request exists.
 */
import { timingSafeEqual } from "node:crypto";
import type { RequestId } from "@mtoken/protocol";
import { frameIsFresh, ProtocolError, parseTypedCode, qrMac, requestLinkMac } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { presentStatus, qrEnd } from "./present-status.ts";
import { openQrKey, typedCodeHash } from "./qr-key.ts";
import type { RequestRow } from "./store.ts";
import { findRequest, findWaitingByTypedCode } from "./store.ts";

export interface QrFrame {
  request: RequestId;
  tick: number;
  mac: string;
}

export async function findByQr(context: Context, frame: QrFrame): Promise<RequestRow> {
  const request = await findRequest(context.database.kysely, frame.request);
  if (!request?.sealed_qr_key || !request.qr_from) throw new ProtocolError("frame_refused");
  const key = openQrKey(context, request.id, request.sealed_qr_key);
  const now = context.clock.now();
  const expected = await qrMac({ key, request: request.id, tick: frame.tick });
  if (!isSame(frame.mac, expected)) throw new ProtocolError("frame_refused");
  const createdAt = request.qr_from.getTime();
  if (!frameIsFresh({ tick: frame.tick, createdAt, now: now.getTime() }))
    throw new ProtocolError("frame_refused");
  return requireWaiting(request, now);
}

/** A link does not rotate: it is good for as long as its page shows the code beside it. */
export async function findByLink(
  context: Context,
  link: { request: RequestId; mac: string },
): Promise<RequestRow> {
  const request = await findRequest(context.database.kysely, link.request);
  if (!request?.sealed_qr_key) throw new ProtocolError("link_refused");
  const key = openQrKey(context, request.id, request.sealed_qr_key);
  if (!isSame(link.mac, await requestLinkMac({ key, request: request.id }))) {
    throw new ProtocolError("link_refused");
  }
  const now = context.clock.now();
  if (now >= qrEnd(request)) throw new ProtocolError("request_expired");
  return requireWaiting(request, now);
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export async function findByTypedCode(context: Context, text: string): Promise<RequestRow> {
  const code = parseTypedCode(text);
  if (code === undefined) throw new ProtocolError("typed_code_refused");
  const hash = typedCodeHash(context.sealer, code);
  const request = await findWaitingByTypedCode(context.database.kysely, hash);
  if (request === undefined) throw new ProtocolError("typed_code_refused");
  const now = context.clock.now();
  if (now >= qrEnd(request)) throw new ProtocolError("typed_code_refused");
  return requireWaiting(request, now);
}

function requireWaiting(request: RequestRow, now: Date): RequestRow {
  const status = presentStatus(request, now);
  if (status === "waiting") return request;
  throw new ProtocolError(status === "expired" ? "request_expired" : "request_closed");
}
