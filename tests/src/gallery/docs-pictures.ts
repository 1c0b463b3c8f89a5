/** The pictures of docs/console.md, kept in docs/pictures: of the console's pages those that its words speak of, on a computer. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { takeConsolePictures } from "./console-pictures.ts";

const folder = join(import.meta.dirname, "../../../docs/pictures");

/** By their names in docs/pictures. */
const shown = {
  "console-emergency": "emergency-end",
  "console-approve": "devices-approve",
  "console-policy": "policy-change",
} as const;

export async function takeDocsPictures(browser: Browser, tell: (fault: string) => void): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), "mtoken-pictures-"));
  try {
    const words = Object.values(shown).map((name) => `console/${name}`);
    await takeConsolePictures(browser, { folder: place, words, tell });
    for (const [name, page] of Object.entries(shown))
      copyFileSync(join(place, "console", `${page}-computer-light.png`), join(folder, `${name}.png`));
  } finally {
    rmSync(place, { recursive: true });
  }
}
