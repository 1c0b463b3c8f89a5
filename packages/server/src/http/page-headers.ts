/**
 * What browsers are told to forbid. The API gets the strictest policy there is, by helmet; a page gets what it
 * needs and no more: no inline code, no foreign origin, never in a frame.
 */
type Page = "phone" | "sign-in" | "console";

/** All that the pages of computers need; the phone's needs more. */
const strictest: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "connect-src": "'self'",
  "img-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "'none'",
};

const policies: Record<Page, Readonly<Record<string, string>>> = {
  phone: {
    ...strictest,
    // Argon2id and the QR decoder are WebAssembly.
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "trusted-types": "mtoken-worker",
  },
  "sign-in": strictest,
  console: strictest,
};

/** Every power that a page could ask for and ours don't (M8). */
const powers = [
  "accelerometer",
  "autoplay",
  "camera",
  "clipboard-read",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-create",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

/** Further ones that Chromium has and allows by default. Only a page can use them, so other answers don't name them. */
const powersOfPages = [
  "aria-notify",
  "browsing-topics",
  "captured-surface-control",
  "clipboard-write",
  "compute-pressure",
  "cross-origin-isolated",
  "deferred-fetch",
  "deferred-fetch-minimal",
  "digital-credentials-create",
  "digital-credentials-get",
  "gamepad",
  "identity-credentials-get",
  "interest-cohort",
  "keyboard-map",
  "language-detector",
  "language-model",
  "local-network",
  "local-network-access",
  "loopback-network",
  "on-device-speech-recognition",
  "otp-credentials",
  "private-state-token-issuance",
  "private-state-token-redemption",
  "speaker-selection",
  "storage-access",
  "summarizer",
  "sync-xhr",
  "translator",
  "unload",
  "window-management",
];

const granted: Record<Page, readonly string[]> = {
  // Passkeys are the phone's fingerprint or face (docs/protocol.md §5, Biometrics).
  phone: ["camera", "display-capture", "publickey-credentials-create", "publickey-credentials-get"],
  "sign-in": [],
  console: [],
};

export function pageHeaders(page: Page): Record<string, string> {
  return {
    "content-security-policy": Object.entries(policies[page])
      .map(([name, value]) => `${name} ${value}`)
      .join("; "),
    "permissions-policy": permissions([...powers, ...powersOfPages], granted[page]),
  };
}

/** What every answer that is not a page says. */
export const noPermissions = permissions(powers, []);

function permissions(named: readonly string[], allowed: readonly string[]): string {
  return named.map((power) => `${power}=(${allowed.includes(power) ? "self" : ""})`).join(", ");
}
