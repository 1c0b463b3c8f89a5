import { b64 } from "@mtoken/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Device } from "./device.ts";
import { DeviceError } from "./errors.ts";
import { MemoryVault } from "./memory-vault.ts";
import { invite, registeredVerifier } from "./testing/test-activations.ts";
import { isMessage1, loseAnswers } from "./testing/test-faults.ts";
import { activatedPhone, emptyPhone, mpin } from "./testing/test-phone.ts";
import { Vault } from "./vault.ts";
import { exportVault, importVault } from "./vault-file.ts";
import type { VaultRecord } from "./vault-record.ts";

/** Every text and all bytes in a value, however deep. */
function leaves(value: unknown): (string | Uint8Array | CryptoKey)[] {
  if (typeof value === "string" || value instanceof Uint8Array || value instanceof CryptoKey) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}

async function activatingRecord(): Promise<{ record: VaultRecord; verifier: string; share: string }> {
  const phone = await emptyPhone({ extractableKeys: true });
  loseAnswers(phone.server, isMessage1);
  await phone.device.activate({ ...(await invite(phone.server)), mpin }).catch(() => undefined);
  const record = await phone.storage.read();
  if (record === undefined) throw new TypeError("no record");
  return { record, verifier: registeredVerifier(phone.server), share: b64(phone.server.device.share) };
}

describe("the vault of an activated phone", () => {
  test("holds no key that can be exported", async () => {
    const { storage } = await activatedPhone();
    const keys = leaves(await storage.read()).filter((leaf) => leaf instanceof CryptoKey);
    expect(keys.map(({ type, extractable }) => `${type} ${extractable}`).sort()).toEqual([
      "private false",
      "public true",
      "secret false",
    ]);
  });

  test("holds no mPIN, no verifier, no share and no unwrapped signing key", async () => {
    const { storage, server } = await activatedPhone({ extractableKeys: true });
    const record = await storage.read();
    if (record?.kind !== "activated") throw new TypeError("not activated");
    const dump = JSON.stringify(await exportVault(record));
    for (const secret of [mpin, registeredVerifier(server), b64(server.device.share)]) {
      expect(dump).not.toContain(secret);
    }
    const { wrapped } = record.signingKey;
    const pkcs8 = { name: "RSA-PSS", hash: "SHA-512" };
    await expect(crypto.subtle.importKey("pkcs8", wrapped, pkcs8, true, ["sign"])).rejects.toThrow();
  });

  test("holds none of them, and no registration code, while the activation is under way either", async () => {
    const { record, verifier, share } = await activatingRecord();
    const dump = JSON.stringify(await exportVault(record));
    for (const secret of [mpin, verifier, share]) expect(dump).not.toContain(secret);
  });
});

test("a change that gives the same keys, or the same record, back writes nothing", async () => {
  const { storage } = await activatedPhone();
  const written: VaultRecord[] = [];
  const vault = new Vault({
    read: () => storage.read(),
    write: async (record) => void written.push(record),
    clear: () => storage.clear(),
  });
  const keys = await vault.updateKeys((same) => same);
  await vault.update((same) => same);
  expect(written).toEqual([]);
  await vault.updateKeys((same) => ({ ...same, counter: same.counter + 1 }));
  expect(written).toMatchObject([{ keys: { counter: keys.counter + 1 } }]);
});

describe("exportVault and importVault", () => {
  test("keep an activated phone, which goes on to work", async () => {
    const phone = await activatedPhone({ extractableKeys: true });
    const record = await phone.storage.read();
    if (record === undefined) throw new TypeError("no record");
    const file = JSON.parse(JSON.stringify(await exportVault(record)));
    const storage = new MemoryVault();
    await storage.write(await importVault(file));
    const device = await Device.open({ ...phone.ports, storage });
    await device.unlock(mpin);
    const again = await storage.read();
    if (again === undefined) throw new TypeError("no record");
    expect((await exportVault(again)).kind).toBe("activated");
  });

  test("keep an activation that is under way", async () => {
    const { record } = await activatingRecord();
    const file = JSON.parse(JSON.stringify(await exportVault(record)));
    expect(await exportVault(await importVault(file))).toEqual(file);
  });

  test("keep why a phone ended", async () => {
    const record = {
      schema: 1,
      kind: "ended",
      reason: "blocked",
      origin: "https://app.example.com",
    } as const;
    expect(await importVault(await exportVault(record))).toEqual(record);
  });

  test("refuse keys that can't be exported", async () => {
    const { storage } = await activatedPhone();
    const record = await storage.read();
    if (record === undefined) throw new TypeError("no record");
    await expect(exportVault(record)).rejects.toThrow(TypeError);
  });

  test("refuse whatever is no vault, or a damaged one", async () => {
    const damaged = expect.objectContaining({ code: "vault_damaged" });
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        await expect(importVault(value)).rejects.toEqual(damaged);
      }),
      { numRuns: 50 },
    );
    const { record } = await activatingRecord();
    const file = JSON.parse(JSON.stringify(await exportVault(record)));
    for (const name of Object.keys(file)) {
      const { [name]: _, ...rest } = file;
      await expect(importVault(rest)).rejects.toEqual(damaged);
    }
    file.keys.deviceSecret.k = 7;
    await expect(importVault(file)).rejects.toEqual(damaged);
  });
});

describe("a vault", () => {
  test("loses no change of many at once, from two windows of the same app", async () => {
    const { storage } = await activatedPhone();
    const windows = [new Vault(storage), new Vault(storage)];
    const before = await counterOf(new Vault(storage));
    await Promise.all(windows.flatMap((vault) => [increase(vault), increase(vault), increase(vault)]));
    expect(await counterOf(new Vault(storage))).toBe(before + 6);
  });

  test("never brings back the keys that another window erases meanwhile", async () => {
    const { storage, server } = await activatedPhone();
    const [one, other] = [new Vault(storage), new Vault(storage)];
    const ended = { schema: 1, kind: "ended", reason: "blocked", origin: server.origin } as const;
    const outcomes = await Promise.allSettled([increase(one), other.replace(ended), increase(one)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(await storage.read()).toEqual(ended);
    await expect(increase(one)).rejects.toMatchObject({ code: "blocked" });
  });

  test("says when what is stored is no record that it understands", async () => {
    const strange = { schema: 2, kind: "activated" } as unknown as VaultRecord;
    const storage = new MemoryVault();
    await storage.write(strange);
    const vault = new Vault(storage);
    await expect(vault.read()).rejects.toBeInstanceOf(DeviceError);
    await expect(vault.read()).rejects.toMatchObject({ code: "vault_damaged" });
  });
});

async function increase(vault: Vault): Promise<void> {
  await vault.update((record) => ({
    ...record,
    keys: { ...record.keys, counter: record.keys.counter + 1 },
  }));
}

async function counterOf(vault: Vault): Promise<number> {
  const record = await vault.read();
  return record?.kind === "activated" ? record.keys.counter : -1;
}
