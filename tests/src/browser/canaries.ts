/**
 * What must not be found on a phone: names, digits and secrets, looked for in all that the origin stores in every spelling that
 * matters; `memory.ts` looks for them in the page's memory.
 */
import type { Context } from "@mtoken/server";
import type { Page } from "playwright-core";

/** Something to look for. */
export interface Canary {
  name: string;
  bytes: Uint8Array;
}

export function ofText(...texts: string[]): Canary[] {
  return texts.map((text) => ({ name: text, bytes: new TextEncoder().encode(text) }));
}

/** Secrets that only the server could name: a phone has them while it works, and never keeps them. */
export async function ofServer({ database, sealer }: Context): Promise<Canary[]> {
  const devices = await database.kysely
    .selectFrom("devices")
    .select(["id", "sealed_share", "sealed_verifier"])
    .execute();
  const sessions = await database.kysely.selectFrom("sessions").select(["id", "sealed_keys"]).execute();
  const passkeys = await database.kysely
    .selectFrom("biometric_factors")
    .select(["device_id", "sealed_verifier"])
    .execute();
  const canaries: Canary[] = [];
  for (const { device_id: row, sealed_verifier: verifier } of passkeys) {
    const at = { table: "biometric_factors", column: "sealed_verifier", row } as const;
    canaries.push({ name: "a passkey's verifier", bytes: sealer.open(at, verifier) });
  }
  for (const { id, sealed_share: share, sealed_verifier: verifier } of devices) {
    const at = { table: "devices", row: id } as const;
    if (share)
      canaries.push({ name: "a share", bytes: sealer.open({ ...at, column: "sealed_share" }, share) });
    if (verifier)
      canaries.push({
        name: "a verifier",
        bytes: sealer.open({ ...at, column: "sealed_verifier" }, verifier),
      });
  }
  for (const { id, sealed_keys } of sessions) {
    const keys = sealer.open({ table: "sessions", column: "sealed_keys", row: id }, sealed_keys);
    canaries.push({ name: "keys of a session", bytes: keys.subarray(0, 64) });
    canaries.push({ name: "keys of a session", bytes: keys.subarray(64) });
  }
  return canaries;
}

/** Where the origin's storage has any of them: an empty list is what a test wants. */
export async function foundInStorage(page: Page, canaries: readonly Canary[]): Promise<string[]> {
  const needles = canaries.flatMap(({ name, bytes }) =>
    spellings(bytes).map(({ spelling, bytes: spelled }) => ({
      name: `${name}, ${spelling}`,
      text: asCharacters(spelled),
    })),
  );
  const found = await page.evaluate(search, needles);
  const cookies = JSON.stringify(await page.context().cookies(page.url()));
  const inCookies = needles
    .filter(({ text }) => cookies.includes(text))
    .map(({ name }) => `${name}: a cookie`);
  return [...found, ...inCookies];
}

/** As it is, in UTF-16, in hexadecimal, as addresses and cookies have it, and in base64 wherever it may begin. */
function spellings(bytes: Uint8Array): { spelling: string; bytes: Uint8Array }[] {
  const plain = Buffer.from(bytes);
  const text = new TextDecoder().decode(bytes);
  const hex = plain.toString("hex");
  const texts = [hex, hex.toUpperCase(), encodeURIComponent(text), ...base64Cores(plain)];
  const wide = Buffer.from(text, "utf16le");
  return [
    { spelling: "as it is", bytes: plain },
    { spelling: "UTF-16, little end first", bytes: wide },
    { spelling: "UTF-16, big end first", bytes: Buffer.from(wide).swap16() },
    ...texts.map((text) => ({ spelling: "written out", bytes: Buffer.from(text) })),
  ];
}

/** The characters that are the same whatever stands before and after: those of whole groups of six bits. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor((padded.length * 8) / 6);
    return (["base64", "base64url"] as const).map((kind) => padded.toString(kind).slice(first, last));
  });
}

/** One character for each byte, as `search` reads what is stored. */
function asCharacters(bytes: Uint8Array): string {
  return new TextDecoder("x-user-defined").decode(bytes);
}

/** Runs in the page, so all of it stands in one function. */
async function search(needles: { name: string; text: string }[]): Promise<string[]> {
  const found: string[] = [];

  function look(place: string, bytes: BufferSource): void {
    const text = new TextDecoder("x-user-defined").decode(bytes);
    for (const needle of needles) if (text.includes(needle.text)) found.push(`${needle.name}: ${place}`);
  }

  const encoder = new TextEncoder();
  async function lookInto(place: string, value: unknown): Promise<void> {
    // A key says nothing but what it is, which the records' description has.
    if (value instanceof CryptoKey || value === null || value === undefined) return;
    if (typeof value !== "object") look(place, encoder.encode(String(value)));
    else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) look(place, value as BufferSource);
    else if (value instanceof Blob) look(place, await value.arrayBuffer());
    else if (value instanceof Map || value instanceof Set) await lookInto(place, [...value]);
    else await lookIntoMembers(place, value);
  }

  async function lookIntoMembers(place: string, value: object): Promise<void> {
    for (const [name, member] of Object.entries(value)) {
      look(`${place}, a name`, encoder.encode(name));
      await lookInto(`${place}.${name}`, member);
    }
  }

  async function lookIntoFolder(place: string, folder: FileSystemDirectoryHandle): Promise<void> {
    for await (const [name, entry] of folder.entries()) {
      await lookInto(`${place}, a name`, name);
      if (entry instanceof FileSystemDirectoryHandle) await lookIntoFolder(`${place}/${name}`, entry);
      else if (entry instanceof FileSystemFileHandle)
        await lookInto(`${place}/${name}`, await entry.getFile());
    }
  }

  const finished = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  for (const { name = "" } of await indexedDB.databases()) {
    await lookInto("the name of a database", name);
    const database = await finished(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      await lookInto("the name of a store", store);
      const from = database.transaction(store).objectStore(store);
      const [keys, records] = await Promise.all([finished(from.getAllKeys()), finished(from.getAll())]);
      await lookInto(`${name}/${store}, a key`, keys);
      await lookInto(`${name}/${store}`, records);
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    await lookInto("the name of a cache", name);
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      await lookInto(`${name}, an address`, request.url);
      const response = await cache.match(request);
      if (response === undefined) continue;
      await lookInto(`${name}, headers`, [...response.headers].flat());
      look(`${name}: ${request.url}`, await response.arrayBuffer());
    }
  }
  for (const [kind, storage] of Object.entries({ localStorage, sessionStorage }))
    await lookInto(kind, { ...storage });
  await lookIntoFolder("a file", await navigator.storage.getDirectory());
  return found;
}
