/**
 * What a page can still reach in its memory, after everything unreachable was thrown away: texts, by a snapshot of its heap; bytes, by
 * the buffers that are alive; keys that can't be taken out, by using them. A snapshot itself has no bytes of buffers.
 */
import type { BrowserContext, CDPSession, Page } from "playwright-core";
import type { Canary } from "./canaries.ts";

/** What the page is given so that its buffers can be looked through. */
interface Watching {
  buffersAtTest?: () => ArrayBufferLike[];
}

/** Has every page that is loaded from now on tell which buffers it made and still has: {@link foundInMemory} needs it for bytes. */
export async function watchBuffers(context: BrowserContext): Promise<void> {
  await context.addInitScript(noteBuffers);
}

/** Which of them the page could still reach. */
export async function foundInMemory(page: Page, canaries: readonly Canary[]): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const texts = textsAlive(await takeSnapshot(session));
    const found = canaries.flatMap(({ name, bytes }) => {
      const words = [new TextDecoder().decode(bytes), Buffer.from(bytes).toString("base64url")];
      return texts
        .filter((text) => words.some((word) => text.includes(word)))
        .map((text) => `${name}: ${text.slice(0, 80)}`);
    });
    return [...found, ...(await foundInBuffers(session, canaries)), ...threadsOf(page)];
  } finally {
    await session.detach();
  }
}

/** How many live private keys sign as the key of the vault's certificate does, or are any private key where there is no vault. */
export async function signingKeysInMemory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send("HeapProfiler.collectGarbage");
    const keys = await allOf(session, "CryptoKey");
    return await callOn<number>(session, keys, countSigningKeys);
  } finally {
    await session.detach();
  }
}

async function takeSnapshot(session: CDPSession): Promise<string> {
  const chunks: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  return chunks.join("");
}

function textsAlive(snapshot: string): string[] {
  const { strings }: { strings: string[] } = JSON.parse(snapshot);
  if (!strings.some((text) => text.includes("mtoken"))) throw new Error("The snapshot is not of the app.");
  return strings;
}

async function foundInBuffers(session: CDPSession, canaries: readonly Canary[]): Promise<string[]> {
  const needles = canaries.map(({ name, bytes }) => ({ name, bytes: [...bytes] }));
  const memories = await allOf(session, "WebAssembly.Memory");
  return callOn<string[]>(session, memories, searchBuffers, { value: needles });
}

/** A thread's memory goes with the thread. That which stretches an mPIN ends soon after its last work. */
function threadsOf(page: Page): string[] {
  return page
    .workers()
    .filter((worker) => worker.url().includes("stretch"))
    .map((worker) => `a thread: ${worker.url()}`);
}

/** A handle of an array of all objects of a kind. Chromium gives no buffers that way: they are noted as they are made. */
async function allOf(session: CDPSession, kind: string): Promise<string> {
  const { result } = await session.send("Runtime.evaluate", { expression: `${kind}.prototype` });
  const prototypeObjectId = result.objectId ?? "";
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId });
  return objects.objectId ?? "";
}

