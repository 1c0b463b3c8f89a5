/**
 * Pictures of every preview state, at two sizes and in both colour schemes, and a look at what no eye sees: nothing
 * may stick out at 320 px.
 *
 *     node apps/phone/src/preview/take-pictures.ts [part of a name …]
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { createServer } from "vite";
import { previewStates } from "./preview-states.ts";

const app = fileURLToPath(new URL("../..", import.meta.url));
const folder = fileURLToPath(
  new URL("../../../../node_modules/.cache/mtoken-preview/phone", import.meta.url),
);
const sizes = { large: { width: 390, height: 844 }, small: { width: 320, height: 568 } } as const;
const schemes = ["light", "dark"] as const;

const wanted = process.argv.slice(2);
const names = Object.keys(previewStates).filter(
  (name) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const server = await createServer({ root: app, configFile: `${app}vite.config.ts`, server: { port: 0 } });
  await server.listen();
  const [address = ""] = server.resolvedUrls?.local ?? [];
  const browser = await chromium.launch({
    executablePath: process.env["MTOKEN_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  });
  for (const size of ["large", "small"] as const)
    for (const scheme of schemes) await takeAll(browser, { address, size, scheme });
  await browser.close();
  await server.close();
}

interface Setting {
  address: string;
  size: keyof typeof sizes;
  scheme: (typeof schemes)[number];
}

async function takeAll(browser: Browser, { address, size, scheme }: Setting): Promise<void> {
  const page = await browser.newPage({
    viewport: sizes[size],
    colorScheme: scheme,
    reducedMotion: "reduce",
    deviceScaleFactor: 2,
  });
  page.on("pageerror", (error) => process.stdout.write(`${page.url()}: ${error.message}\n`));
  for (const name of names) {
    await page.goto(`${address}preview.html?state=${name}`);
    await page.locator(".screen:not(.loading) h1").waitFor();
    if (name.startsWith("scan")) await page.locator(".viewfinder.running").waitFor();
    await page.screenshot({ path: `${folder}/${name}-${size}-${scheme}.png` });
    await tellOverflow(page, `${name}-${size}`);
  }
  await page.close();
}

async function tellOverflow(page: Page, name: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) process.stdout.write(`${name}: ${wide} px wider than the screen\n`);
}

await main();
