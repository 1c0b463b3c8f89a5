import { describe, expect, it } from "vitest";
import type { Places } from "./precache.ts";
import { Precache } from "./precache.ts";
import type { PrecacheList } from "./precache-list.ts";

const origin = "https://app.example.com";

/** A browser's caches and a server's files, as far as a precache sees them. */
class World {
  readonly caches = new Map<string, Map<string, string>>();
  readonly served = new Map<string, string>();
  readonly asked: string[] = [];
  isOffline = false;

  get places(): Places {
    const open = async (name: string) => {
      const entries = this.caches.get(name) ?? new Map<string, string>();
      this.caches.set(name, entries);
      return {
        match: async (path: string) => answerOf(entries.get(path)),
        put: async (path: string, response: Response) => void entries.set(path, await response.text()),
        keys: async () => [...entries.keys()].map((path) => ({ url: origin + path })),
      };
    };
    const caches = {
      open,
      delete: async (name: string) => this.caches.delete(name),
      keys: async () => [...this.caches.keys()],
      match: async (path: string) => {
        const found = [...this.caches.values()].find((entries) => entries.has(path));
        return answerOf(found?.get(path));
      },
    };
    return {
      caches: caches as unknown as Places["caches"],
      fetch: async (path, { integrity }) => {
        this.asked.push(path);
        const text = this.served.get(path);
        if (this.isOffline) throw new TypeError("no network");
        if (text === undefined) return new Response("", { status: 404 });
        if (integrity !== undefined && integrity !== `hash of ${text}`)
          throw new TypeError("another content");
        return new Response(text);
      },
    };
  }

  /** Serves a version whose files are of this text. */
  serve(version: string, texts: Record<string, string> = {}): Precache {
    const files = { "/": `page ${version}`, [`/assets/index-${version}.js`]: `code ${version}`, ...texts };
    for (const [path, text] of Object.entries(files)) this.served.set(path, text);
    const described = Object.entries(files).map(([path, text]) => ({ path, integrity: `hash of ${text}` }));
    const [shell, ...rest] = described;
    if (shell === undefined) throw new Error("there is a page");
    const isLanguage = ({ path }: { path: string }) => path.includes("language");
    const list: PrecacheList = {
      ...{ version, shell, files: rest.filter((file) => !isLanguage(file)) },
      languages: rest.filter(isLanguage),
    };
    return new Precache(list, this.places);
  }
}

function answerOf(text: string | undefined): Response | undefined {
  return text === undefined ? undefined : new Response(text);
}

const first = "11111111";
const second = "22222222";

describe("a version's files", () => {
  it("are taken whole, and answer without a network from then on", async () => {
    const world = new World();
    const precache = world.serve(first);
    await precache.install();
    world.isOffline = true;
    expect(await (await precache.shell()).text()).toBe(`page ${first}`);
    expect(await (await precache.file(`/assets/index-${first}.js`))?.text()).toBe(`code ${first}`);
    expect(await precache.file("/assets/other-33333333.js")).toBeUndefined();
  });

  it.each([
    ["is missing", undefined],
    ["has another content", "code of somebody else"],
  ])("are not taken when one of them %s", async (_name, text) => {
    const world = new World();
    const precache = world.serve(first);
    const path = `/assets/index-${first}.js`;
    if (text === undefined) world.served.delete(path);
    else world.served.set(path, text);
    await expect(precache.install()).rejects.toThrow();
    // Once from wherever it is quickest, once from the server itself.
    expect(world.asked.filter((asked) => asked === path)).toHaveLength(2);
  });

  it("are the network's again when one was lost, and come back", async () => {
    const world = new World();
    const precache = world.serve(first);
    await precache.install();
    world.caches.get(`mtoken-app-${first}`)?.delete(`/assets/index-${first}.js`);
    world.served.set("/", "page of the server");
    expect(await (await precache.shell()).text()).toBe("page of the server");
    // Without a network the page is still better than none.
    world.isOffline = true;
    expect(await (await precache.shell()).text()).toBe(`page ${first}`);
    world.isOffline = false;
    await precache.repair();
    expect(await (await precache.shell()).text()).toBe(`page ${first}`);
  });

  it("are the network's where the cache can't be read", async () => {
    const world = new World();
    await world.serve(first).install();
    const broken = {
      ...world.places,
      caches: {
        ...world.places.caches,
        open: () => Promise.reject(new Error("the disk is broken")),
      },
    };
    const shell = { path: "/", integrity: `hash of page ${first}` };
    const precache = new Precache({ version: first, shell, files: [], languages: [] }, broken);
    expect(await (await precache.shell()).text()).toBe(`page ${first}`);
    expect(await precache.file(`/assets/index-${first}.js`)).toBeUndefined();
  });

  it("are never a version before's where the name does not tell them apart", async () => {
    const world = new World();
    await world.serve(first, { "/icon.svg": "icon of before" }).install();
    const newer = world.serve(second, { "/icon.svg": "icon of now" });
    await newer.install();
    for (const path of ["/", "/icon.svg"]) world.caches.get(`mtoken-app-${second}`)?.delete(path);
    expect(await (await newer.shell()).text()).toBe(`page ${second}`);
    expect(await newer.file("/icon.svg")).toBeUndefined();
    world.isOffline = true;
    await expect(newer.shell()).rejects.toThrow();
  });

  it("stay for windows of a version before, until those are deleted", async () => {
    const world = new World();
    await world.serve(first).install();
    const newer = world.serve(second);
    await newer.install();
    expect(await (await newer.file(`/assets/index-${first}.js`))?.text()).toBe(`code ${first}`);
    expect(await (await newer.shell()).text()).toBe(`page ${second}`);
    await newer.deleteOlder();
    expect([...world.caches.keys()]).toEqual([`mtoken-app-${second}`]);
  });

  it("are not deleted by a version before, nor with somebody else's caches", async () => {
    const world = new World();
    world.caches.set("other", new Map());
    const older = world.serve(first);
    await older.install();
    await world.serve(second).install();
    await older.deleteOlder();
    expect([...world.caches.keys()]).toEqual(["other", `mtoken-app-${first}`, `mtoken-app-${second}`]);
  });
});

describe("languages", () => {
  const texts = (hash: string) => ({
    [`/assets/language-nl-${hash}.js`]: `Dutch ${hash}`,
    [`/assets/language-de-${hash}.js`]: `German ${hash}`,
  });

  it("are kept once they were used, and fetched with the next version", async () => {
    const world = new World();
    const precache = world.serve(first, texts(first));
    await precache.install();
    expect(await precache.file(`/assets/language-nl-${first}.js`)).toBeUndefined();
    await precache.keepLanguages([`/assets/language-nl-${first}.js`, "/v1/calls", "/assets/other.js"]);
    expect([...(world.caches.get(`mtoken-app-${first}`)?.keys() ?? [])]).toEqual([
      ...["/", `/assets/index-${first}.js`, `/assets/language-nl-${first}.js`],
    ]);

    await world.serve(second, texts(second)).install();
    expect([...(world.caches.get(`mtoken-app-${second}`)?.keys() ?? [])]).toEqual([
      ...["/", `/assets/index-${second}.js`, `/assets/language-nl-${second}.js`],
    ]);
  });
});
