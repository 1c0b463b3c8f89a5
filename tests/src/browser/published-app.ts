/**
 * The built phone app as a server serves it, in a folder of a test's own, and later versions of it: another name, and the worker and the
 * page that bear it. All else is the same build, which is what a browser goes by as well: `sw.js` differs by a byte or it does not.
 */
import { createHash } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const built = join(import.meta.dirname, "../../../apps/phone/dist");

export class PublishedApp {
  readonly folder: string;
  #version: string;

  constructor(folder: string) {
    // Without what was compressed beforehand, which would be of the first version for ever.
    cpSync(built, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
    this.folder = folder;
    this.#version = /<meta name="version" content="([^"]+)"/.exec(this.#read("index.html"))?.[1] ?? "";
    if (this.#version === "") throw new Error("The phone app names no version: run npm run build.");
  }

  get version(): string {
    return this.#version;
  }

  /** Serves a new version from now on; without a worker, whoever has one keeps it. */
  publish(name: string, { worker = true } = {}): string {
    const before = this.#version;
    this.#version = `${before.split("+")[0]}+${name}`;
    const page = this.#read("index.html").replace(before, this.#version);
    const integrity = `"path":"/","integrity":"sha384-${createHash("sha384").update(page).digest("base64")}"`;
    const script = this.#read("sw.js")
      .replace(before, this.#version)
      .replace(/"path":"\/","integrity":"[^"]+"/, () => integrity);
    writeFileSync(join(this.folder, "index.html"), page);
    if (worker) writeFileSync(join(this.folder, "sw.js"), script);
    else rmSync(join(this.folder, "sw.js"));
    return this.#version;
  }

  #read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }
}
