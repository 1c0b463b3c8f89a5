/**
 * The pictures of docs/console.md and docs/operate.md, kept in docs/pictures: of the console's pages those that its words speak of, on a
 * computer, compressed.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { takeConsolePictures } from "./console-pictures.ts";

const folder = join(import.meta.dirname, "../../../docs/pictures");
/** Who clones the repository pays for each of them. */
const mostBytes = 60_000;

/** By their names in docs/pictures. */
const shown = {
  "console-emergency": "emergency-end",
  "console-approve": "devices-approve",
  "console-policy": "policy-change",
  "console-overview": "overview-of-all",
  "console-company-stop": "company-stop",
  "console-invited": "user-invited",
  "console-proposal": "proposal-of-another",
  "console-deliveries": "deliveries",
  "console-activity": "activity-of-user",
} as const;

export async function takeDocsPictures(browser: Browser, tell: (fault: string) => void): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), "mtoken-pictures-"));
  try {
    const words = Object.values(shown).map((name) => `console/${name}`);
    await takeConsolePictures(browser, { folder: place, words, tell });
    for (const [name, page] of Object.entries(shown)) {
      const picture = readFileSync(join(place, "console", `${page}-computer-light.png`));
      const bytes = await compressed(browser, picture);
      if (bytes.length > mostBytes) tell(`${name} has ${bytes.length} bytes, and may have ${mostBytes}`);
      writeFileSync(join(folder, `${name}.webp`), bytes);
      console.log(`docs/pictures/${name}.webp: ${bytes.length} bytes`);
    }
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** As WebP, and of a long page what a window shows of it. */
async function compressed(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const url = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = Math.min(image.height, 1000);
    canvas.getContext("2d")?.drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.75);
  }, png.toString("base64"));
  await page.close();
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}
