/**
 * From what a phone shows (docs/protocol.md §6 `request.claim`) to the request that waits: a frame of its QR code, or
 * its typed code. Both refuse without telling whether the request exists.
 */

import { timingSafeEqual } from "node:crypto";
import type { RequestId } from "@mtoken/protocol";
import { frameIsFresh, ProtocolError, parseTypedCode, qrMac } from "@mtoken/protocol";
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
  if (!(await isGenuine(key, frame))) throw new ProtocolError("frame_refused");
  const createdAt = request.qr_from.getTime();
  if (!frameIsFresh({ tick: frame.tick, createdAt, now: now.getTime() }))
    throw new ProtocolError("frame_refused");
  return requireWaiting(request, now);
}

async function isGenuine(key: Uint8Array, { request, tick, mac }: QrFrame): Promise<boolean> {
  const expected = Buffer.from(await qrMac({ key, request, tick }));
  const given = Buffer.from(mac);
  return expected.length === given.length && timingSafeEqual(expected, given);
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
