/**
 * The files of one version of the app, in a cache of its own. A version is taken whole or not at all: every file must have the
 * hash that the build gave it. What is missing later (browsers do lose single entries) is the network's again.
 */
import type { PrecachedFile, PrecacheList } from "./precache-list.ts";

const prefix = "mtoken-app-";

/** Where the files come from and lie. */
export interface Places {
  caches: Pick<CacheStorage, "open" | "delete" | "keys" | "match">;
  fetch(path: string, options: RequestInit): Promise<Response>;
}

export class Precache {
  readonly #list: PrecacheList;
  readonly #places: Places;
  readonly #name: string;

  constructor(list: PrecacheList, places: Places) {
    this.#list = list;
    this.#places = places;
    this.#name = prefix + list.version;
  }

  /** Fetches everything, and the languages that the versions of before had kept. Rejects unless all of it is there. */
  async install(): Promise<void> {
    const spoken = await this.#spokenBefore();
    // Begun anew, it also is the last in the order of the caches (see `deleteOlder`).
    await this.#places.caches.delete(this.#name);
    await this.#add([this.#list.shell, ...this.#list.files, ...spoken]);
  }

  /** The page, from the cache when all that it will ask for is there too, else from the network. */
  async shell(): Promise<Response> {
    const { path } = this.#list.shell;
    const kept = await this.#find(path);
    if (kept !== undefined && (await this.#isWhole())) return kept;
    try {
      return await this.#places.fetch(path, { redirect: "error" });
    } catch (error) {
      if (kept !== undefined) return kept;
      throw error;
    }
  }

  /** A file of this version or of another one that a window still shows; undefined when it has to be fetched. */
  file(path: string): Promise<Response | undefined> {
    return this.#find(path, { anywhere: isNamedByContent(path) });
  }

  /** Keeps those of the paths that are this version's languages. */
  async keepLanguages(paths: readonly string[]): Promise<void> {
    const used = this.#list.languages.filter(({ path }) => paths.includes(path));
    const missing = await this.#missing(used);
    await this.#add(missing);
  }

  /** Brings back what was lost. */
  async repair(): Promise<void> {
    await this.#add(await this.#missing([this.#list.shell, ...this.#list.files]));
  }

  /** Deletes the versions of before. Caches are listed in the order that they were made: a newer one may wait. */
  async deleteOlder(): Promise<void> {
    const names = (await this.#places.caches.keys()).filter((name) => name.startsWith(prefix));
    const older = names.slice(0, Math.max(0, names.indexOf(this.#name)));
    await Promise.all(older.map((name) => this.#places.caches.delete(name)));
  }

  /** A cache that can't be read is as good as none. */
  async #find(path: string, { anywhere } = { anywhere: false }): Promise<Response | undefined> {
    try {
      const cache = await this.#places.caches.open(this.#name);
      const own = await cache.match(path);
      return own === undefined && anywhere ? await this.#places.caches.match(path) : own;
    } catch {
      return undefined;
    }
  }

  async #isWhole(): Promise<boolean> {
    return (await this.#missing(this.#list.files)).length === 0;
  }

  async #missing(files: readonly PrecachedFile[]): Promise<readonly PrecachedFile[]> {
    try {
      const cache = await this.#places.caches.open(this.#name);
      const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
      return files.filter(({ path }) => !there.has(path));
    } catch {
      return files;
    }
  }

  async #add(files: readonly PrecachedFile[]): Promise<void> {
    const cache = await this.#places.caches.open(this.#name);
    await Promise.all(files.map(async (file) => cache.put(file.path, await this.#fetchWhole(file))));
  }

  /** The browser's own cache may have it; where that is stale or broken, it comes from the server. */
  async #fetchWhole({ path, integrity }: PrecachedFile): Promise<Response> {
    const options = { integrity, redirect: "error" } as const;
    try {
      return requireOk(await this.#places.fetch(path, options));
    } catch {
      return requireOk(await this.#places.fetch(path, { ...options, cache: "reload" }));
    }
  }

  /** A language's file is named after it, and after its content, which changes with the version. */
  async #spokenBefore(): Promise<readonly PrecachedFile[]> {
    const names = (await this.#places.caches.keys()).filter((name) => name.startsWith(prefix));
    const kept = await Promise.all(
      names.map(async (name) => (await (await this.#places.caches.open(name)).keys()).map(({ url }) => url)),
    );
    const before = new Set(kept.flat().map((url) => withoutHash(new URL(url).pathname)));
    return this.#list.languages.filter(({ path }) => before.has(withoutHash(path)));
  }
}

function requireOk(response: Response): Response {
  if (!response.ok) throw new TypeError(`${response.status} for ${response.url}`);
  return response;
}

const hash = /-[\w-]{8}(?=\.\w+$)/;

/** Of such a name every version has the same file; of any other, each its own: the page of an older one may be withdrawn. */
function isNamedByContent(path: string): boolean {
  return hash.test(path);
}

function withoutHash(path: string): string {
  return path.replace(hash, "");
}
