/** What a locked phone keeps, held against the list in docs/protocol.md §3. */
import { expect } from "vitest";
import type { PhonePage } from "./phone-page.ts";
import { keptBy } from "./phone-storage.ts";

/** What only some phones keep. */
export interface Additions {
  /** Members of the vault's keys. */
  keys?: string[];
  /** Entries of other kinds of storage. */
  elsewhere?: string[];
}

export const lockedKeys = [
  { type: "private", algorithm: "RSA-PSS", extractable: false, usages: ["sign"] },
  { type: "secret", algorithm: "HMAC", extractable: false, usages: ["sign"] },
];

/** Keys that can't be taken out, the signing key under a lock that only the server opens, and nothing that isn't listed. */
export async function expectOnlyListed({ page }: PhonePage, additions: Additions = {}): Promise<void> {
  const kept = await keptBy(page);
  expect(kept).toMatchObject({ databases: ["mtoken"], openKeys: 0 });
  expect(kept.elsewhere.sort()).toEqual(
    ["localStorage mtoken-activated", ...(additions.elsewhere ?? [])].sort(),
  );
  expect(kept.records).toHaveLength(1);
  const [record] = kept.records as Record<string, object>[];
  expect(membersOf(record)).toEqual([
    ...["certificate", "keys", "kind", "mpin", "owner", "schema", "server", "signingKey", "status"],
  ]);
  const always = ["argon2", "counter", "device", "deviceKey", "deviceSecret", "group", "salt", "triesLeft"];
  expect(membersOf(record?.["keys"])).toEqual([...always, ...(additions.keys ?? [])].sort());
  expect(membersOf(record?.["server"])).toEqual(["fetchedAt", "jwks", "origin", "pins"]);
  expect(membersOf(record?.["signingKey"])).toEqual(["iv", "publicKey", "wrapped"]);
  expect(membersOf(record?.["owner"])).toEqual(["company", "user"]);
  expect(kept.keys.filter(({ type }) => type !== "public")).toEqual(lockedKeys);
}

/** What the user chose for the app's looks and words, as it is kept. */
export async function keptPreferences({ page }: PhonePage): Promise<unknown> {
  return JSON.parse((await page.evaluate(() => localStorage.getItem("mtoken-preferences"))) ?? "{}");
}

export function membersOf(record: unknown): string[] {
  return Object.keys(record as object).sort();
}
