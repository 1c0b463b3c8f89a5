/** The stages to look at, by the names of their pictures. */
import type { InteractionInfo, RequestId } from "@mtoken/protocol";
import type { EndedBy, ShownCode, Stage } from "../state/stage.ts";

const bank = { name: "Example Bank", origin: "https://portal.example-bank.com" };

const signIn: InteractionInfo = {
  kind: "sign-in",
  relying_party: bank,
  status: "open",
  title: null,
  return_to: "https://portal.example-bank.com/callback?error=access_denied",
  decided: null,
  desk_phone: "+31 20 555 01 23",
};

const signature: InteractionInfo = {
  ...signIn,
  kind: "signature",
  title: {
    type: "payment",
    amount: "48250.00",
    currency: "EUR",
    payee: "Müller & Söhne Präzisionswerkzeuge GmbH",
  },
};

const longNames: InteractionInfo = {
  ...signIn,
  relying_party: {
    name: "Genossenschaftliche Zentralbank für Landwirtschaft und Gewerbe Nordwestdeutschland",
    origin: "https://unternehmenskunden.genossenschaftliche-zentralbank.example",
  },
};

const request = "req_2r4t6v8x0z1a3c5e7g9j2m4n6p" as RequestId;
const frame = {
  text: "HTTPS://APP.EXAMPLE-BANK.COM/S/2R4T6V8X0Z1A3C5E7G9J2M4N6P0A7K9M2Q4S6V8X0Z2C",
  tick: 10,
};
const link = `https://app.example-bank.com/r#2r4t6v8x0z1a3c5e7g9j2m4n6p.${"0".repeat(26)}`;
const code: ShownCode = { request, typedCode: "K7W-M2Q-9XB", link, frame, since: 0 };
const scanOnly: ShownCode = { ...code, typedCode: null };

const userName = "Anna Jansen";
const live = { link: "live" } as const;

function decided(status: "approved" | "refused"): InteractionInfo {
  return { ...signature, decided: { status, at: Math.floor(Date.now() / 1000) - 5400 } };
}

function expired(by: EndedBy): Stage {
  return { kind: "expired", info: signIn, by };
}

const approved = {
  ...({ kind: "approved", info: signIn, userName, ...live, problem: null } as const),
  mayRemember: true,
};
const fingerprint = "7KQX-M2P4-9D0F-WT3H-ZB51";

export const previewStages: Record<string, Stage> = {
  arriving: { kind: "arriving" },
  beginning: { kind: "beginning", info: signIn, code: null },
  renewing: { kind: "beginning", info: signIn, code },
  waiting: { kind: "waiting", info: signIn, code, ...live },
  "waiting-scan-only": { kind: "waiting", info: signIn, code: scanOnly, ...live },
  "waiting-long-names": { kind: "waiting", info: longNames, code, ...live },
  "waiting-lost": { kind: "waiting", info: signIn, code, link: "lost" },
  "waiting-signature": { kind: "waiting", info: signature, code: scanOnly, ...live },
  "claimed-digits": { kind: "claimed", info: signIn, digits: "47", sameDevice: false, ...live },
  "claimed-digits-signature": { kind: "claimed", info: signature, digits: "09", sameDevice: false, ...live },
  claimed: { kind: "claimed", info: signIn, digits: null, sameDevice: false, ...live },
  "claimed-signature": { kind: "claimed", info: signature, digits: null, sameDevice: false, ...live },
  "claimed-lost": { kind: "claimed", info: signIn, digits: null, sameDevice: false, link: "lost" },
  "claimed-here": { kind: "claimed", info: signIn, digits: null, sameDevice: true, ...live },
  "led-elsewhere": { kind: "led-elsewhere", info: signIn, userName, ...live },
  "not-begun-here": { kind: "not-begun-here", info: signIn },
  approved: { ...approved, mayRemember: false },
  "approved-unknown-computer": approved,
  "approved-problem": { ...approved, problem: "offline" },
  redeeming: { kind: "redeeming", info: signIn, userName, mayRemember: true },
  leaving: { kind: "leaving", info: signIn },
  cancelling: { kind: "cancelling", info: signIn, because: "cancel" },
  cancelled: { kind: "cancelled", info: { ...signature, return_to: null } },
  "not-me": { kind: "not-me", info: signIn, returnTo: signIn.return_to },
  refused: { kind: "refused", info: signIn, wrongDigits: false },
  "refused-digits": { kind: "refused", info: signIn, wrongDigits: true },
  "refused-signature": { kind: "refused", info: signature, wrongDigits: false },
  "turned-away-waiting": { kind: "turned-away", info: signIn, by: "waiting", fingerprint },
  "turned-away-unknown": { kind: "turned-away", info: signIn, by: "unknown", fingerprint },
  "expired-unused": expired("unused"),
  "expired-elsewhere": expired("elsewhere"),
  "expired-unanswered": expired("unanswered"),
  "expired-withdrawn": expired("withdrawn"),
  "expired-unconfirmed": expired("unconfirmed"),
  "expired-void": expired("void"),
  redeemed: { kind: "redeemed", info: signIn },
  signed: { kind: "signed", info: signature, returnTo: "https://portal.example-bank.com/portal" },
  "signed-no-way-back": { kind: "signed", info: { ...signature, return_to: null }, returnTo: null },
  "over-done": { kind: "over", info: { ...signIn, return_to: null }, status: "done" },
  "over-signed": { kind: "over", info: decided("approved"), status: "done" },
  "over-refused": { kind: "over", info: decided("refused"), status: "done" },
  "over-cancelled": { kind: "over", info: signIn, status: "cancelled" },
  "over-expired": { kind: "over", info: signIn, status: "expired" },
  unknown: { kind: "unknown" },
  "cannot-run-storage": { kind: "cannot-run", missing: "storage" },
  "cannot-run-secure-context": { kind: "cannot-run", missing: "secure-context" },
  unreachable: { kind: "unreachable", problem: "offline" },
  "stuck-elsewhere": { kind: "stuck", info: signIn, problem: "begun_elsewhere" },
  "stuck-rate-limited": { kind: "stuck", info: signIn, problem: "rate_limited" },
  "stuck-internal": { kind: "stuck", info: signIn, problem: "internal" },
};
