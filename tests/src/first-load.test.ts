/**
 * How much the phone app loads before it can be used, compressed as it is sent. By itself a page loads its script and style, what
 * those import, its largest language and what keeps it offline. The first finger or key brings the rest (docs/performance.md):
 * what works with the device, the inner screens, and at the first digit the thread that stretches the mPIN. The camera's decoder comes with
 * the camera. What the service worker puts aside for being offline is nothing that a screen waits for, and not in it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const built = join(import.meta.dirname, "../../apps/phone/dist");
const assets = readdirSync(join(built, "assets"));
const page = readFileSync(join(built, "index.html"), "utf8");

const mostByItself = 45_000;
const mostUntilHome = 117_500;

/** What code asks for while it runs, by its name before the hash, and when. Whatever is new has to say when it comes. */
const later = {
  byItself: ["keep-offline"],
  untilHome: [
    "run-effects",
    "inside",
    "push-subscription",
    "browser-passkeys",
    "notification-words",
    "stretch-worker",
  ],
  /** Screens that are seldom needed, renewing, enrolling or using a passkey, enrolling a computer, a phone without SIMD, the camera. */
  seldom: [
    "seldom",
    "renew-app",
    "passkey-enrolment",
    "passkey-proof",
    "computers",
    "argon2-plain",
    "setup",
    "decode",
    "reader-worker",
  ],
};

test("a visit loads 45 kB by itself, and an mPIN opens the home screen after 117.5 kB", () => {
  const languages = assets.filter((name) => /^language-[a-z]+-.*\.js$/.test(name));
  expect(languages.length).toBeGreaterThan(0);
  const language = Math.max(...languages.map((name) => sizeOf(`assets/${name}`)));
  const loaded = new Set<string>();
  for (const [, path = ""] of page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g))
    take(path, loaded);
  expect(loaded.size).toBeGreaterThanOrEqual(2);
  takeNamed(later.byItself, loaded);
  const rest = sizeOf("index.html") + language;
  expect(rest + sum(loaded)).toBeLessThanOrEqual(mostByItself);

  takeNamed(later.untilHome, loaded);
  expect(rest + sum(loaded)).toBeLessThanOrEqual(mostUntilHome);
  const known = Object.values(later).flat();
  const asked = [...loaded].flatMap(askedLater).filter((name) => !languages.includes(name));
  expect(asked.filter((name) => !known.includes(nameOf(name)))).toEqual([]);
});

function takeNamed(names: readonly string[], taken: Set<string>): void {
  for (const name of names) {
    const files = assets.filter((file) => nameOf(file) === name && /\.(js|css)$/.test(file));
    expect(files, name).not.toEqual([]);
    for (const file of files) take(`assets/${file}`, taken);
  }
}

/** The files that a script imports as it runs, and the workers that it begins. */
function askedLater(path: string): string[] {
  if (!path.endsWith(".js")) return [];
  const code = readFileSync(join(built, path), "utf8");
  const imports = [...code.matchAll(/import\(\s*[`"']\.\/([^`"']+\.js)[`"']/g)];
  const workers = [...code.matchAll(/[`"']\/assets\/([^`"']+\.js)[`"']/g)];
  return [...imports, ...workers].map(([, name = ""]) => name);
}

/** Without the hash that the build adds. */
function nameOf(file: string): string {
  return file.replace(/-[\w-]{8}\.(js|css)$/, "");
}

/** A file, and whatever it imports at once. */
function take(path: string, taken: Set<string>): void {
  if (taken.has(path)) return;
  taken.add(path);
  if (!path.endsWith(".js")) return;
  const code = readFileSync(join(built, path), "utf8");
  for (const [, name = ""] of code.matchAll(/(?:import|from)\s*[`"']\.\/([^`"']+\.js)[`"']/g))
    take(`assets/${name}`, taken);
}

function sum(paths: Iterable<string>): number {
  return [...paths].reduce((total, path) => total + sizeOf(path), 0);
}

/** As browsers get it over TLS. */
function sizeOf(path: string): number {
  const compressed = join(built, `${path}.br`);
  return statSync(existsSync(compressed) ? compressed : join(built, path)).size;
}
