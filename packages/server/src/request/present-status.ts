/**
 * Where a request stands now (docs/protocol.md §7, §8). The clock ends a request, not the row: a request whose time
 * is over counts as expired even if housekeeping has not come by yet.
 */
import type { RequestKind } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { RequestStatus } from "../database/tables.ts";
import type { RequestRow } from "./store.ts";

/** An approved sign-in waits this long for its browser; then the approval is void. */
export const redemptionSeconds = 120;

type Standing = Pick<RequestRow, "kind" | "status" | "expires_at">;

export function presentStatus(request: Standing, at: Date): RequestStatus {
  const ends = !isFinal(request.kind, request.status);
  return ends && at >= request.expires_at ? "expired" : request.status;
}

/** Whether nothing can happen to the request any more. A signature is done when it is approved. */
export function isFinal(kind: RequestKind, status: RequestStatus): boolean {
  switch (status) {
    case "waiting":
    case "claimed":
      return false;
    case "approved":
      return kind === "signature";
    case "refused":
    case "expired":
    case "withdrawn":
    case "redeemed":
      return true;
  }
}

/** How long a page shows one QR key and typed code; then the page asks whether somebody is still there. */
export const qrSeconds = 180;

/** When the request's frames and its typed code end. A signature itself may wait for longer, in the phone's list. */
export function qrEnd({ qr_from, expires_at }: Pick<RequestRow, "qr_from" | "expires_at">): Date {
  if (qr_from === null) return expires_at;
  const end = later(qr_from, qrSeconds);
  return end < expires_at ? end : expires_at;
}
