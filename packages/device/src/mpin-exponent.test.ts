import type { DeviceId } from "@mtoken/protocol";
import { bigIntToBytes, fromHex, toHex } from "@mtoken/protocol";
import file from "@mtoken/protocol/vectors/device-secrets.json" with { type: "json" };
import { describe, expect, test } from "vitest";
import { mpinExponent } from "./mpin-exponent.ts";
import { stretchMpin } from "./stretch.ts";

const vector = requireVector();

function requireVector() {
  for (const {
    mpin,
    salt,
    argon2,
    server_origin: origin,
    device,
    device_secret: secret,
    ...rest
  } of file.vectors) {
    const { x, stretched } = rest;
    if (mpin === undefined || salt === undefined || argon2 === undefined || origin === undefined) continue;
    return { mpin, salt: fromHex(salt), argon2, origin, device: device as DeviceId, secret, x, stretched };
  }
  throw new TypeError("the vectors have no exponent");
}

function importSecret(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
}

/** `x` as the vector has it, but for what is changed. */
async function exponent(changed: Partial<typeof vector> = {}): Promise<string> {
  const { device, salt, argon2, origin, mpin, secret } = { ...vector, ...changed };
  const keys = { device, salt, argon2, deviceSecret: await importSecret(fromHex(secret)) };
  return toHex(bigIntToBytes(await mpinExponent({ keys, origin, mpin, stretch: stretchMpin }), 64));
}

describe("the mPIN's exponent", () => {
  test("is that of the published vector, from the digits on", async () => {
    const { mpin, salt, argon2, stretched } = vector;
    expect(toHex(await stretchMpin({ mpin, salt, argon2 }))).toBe(stretched);
    expect(await exponent()).toBe(vector.x);
  });

  test("is another with another device secret, so that a stolen verifier can't be searched without it", async () => {
    expect(await exponent({ secret: "00".repeat(64) })).not.toBe(vector.x);
  });

  test.each([
    ["mPIN", { mpin: "482918" }],
    ["salt", { salt: new Uint8Array(16) }],
    ["server", { origin: "https://phone.bank.example:8443" }],
    ["device", { device: `dev_${"A".repeat(43)}` as DeviceId }],
  ])("is another for another %s", async (_what, changed) => {
    expect(await exponent(changed)).not.toBe(vector.x);
  });
});
