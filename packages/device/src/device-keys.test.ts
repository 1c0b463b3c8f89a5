import type { Bytes, DeviceId } from "@mtoken/protocol";
import { importVerifyKey, randomBytes, utf8 } from "@mtoken/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDeviceKeys, makeSigningKey, unwrapSigningKey } from "./device-keys.ts";
import { activatedPhone } from "./testing/test-phone.ts";
import type { DeviceKeys, WrappedSigningKey } from "./vault-record.ts";

type Keys = Pick<DeviceKeys, "device" | "deviceSecret">;

let keys: Keys;
let share: Bytes;
let signingKey: WrappedSigningKey;

beforeAll(async () => {
  keys = await makeDeviceKeys({ bits: 2048, extractable: false });
  share = randomBytes(32);
  signingKey = await makeSigningKey({ keys, share, bits: 2048 });
});

describe("the signing key", () => {
  test("opens with its share and device secret, for use and not for export", async () => {
    const key = await unwrapSigningKey({ keys, share, signingKey });
    expect(key.extractable).toBe(false);
    const pss = { name: "RSA-PSS", saltLength: 64 };
    const signature = await crypto.subtle.sign(pss, key, utf8("text"));
    const publicKey = await importVerifyKey(signingKey.publicKey);
    expect(await crypto.subtle.verify(pss, publicKey, signature, utf8("text"))).toBe(true);
  });

  test("stays closed without the share: a phone whose share was destroyed holds nothing", async () => {
    const wrong = { keys, share: new Uint8Array(32), signingKey };
    await expect(unwrapSigningKey(wrong)).rejects.toMatchObject({ code: "vault_damaged" });
  });

  test("stays closed without the device secret: a share from a stolen database opens nothing", async () => {
    const { deviceSecret } = await makeDeviceKeys({ bits: 2048, extractable: false });
    const wrong = { keys: { ...keys, deviceSecret }, share, signingKey };
    await expect(unwrapSigningKey(wrong)).rejects.toMatchObject({ code: "vault_damaged" });
  });

  test("stays closed under another device's id", async () => {
    const device = `dev_${"A".repeat(43)}` as DeviceId;
    const wrong = { keys: { ...keys, device }, share, signingKey };
    await expect(unwrapSigningKey(wrong)).rejects.toMatchObject({ code: "vault_damaged" });
  });

  test("is wrapped without the mPIN, so that who holds phone and share can't test mPINs on it", async () => {
    const phone = await activatedPhone();
    const record = await phone.storage.read();
    if (record?.kind !== "activated") throw new TypeError("not activated");
    const { share: kept } = phone.server.device;
    // Everything that belongs to an mPIN is another's; the key opens all the same.
    const others = { ...record.keys, salt: randomBytes(16), argon2: { m: 19_456, t: 2, p: 1 } };
    await unwrapSigningKey({ keys: others, share: kept, signingKey: record.signingKey });
  });
});

describe("the device's own keys", () => {
  test("can't be exported, but where the vault is a file", async () => {
    const made = await makeDeviceKeys({ bits: 2048, extractable: false });
    expect(made.deviceSecret.extractable).toBe(false);
    expect(made.deviceKey.privateKey.extractable).toBe(false);
    expect(made.deviceSecret.algorithm).toMatchObject({ name: "HMAC", length: 512 });
  });
});
