/**
 * The searches that other tests trust to find nothing (browser/canaries.ts, browser/memory.ts, browser/phone-storage.ts) find a secret wherever a
 * page can put one, in every spelling that matters; and the watch (browser/watch.ts) sees what a thread was stopped from.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { foundInStorage, ofText } from "./browser/canaries.ts";
import { foundInMemory, watchBuffers } from "./browser/memory.ts";
import { keptBy } from "./browser/phone-storage.ts";
import { Watch } from "./browser/watch.ts";
import { launchChromium } from "./chromium.ts";

const secret = "Müller 739154";
const canaries = ofText(secret);

let browser: Browser;
let page: Page;
let origins = 0;

beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
  await watchBuffers(page.context());
  await page.route("**", (route) =>
    route.fulfill({ contentType: "text/html", body: "<title>mtoken</title>" }),
  );
});

// An origin that keeps nothing yet.
beforeEach(async () => {
  origins += 1;
  await page.context().clearCookies();
  await page.goto(`http://origin-${origins}.localhost:9`);
  expect(await foundInStorage(page, canaries)).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
});

interface Putting {
  database: string;
  store: string;
  key: string;
  value: string;
  /** What of the record the value is. */
  as: "member" | "name" | "map" | "set" | "file";
}

/** Runs in the page: keeps a value in a database. */
async function put({ database, store, key, value, as }: Putting): Promise<void> {
  const opening = indexedDB.open(database, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  await new Promise((resolve) => {
    opening.onsuccess = resolve;
  });
  const record = {
    member: () => value,
    name: () => ({ [value]: 1 }),
    map: () => new Map([["x", value]]),
    set: () => new Set([value]),
    file: () => new Blob([value]),
  };
  const writing = opening.result.transaction(store, "readwrite");
  writing.objectStore(store).put({ deep: [record[as]()] }, key);
  await new Promise((resolve) => {
    writing.oncomplete = resolve;
  });
  opening.result.close();
}

/** Keeps a record of no meaning but for what is given. */
function putting(given: Partial<Putting>): () => Promise<void> {
  const plain: Putting = { database: "a", store: "b", key: "c", value: "d", as: "member" };
  return () => page.evaluate(put, { ...plain, ...given });
}

const places: [where: string, keep: () => Promise<unknown>][] = [
  ["a record", putting({ value: secret })],
  ["the name of a member", putting({ value: secret, as: "name" })],
  ["the key of a record", putting({ key: secret })],
  ["the name of a store", putting({ store: secret })],
  ["the name of a database", putting({ database: secret })],
  ["a map in a record", putting({ value: secret, as: "map" })],
  ["a set in a record", putting({ value: secret, as: "set" })],
  ["a file in a record", putting({ value: secret, as: "file" })],
  ["localStorage", () => page.evaluate((text) => localStorage.setItem("x", `…${text}…`), secret)],
  ["a key of localStorage", () => page.evaluate((text) => localStorage.setItem(text, "x"), secret)],
  ["sessionStorage", () => page.evaluate((text) => sessionStorage.setItem("x", text), secret)],
  [
    "a cookie that scripts can't see",
    () =>
      page
        .context()
        .addCookies([{ name: "x", value: encodeURIComponent(secret), url: page.url(), httpOnly: true }]),
  ],
  [
    "a cached answer",
    () => page.evaluate(async (text) => (await caches.open("x")).put("/x", new Response(text)), secret),
  ],
  [
    "the address of a cached answer",
    () => page.evaluate(async (text) => (await caches.open("x")).put(`/x?${text}`, new Response("")), secret),
  ],
  [
    "the headers of a cached answer",
    () =>
      page.evaluate(async (text) => {
        const headers = { "x-x": btoa(unescape(encodeURIComponent(text))) };
        await (await caches.open("x")).put("/x", new Response("", { headers }));
      }, secret),
  ],
  ["the name of a cache", () => page.evaluate((text) => caches.open(text), secret)],
  [
    "a file of the origin's own",
    () =>
      page.evaluate(async (text) => {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("x", {
          create: true,
        });
        const file = await (await folder.getFileHandle("y", { create: true })).createWritable();
        await file.write(text);
        await file.close();
      }, secret),
  ],
];

test.each(places)("a secret is found in %s", async (_where, keep) => {
  await keep();
  expect(await foundInStorage(page, canaries)).not.toEqual([]);
});

test.each<[string, (bytes: Buffer) => Buffer]>([
  ["as bytes", (bytes) => bytes],
  ["in UTF-16", (bytes) => Buffer.from(bytes.toString(), "utf16le")],
  ["in hexadecimal", (bytes) => Buffer.from(bytes.toString("hex").toUpperCase())],
  ["in base64", (bytes) => Buffer.from(bytes.toString("base64"))],
  [
    "in base64 in the midst of others",
    (bytes) => Buffer.from(Buffer.concat([Buffer.from("xy"), bytes, Buffer.from("z")]).toString("base64url")),
  ],
])("a secret is found %s", async (_how, spell) => {
  const bytes = [...spell(Buffer.from(secret))];
  await page.evaluate(async (given) => {
    const response = new Response(Uint8Array.from([1, 2, 3, ...given, 4]));
    await (await caches.open("x")).put("/x", response);
  }, bytes);
  expect(await foundInStorage(page, canaries)).not.toEqual([]);
});

/** Each holds the secret, of which it is given the bytes, in a way of its own. */
const holders: [how: string, hold: (bytes: number[]) => unknown][] = [
  ["a text", (bytes) => ({ deep: String.fromCharCode(...bytes) })],
  ["an array", (bytes) => ({ deep: [Uint8Array.from(bytes)] })],
  ["what was cut out of an array", (bytes) => new Uint8Array([0, ...bytes, 0]).slice(1, -1)],
  [
    "an array that a function remembers",
    (bytes) => {
      const kept = new Uint8Array(bytes);
      return () => kept.length;
    },
  ],
  [
    "an array of a class's own",
    (bytes) => {
      class Keeper {
        readonly #kept = Uint8Array.from(bytes);
        get length(): number {
          return this.#kept.length;
        }
      }
      return new Keeper();
    },
  ],
  ["what the browser wrote down", (bytes) => new TextEncoder().encode(String.fromCharCode(...bytes))],
  ["what the browser read", (bytes) => new Blob([Uint8Array.from(bytes)]).arrayBuffer()],
  [
    "WebAssembly's memory",
    (bytes) => {
      const memory = new WebAssembly.Memory({ initial: 4 });
      new Uint8Array(memory.buffer).set(bytes, 100_000);
      return memory;
    },
  ],
];

test("a secret is found in the page's memory whatever holds it, and no longer once nothing leads to it", async () => {
  const held = holders.map(([how], position) => ({ how, text: `Muller ${739_154 + position}` }));
  const sought = held.map(({ how, text }) => ({ name: how, bytes: Buffer.from(text) }));
  const holding = holders.map(
    ([, hold], position) =>
      `await (${String(hold)})(${JSON.stringify([...(sought[position]?.bytes ?? [])])})`,
  );
  await page.evaluate(
    `(async () => void Object.assign(globalThis, { mtoken: {}, held: [${holding.join()}] }))()`,
  );
  const found = await foundInMemory(page, sought);
  for (const { how } of held) expect(found.join("\n")).toContain(`${how}: `);
  await page.evaluate(() => Reflect.deleteProperty(globalThis, "held"));
  expect(await foundInMemory(page, sought)).toEqual([]);
});

test("what is kept outside of the vault is listed, and so are keys that can be taken out", async () => {
  expect((await keptBy(page)).elsewhere).toEqual([]);
  for (const where of [
    "localStorage",
    "sessionStorage",
    "a cookie that scripts can't see",
    "a cached answer",
    "a file of the origin's own",
  ])
    await places.find(([name]) => name === where)?.[1]();
  const names = [`cache x ${page.url()}x`, "cookie x", "file x/y", "localStorage x", "sessionStorage x"];
  expect((await keptBy(page)).elsewhere.sort()).toEqual(names);

  const pkcs8 = await page.evaluate(async () => {
    const parameters = {
      name: "RSA-PSS",
      hash: "SHA-512",
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    };
    const { privateKey } = await crypto.subtle.generateKey(parameters, true, ["sign", "verify"]);
    const opening = indexedDB.open("keys", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const writing = opening.result.transaction("keys", "readwrite");
    const store = writing.objectStore("keys");
    const bytes = await crypto.subtle.exportKey("pkcs8", privateKey).catch(() => undefined);
    store.put(privateKey, "key");
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
    opening.result.close();
    return bytes === undefined ? [] : [...new Uint8Array(bytes)];
  });
  const kept = await keptBy(page);
  expect(kept.keys).toMatchObject([{ type: "private", extractable: true }]);
  expect(kept.openKeys).toBe(0);
  await page.evaluate(async (bytes) => {
    const opening = indexedDB.open("bytes", 1);
    opening.onupgradeneeded = () =>
      opening.result.createObjectStore("bytes").put(new Uint8Array(bytes), "key");
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    opening.result.close();
  }, pkcs8);
  expect((await keptBy(page)).openKeys).toBe(1);
});

test("a thread that its policy stops is seen, at its first line already", async () => {
  const elsewhere = "http://elsewhere.invalid/";
  const server = createServer(({ url }, answer) => {
    const isThread = url === "/thread.js";
    answer.setHeader("content-type", isThread ? "text/javascript" : "text/html");
    answer.setHeader("content-security-policy", "default-src 'none'; worker-src 'self'; connect-src 'self'");
    answer.end(isThread ? `fetch("${elsewhere}").catch(() => undefined);` : "<title>mtoken</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const watch = new Watch([origin]);
  const context = await browser.newContext();
  await watch.follow(context, "thread");
  const watched = await context.newPage();
  await watched.goto(origin);
  await watched.evaluate(() => void Object.assign(globalThis, { thread: new Worker("/thread.js") }));
  const seen: string[] = [];
  const look = (): string => {
    seen.push(...watch.take());
    return seen.join();
  };
  await expect.poll(look, { timeout: 20_000 }).toContain(`policy violation: connect-src ${elsewhere}`);
  await context.close();
  server.close();
});
