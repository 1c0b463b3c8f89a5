/**
 * What browsers are told to forbid. The API gets the strictest policy there is, by helmet; a page gets what it
 * needs and no more: no inline code, no foreign origin, never in a frame.
 */
type Page = "phone" | "sign-in";

const policies: Record<Page, Record<string, string>> = {
  phone: {
    "default-src": "'none'",
    // Argon2id and the QR decoder are WebAssembly.
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "mtoken-worker",
  },
  "sign-in": {
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
  },
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

const granted: Record<Page, readonly string[]> = {
  // Passkeys are the phone's fingerprint or face (docs/protocol.md §5, Biometrics).
  phone: ["camera", "display-capture", "publickey-credentials-create", "publickey-credentials-get"],
  "sign-in": [],
};

export function pageHeaders(page: Page): Record<string, string> {
  return {
    "content-security-policy": Object.entries(policies[page])
      .map(([name, value]) => `${name} ${value}`)
      .join("; "),
    "permissions-policy": permissions(granted[page]),
  };
}

/** What every answer that is not a page says. */
export const noPermissions = permissions([]);

function permissions(allowed: readonly string[]): string {
  return powers.map((power) => `${power}=(${allowed.includes(power) ? "self" : ""})`).join(", ");
}