async function callOn<T>(
  session: CDPSession,
  objectId: string,
  run: (this: never, ...given: never[]) => unknown,
  ...given: { objectId?: string; value?: unknown }[]
): Promise<T> {
  const { result, exceptionDetails } = await session.send("Runtime.callFunctionOn", {
    ...{ objectId, functionDeclaration: String(run), arguments: given },
    ...{ returnByValue: true, awaitPromise: true },
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/** Runs in the page. */
function searchBuffers(this: WebAssembly.Memory[], needles: { name: string; bytes: number[] }[]): string[] {
  const { buffersAtTest } = globalThis as Watching;
  const alive = new Set([...this.map(({ buffer }) => buffer), ...(buffersAtTest?.() ?? [])]);
  const decoder = new TextDecoder("x-user-defined");
  const texts = needles.map(({ name, bytes }) => ({ name, text: decoder.decode(Uint8Array.from(bytes)) }));
  return [...alive].flatMap((buffer) => {
    const held = decoder.decode(buffer);
    return texts
      .filter(({ text }) => held.includes(text))
      .map(({ name }) => `${name}: a buffer of ${buffer.byteLength}`);
  });
}

/** Runs in the page, before its own scripts: notes each buffer that it makes or is given, for as long as something else leads to it. */
function noteBuffers(): void {
  // An empty page, before anything is loaded, has no such keys.
  if (!isSecureContext) return;
  const alive = new Set<WeakRef<ArrayBufferLike>>();
  const known = new WeakSet<ArrayBufferLike>();
  const collected = new FinalizationRegistry<WeakRef<ArrayBufferLike>>((gone) => alive.delete(gone));
  function note(buffer: ArrayBufferLike): void {
    if (known.has(buffer)) return;
    const noted = new WeakRef(buffer);
    known.add(buffer);
    alive.add(noted);
    collected.register(buffer, noted);
  }
  function noteIn(given: unknown): void {
    if (ArrayBuffer.isView(given)) note(given.buffer);
    else if (given instanceof ArrayBuffer) note(given);
  }

  const kinds = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Uint16Array,
    Uint32Array,
    BigUint64Array,
    DataView,
  };
  for (const [name, kind] of Object.entries(kinds)) {
    const noting = new Proxy(kind, {
      construct(target, given, newTarget) {
        const made: ArrayBufferView = Reflect.construct(target, given, newTarget);
        noteIn(made);
        return made;
      },
    });
    // What `slice` and the like construct by.
    Object.defineProperty(kind.prototype, "constructor", { value: noting });
    Object.defineProperty(globalThis, name, { value: noting });
  }
  const givers: [of: object, names: string[]][] = [
    [TextEncoder.prototype, ["encode"]],
    [Blob.prototype, ["arrayBuffer", "bytes"]],
    [Response.prototype, ["arrayBuffer", "bytes"]],
    [SubtleCrypto.prototype, ["digest", "sign", "encrypt", "decrypt", "deriveBits", "exportKey", "wrapKey"]],
  ];
  for (const [of, names] of givers)
    for (const name of names) {
      const give: (...asked: unknown[]) => unknown = Reflect.get(of, name);
      Reflect.set(of, name, function (this: unknown, ...asked: unknown[]) {
        const given = give.apply(this, asked);
        if (given instanceof Promise) given.then(noteIn, () => undefined);
        else noteIn(given);
        return given;
      });
    }
  const message = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")?.get;
  Object.defineProperty(MessageEvent.prototype, "data", {
    get() {
      const data: unknown = message?.call(this);
      if (typeof data === "object") for (const part of [data, ...Object.values(data ?? {})]) noteIn(part);
      return data;
    },
  });
  const buffersAtTest = () => [...alive].flatMap((noted) => noted.deref() ?? []);
  Object.defineProperty(globalThis, "buffersAtTest", { value: buffersAtTest });
}

/** Runs in the page. */
async function countSigningKeys(this: CryptoKey[]): Promise<number> {
  const finished = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await finished(indexedDB.open("mtoken", 1));
  const record = await finished(database.transaction("vault").objectStore("vault").get("device"));
  database.close();
  const keys = this.filter(({ type }) => type === "private");
  if (record?.signingKey === undefined) return keys.length;
  const algorithm = { name: "RSA-PSS", hash: "SHA-512", saltLength: 64 };
  const { publicKey } = record.signingKey;
  const check = await crypto.subtle.importKey("jwk", publicKey, algorithm, false, ["verify"]);
  const data = new Uint8Array(8);
  const checked = keys.map(async (key) =>
    crypto.subtle.verify(algorithm, check, await crypto.subtle.sign(algorithm, key, data), data),
  );
  return (await Promise.all(checked)).filter(Boolean).length;
}
