import { describe, expect, it } from "vitest";
import { later } from "../clock.ts";
import type { RequestStatus } from "../database/tables.ts";
import { presentStatus, qrEnd, qrSeconds } from "./present-status.ts";

const end = new Date("2026-03-01T12:00:00Z");
const before = later(end, -1);

describe("where a request stands", () => {
  it.each<[kind: "sign-in" | "signature", status: RequestStatus, after: RequestStatus]>([
    ["sign-in", "waiting", "expired"],
    ["sign-in", "claimed", "expired"],
    ["sign-in", "approved", "expired"],
    ["sign-in", "redeemed", "redeemed"],
    ["sign-in", "refused", "refused"],
    ["sign-in", "withdrawn", "withdrawn"],
    ["signature", "waiting", "expired"],
    ["signature", "claimed", "expired"],
    ["signature", "approved", "approved"],
    ["signature", "refused", "refused"],
  ])("a %s that is %s is %s when its time is over", (kind, status, after) => {
    const request = { kind, status, expires_at: end };
    expect(presentStatus(request, before)).toBe(status);
    expect(presentStatus(request, end)).toBe(after);
  });

  it("lets a QR code end after its three minutes, and never after the request", () => {
    expect(qrEnd({ qr_from: before, expires_at: later(end, 3600) })).toEqual(later(before, qrSeconds));
    expect(qrEnd({ qr_from: before, expires_at: end })).toEqual(end);
  });
});
