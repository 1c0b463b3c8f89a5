/**
 * Pictures of every preview stage, at three sizes and in both colour schemes, and a look at what no eye sees: nothing
 * may stick out of the window, and the code has its 240 px.
 *
 *     node apps/sign-in/src/preview/take-pictures.ts [part of a name …]
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { createServer } from "vite";
import { previewStages } from "./preview-stages.ts";

const app = fileURLToPath(new URL("../..", import.meta.url));
const folder = fileURLToPath(
  new URL("../../../../node_modules/.cache/mtoken-preview/sign-in", import.meta.url),
);
const sizes = {
  large: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 568 },
} as const;
const schemes = ["light", "dark"] as const;

const wanted = process.argv.slice(2);
const names = Object.keys(previewStages).filter(
  (name) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);

interface Setting {
  address: string;
  size: keyof typeof sizes;
  scheme: (typeof schemes)[number];
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const server = await createServer({ root: app, configFile: `${app}vite.config.ts`, server: { port: 0 } });
  await server.listen();
  const [address = ""] = server.resolvedUrls?.local ?? [];
  const browser = await chromium.launch({
    executablePath: process.env["MTOKEN_CHROMIUM"] ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  for (const size of ["large", "phone", "small"] as const) {
    for (const scheme of schemes) await takeAll(browser, { address, size, scheme });
  }
  await browser.close();
  await server.close();
}

async function takeAll(browser: Browser, { address, size, scheme }: Setting): Promise<void> {
  const page = await browser.newPage({ viewport: sizes[size], colorScheme: scheme, reducedMotion: "reduce" });
  page.on("pageerror", (error) => process.stdout.write(`${page.url()}: ${error.message}\n`));
  for (const name of names) {
    await page.goto(`${address}preview.html?state=${name}`);
    await page.locator("h1").waitFor();
    await page.screenshot({ path: `${folder}/${name}-${size}-${scheme}.png`, fullPage: true });
    await tellSizes(page, `${name}-${size}`);
    if (name === "waiting") await takeEnlarged(page, `${folder}/enlarged-${size}-${scheme}.png`);
  }
  await page.close();
}

async function takeEnlarged(page: Page, path: string): Promise<void> {
  await page.getByRole("button", { name: "Enlarge the code" }).click();
  await page.getByRole("button", { name: "Hold each code longer" }).waitFor();
  await page.screenshot({ path });
  await page.keyboard.press("Escape");
}

async function tellSizes(page: Page, name: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) process.stdout.write(`${name}: ${wide} px wider than the window\n`);
  const code = await page.evaluate(
    () => document.querySelector(".qr-code .modules")?.getBoundingClientRect().width,
  );
  if (code !== undefined && code < 240) process.stdout.write(`${name}: the code has ${code} px\n`);
}

await main();
