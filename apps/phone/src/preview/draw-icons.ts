/**
 * Draws the app's icons from the mark of @mtoken/look, for home screens that take no SVG. Run after the mark changed:
 *
 *     node apps/phone/src/preview/draw-icons.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { chromium } from "playwright-core";

const mark = readFileSync(fileURLToPath(import.meta.resolve("@mtoken/look/mark.svg")), "utf8");
const folder = fileURLToPath(new URL("../../public/icons/", import.meta.url));

/** Full to the edges: systems cut the corners themselves, and a maskable icon keeps its drawing in the middle. */
const square = mark.replace(/rx="[^"]*"/, "");
const maskable = square
  .replace('viewBox="0 0 32 32"', 'viewBox="-5 -5 42 42"')
  .replace(/<rect [^>]*fill="([^"]*)"[^>]*>/, '<rect x="-5" y="-5" width="42" height="42" fill="$1"/>');

async function draw(page: Page, svg: string, { name, size }: { name: string; size: number }): Promise<void> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  await page.screenshot({ path: `${folder}${name}.png`, omitBackground: true });
}

const browser = await chromium.launch({
  executablePath: process.env["MTOKEN_CHROMIUM"] ?? "/usr/bin/chromium",
});
const page = await browser.newPage();
writeFileSync(`${folder}icon.svg`, mark);
await draw(page, square, { name: "icon-180", size: 180 });
await draw(page, mark, { name: "icon-192", size: 192 });
await draw(page, mark, { name: "icon-512", size: 512 });
await draw(page, maskable, { name: "icon-maskable-512", size: 512 });
await browser.close();
