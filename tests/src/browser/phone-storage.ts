/** All that a phone's browser keeps for the app, laid open: what a thief of the phone would find. */
import type { Page } from "playwright-core";

/** What lies in the page's IndexedDB, taken apart. */
export interface Kept {
  /** Names of databases. */
  databases: string[];
  /** The records as they are, with keys and bytes described. */
  records: unknown[];
  /** Every text and number in them, names of members too. */
  texts: string[];
  /** Every run of bytes in them, in hexadecimal. */
  bytes: string[];
  keys: { type: string; algorithm: string; extractable: boolean; usages: string[] }[];
  /** How many of the runs of bytes are a private key that anybody could import. */
  openKeys: number;
  /** What lies in every other kind of storage. */
  elsewhere: string[];
}

/** Lays open what the page's origin keeps. */
export async function keptBy(page: Page): Promise<Kept> {
  const kept = await page.evaluate(layOpen);
  const cookies = await page.context().cookies();
  return { ...kept, elsewhere: [...kept.elsewhere, ...cookies.map(({ name }) => `cookie ${name}`)] };
}

/** Puts the vault aside, as a copied profile would; its keys can be copied, but not looked into. */
export async function copyVault(page: Page): Promise<void> {
  await page.evaluate(moveRecords, { from: "mtoken", to: "copy" });
}

/** Puts the copy in the vault's place. */
export async function restoreVault(page: Page): Promise<void> {
  await page.evaluate(moveRecords, { from: "copy", to: "mtoken" });
}

/** Runs in the page. */
async function moveRecords({ from, to }: { from: string; to: string }): Promise<void> {
  const open = (name: string): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("vault");
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  const done = (request: IDBRequest): Promise<unknown> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const [source, target] = await Promise.all([open(from), open(to)]);
  const record = await done(source.transaction("vault").objectStore("vault").get("device"));
  await done(target.transaction("vault", "readwrite").objectStore("vault").put(record, "device"));
  source.close();
  target.close();
}

/** Runs in the page, so all of it stands in one function. */
async function layOpen(): Promise<Kept> {
  const kept: Kept = {
    databases: [],
    records: [],
    texts: [],
    bytes: [],
    keys: [],
    openKeys: 0,
    elsewhere: [],
  };
  const runs: BufferSource[] = [];

  function describe(value: unknown): unknown {
    if (value instanceof CryptoKey) return describeKey(value);
    if (value instanceof ArrayBuffer) return describeBytes(new Uint8Array(value));
    if (ArrayBuffer.isView(value)) {
      return describeBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice());
    }
    if (Array.isArray(value)) return value.map((member) => describe(member));
    if (typeof value !== "object" || value === null) {
      kept.texts.push(String(value));
      return value;
    }
    const members = Object.entries(value).map(([name, member]): [string, unknown] => {
      kept.texts.push(name);
      return [name, describe(member)];
    });
    return Object.fromEntries(members);
  }

  function describeKey({ type, algorithm, extractable, usages }: CryptoKey): string {
    kept.keys.push({ type, algorithm: algorithm.name, extractable, usages: [...usages].sort() });
    return `${type} key`;
  }

  function describeBytes(bytes: Uint8Array<ArrayBuffer>): string {
    kept.bytes.push(Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
    runs.push(bytes);
    return `${bytes.length} bytes`;
  }

  async function isPrivateKey(bytes: BufferSource): Promise<boolean> {
    const algorithm = { name: "RSA-PSS", hash: "SHA-512" };
    return crypto.subtle.importKey("pkcs8", bytes, algorithm, false, ["sign"]).then(
      () => true,
      () => false,
    );
  }

  const finished = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  for (const { name = "" } of await indexedDB.databases()) {
    kept.databases.push(name);
    const database = await finished(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const records = await finished(database.transaction(store).objectStore(store).getAll());
      kept.records.push(...records.map((record) => describe(record)));
    }
    database.close();
  }
  for (const run of runs) if (await isPrivateKey(run)) kept.openKeys += 1;
  for (const [name, storage] of Object.entries({ localStorage, sessionStorage })) {
    for (const key of Object.keys(storage)) kept.elsewhere.push(`${name} ${key}`);
  }
  // The app's own files, by their names, are the same for everybody.
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) {
      const { origin, pathname } = new URL(url);
      const own =
        origin === location.origin &&
        /^\/(assets\/[^/]+|icons\/icon(-180\.png|\.svg)|manifest\.webmanifest)?$/.test(pathname);
      if (!own || url !== origin + pathname) kept.elsewhere.push(`cache ${name} ${url}`);
    }
  }
  async function list(folder: FileSystemDirectoryHandle, path: string): Promise<void> {
    for await (const [name, entry] of folder.entries()) {
      if (entry instanceof FileSystemDirectoryHandle) await list(entry, `${path}${name}/`);
      else kept.elsewhere.push(`file ${path}${name}`);
    }
  }
  await list(await navigator.storage.getDirectory(), "");
  for (const { scope } of await navigator.serviceWorker.getRegistrations()) {
    if (scope !== `${location.origin}/`) kept.elsewhere.push(`service worker ${scope}`);
  }
  return kept;
}
