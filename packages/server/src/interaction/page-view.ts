/**
 * What the page of an interaction is to show now (docs/protocol.md §8), read from the database by any process, at the
 * first connection and at every later one alike.
 */
import type { InteractionId, PageState, RequestId } from "@mtoken/protocol";
import { formatRequestLink, formatTypedCode } from "@mtoken/protocol";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { isFinal, presentStatus, qrEnd } from "../request/present-status.ts";
import { openQrKey, typedCodeOf } from "../request/qr-key.ts";
import { isBrowserOf } from "./browser-cookie.ts";
import { returnAddress } from "./return-address.ts";
import type { PageRow } from "./store.ts";
import { findPageRow } from "./store.ts";

export interface PageView {
  request: RequestId;
  state: PageState;
  /** When this state ends by itself, in milliseconds; undefined when it is the last. */
  ends: number | undefined;
  /** What frames are made of while the page shows a QR code; they count from `from`. */
  qr: { key: Uint8Array; from: number } | undefined;
}

export interface Visit {
  interaction: InteractionId;
  /** What the browser's cookie holds. */
  browser: string;
}

/** Undefined for a browser that did not begin the interaction's present request, as if there were none. */
export async function readPageView(context: Context, visit: Visit): Promise<PageView | undefined> {
  const row = await findPageRow(context.database.kysely, visit.interaction);
  if (row === undefined) return undefined;
  if (!isBrowserOf({ of: row.id, browser: visit.browser, hash: row.browser_hash })) return undefined;
  return viewOf(context, row);
}

async function viewOf(context: Context, row: PageRow): Promise<PageView> {
  const now = context.clock.now();
  const status = presentStatus(row, now);
  if (status === "waiting") return waitingView(context, row, now);
  return {
    request: row.id,
    state: stateOf(row, status, context.config.signInOrigin),
    ends: isFinal(row.kind, status) ? undefined : row.expires_at.getTime(),
    qr: undefined,
  };
}

async function waitingView(context: Context, row: PageRow, now: Date): Promise<PageView> {
  const end = qrEnd(row);
  if (row.sealed_qr_key === null || row.qr_from === null || now >= end) {
    return { request: row.id, state: { status: "expired" }, ends: undefined, qr: undefined };
  }
  const key = openQrKey(context, row.id, row.sealed_qr_key);
  const code = row.typed_code_hash === null ? null : formatTypedCode(typedCodeOf(key, row.id));
  const link = await formatRequestLink({ origin: context.config.serverOrigin, request: row.id, key });
  return {
    request: row.id,
    state: { status: "waiting", request: row.id, typed_code: code, link, expires_at: toNumericDate(end) },
    ends: end.getTime(),
    qr: { key, from: row.qr_from.getTime() },
  };
}

function stateOf(row: PageRow, status: Exclude<PageRow["status"], "waiting">, issuer: string): PageState {
  switch (status) {
    case "claimed":
      return { status, digits: row.digits, same_device: row.same_device };
    case "approved":
      return row.kind === "signature"
        ? { status: "signed", return_to: returnAddress(row, issuer, {}) }
        : {
            ...{ status, user_name: row.user_name ?? "", same_device: row.same_device },
            // Digits are asked of unknown computers alone.
            may_remember: row.digits !== null,
          };
    case "withdrawn": {
      const computer = turnedAway(row.reason);
      return computer === null ? { status } : { status: "refused", wrong_digits: false, computer };
    }
    case "expired":
      return { status };
    case "refused":
      return { status, wrong_digits: row.reason === "wrong-digits", computer: null };
    case "redeemed":
      return { status };
  }
}

function turnedAway(reason: PageRow["reason"]): "waiting" | "unknown" | null {
  if (reason === "computer-waits") return "waiting";
  return reason === "computer-unknown" ? "unknown" : null;
}
