/**
 * The build's last step: names the version after all that was built, and writes the service worker, `sw.js`, with the list of
 * files that make the app up. What lies in the built folder is what is hashed and listed, whoever put it there.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin, Rolldown } from "vite";
import { build } from "vite";
import manifest from "../../package.json" with { type: "json" };
import { linkedPaths, type PrecachedFile, type PrecacheList } from "../service-worker/precache-list.ts";

const source = join(import.meta.dirname, "../service-worker/service-worker.ts");
/** What index.html says of its version until it is built. */
const unbuilt = `${manifest.version}+development`;
const unlisted = "mtokenPrecacheList";

export interface ServiceWorkerOptions {
  /** Which of the files under assets/ are one language's texts each. */
  isLanguage(file: string): boolean;
}

export function serviceWorker({ isLanguage }: ServiceWorkerOptions): Plugin {
  let folder = "";
  return {
    name: "mtoken:service-worker",
    apply: "build",
    configResolved({ root, build: { outDir } }) {
      folder = join(root, outDir);
      if (outDir.startsWith("/")) folder = outDir;
    },
    async closeBundle() {
      const code = await bundle();
      const version = `${manifest.version}+${hashOf(folder, code)}`;
      const page = join(folder, "index.html");
      writeFileSync(page, nameVersion(readFileSync(page, "utf8"), version));
      requireLinked(readFileSync(page, "utf8"));
      const assets = readdirSync(join(folder, "assets"))
        .sort()
        .map((file) => `/assets/${file}`);
      const described = (paths: readonly string[]) => paths.map((path) => describe(path, join(folder, path)));
      const list: PrecacheList = {
        version,
        shell: describe("/", page),
        files: described([...assets.filter((path) => !isLanguage(basename(path))), ...linkedPaths]),
        languages: described(assets.filter((path) => isLanguage(basename(path)))),
      };
      writeFileSync(
        join(folder, "sw.js"),
        code.replace(unlisted, () => JSON.stringify(list)),
      );
    },
  };
}

/** One classic script without imports: what every browser that has service workers takes. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      target: "es2024",
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: source,
        output: { format: "iife", entryFileNames: "sw.js" },
        checks: { bundlerTimings: false },
      },
    },
  });
  const [chunk] = (built as Rolldown.RolldownOutput).output;
  return chunk.code;
}

function hashOf(folder: string, code: string): string {
  const hash = createHash("sha256").update(code);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "sw.js")
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const content = createHash("sha256").update(readFileSync(file)).digest("hex");
    hash.update(`\n${file.slice(folder.length)} ${content}`);
  }
  return hash.digest("hex").slice(0, 12);
}

function nameVersion(page: string, version: string): string {
  if (page.split(unbuilt).length !== 2) throw new Error(`index.html does not say ${unbuilt} once`);
  return page.replace(unbuilt, version);
}

/** What a page links to and its worker doesn't know would be missed without a connection. */
function requireLinked(page: string): void {
  const linked = [...page.matchAll(/<link [^>]*href="([^"]+)"/g)].map(([, path = ""]) => path);
  const others = linked.filter((path) => !path.startsWith("/assets/"));
  if (others.join() !== linkedPaths.join()) throw new Error(`index.html links to ${others.join()}`);
}

function describe(path: string, file: string): PrecachedFile {
  const digest = createHash("sha384").update(readFileSync(file)).digest("base64");
  return { path, integrity: `sha384-${digest}` };
}
