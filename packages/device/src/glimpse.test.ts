import { describe, expect, test } from "vitest";
import { glimpseAt } from "./glimpse.ts";
import { MemoryVault } from "./memory-vault.ts";
import { activatedPhone, mpin } from "./testing/test-phone.ts";
import type { ActivatedRecord, VaultRecord } from "./vault-record.ts";

async function vaultOf(change: (record: ActivatedRecord) => VaultRecord): Promise<[MemoryVault, string]> {
  const { storage } = await activatedPhone();
  const record = await storage.read();
  if (record?.kind !== "activated") throw new TypeError("not activated");
  await storage.write(change(record));
  return [storage, record.server.origin];
}

describe("a glimpse at the vault", () => {
  test("says what the device itself says of a phone that is locked", async () => {
    const { storage, device } = await activatedPhone();
    await device.unlock("000000").catch(() => undefined);
    const record = await storage.read();
    if (record?.kind !== "activated") throw new TypeError("not activated");
    const { triesLeft, mpinPolicy } = device;
    expect(triesLeft).toBe(4);
    const glimpse = await glimpseAt(storage, record.server.origin);
    expect(glimpse).toEqual({ kind: "locked", mpin: mpinPolicy, triesLeft, passkey: false });
    await device.unlock(mpin);
    expect(await glimpseAt(storage, record.server.origin)).toMatchObject({ triesLeft: 5 });
  });

  test("sees that a phone is empty", async () => {
    expect(await glimpseAt(new MemoryVault(), "https://mtoken.example")).toEqual({ kind: "empty" });
  });

  test.each<[string, (record: ActivatedRecord) => VaultRecord]>([
    ["whose approval is awaited", (record) => ({ ...record, status: "awaiting-approval" })],
    [
      "that has ended",
      ({ server }) => ({ schema: 1, kind: "ended", reason: "blocked", origin: server.origin }),
    ],
    ["of a version that nobody knows", (record) => ({ ...record, schema: 2 as unknown as 1 })],
    [
      "whose mPIN is in doubt",
      (record) => ({
        ...record,
        keys: { ...record.keys, next: { salt: record.keys.salt, argon2: record.keys.argon2 } },
      }),
    ],
  ])("leaves a device to itself %s", async (_, change) => {
    expect(await glimpseAt(...(await vaultOf(change)))).toBeUndefined();
  });

  test("leaves another server's vault to the device, and one that can't be read", async () => {
    const [storage] = await vaultOf((record) => record);
    expect(await glimpseAt(storage, "https://elsewhere.example")).toBeUndefined();
    storage.read = () => Promise.reject(new Error("no disk"));
    expect(await glimpseAt(storage, "https://mtoken.example")).toBeUndefined();
  });
});
