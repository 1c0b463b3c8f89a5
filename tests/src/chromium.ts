/** Starts the Chromium that the tests use: the same one that `npm test` finds or installs before them. */
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions } from "playwright-core";
import { chromium } from "playwright-core";
import { findChromium } from "../../scripts/find-programs.mjs";

/** No connections of Chromium's own, and no sandbox for root, who has none to give. */
const flags = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** A browser without a profile: every context starts empty. `more` are flags beyond the usual ones. */
export function launchChromium(...more: string[]): Promise<Browser> {
  return chromium.launch(options(more));
}

/** What a profile is like besides: flags beyond the usual ones, its screen, its language. */
export interface ProfileOptions extends BrowserContextOptions {
  flags?: readonly string[];
}

/** A browser with a profile that outlives it: keys in IndexedDB are lost any other way. */
export function launchProfile(
  directory: string,
  { flags: more = [], ...screen }: ProfileOptions = {},
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(directory, { ...options(more), ...screen });
}

function options(more: readonly string[]): LaunchOptions {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error("No Chromium was found: install one, or name it in MTOKEN_CHROMIUM.");
  }
  return { executablePath, args: [...flags, ...more] };
}
