/**
 * How much the phone app loads before it can be used, compressed as it is sent: the page, its script and style, what those
 * import, and its largest language. That is what has to be there before the key pad takes digits (docs/performance.md).
 * What an mPIN is proven with comes behind that screen, and has a budget with it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const built = join(import.meta.dirname, "../../apps/phone/dist");
const assets = readdirSync(join(built, "assets"));
const page = readFileSync(join(built, "index.html"), "utf8");

const mostUntilUsable = 45_000;
const mostUntilProven = 76_000;

test("the lock can be used after 45 kB, and an mPIN proven after 76 kB", () => {
  const languages = assets.filter((name) => /^language-[a-z]+-.*\.js$/.test(name));
  expect(languages.length).toBeGreaterThan(0);
  const language = Math.max(...languages.map((name) => sizeOf(`assets/${name}`)));
  const first = new Set<string>();
  for (const [, path = ""] of page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g))
    take(path, first);
  expect(first.size).toBeGreaterThanOrEqual(2);
  const untilUsable = sizeOf("index.html") + sum(first) + language;
  expect(untilUsable).toBeLessThanOrEqual(mostUntilUsable);

  const behind = assets.find((name) => /^run-effects-.*\.js$/.test(name));
  take(`assets/${behind}`, first);
  expect(sizeOf("index.html") + sum(first) + language).toBeLessThanOrEqual(mostUntilProven);
});

/** A file, and whatever it imports at once. */
function take(path: string, taken: Set<string>): void {
  if (taken.has(path)) return;
  taken.add(path);
  if (!path.endsWith(".js")) return;
  const code = readFileSync(join(built, path), "utf8");
  for (const [, name = ""] of code.matchAll(/(?:import|from)\s*"\.\/([^"]+\.js)"/g))
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
