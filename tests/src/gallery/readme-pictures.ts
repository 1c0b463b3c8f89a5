/** The two pictures at the head of the README, kept in docs/pictures: a screen each, in the shape of what shows it. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { picturedApps } from "./apps.ts";
import { Preview } from "./preview.ts";

interface ReadmePicture {
  file: string;
  app: string;
  state: string;
  viewport: { width: number; height: number };
  /** What surrounds the screen. */
  frame: string;
}

const pictures: readonly ReadmePicture[] = [
  {
    file: "phone.png",
    app: "phone",
    state: "payment",
    viewport: { width: 390, height: 930 },
    frame: "border: 12px solid #12211f; border-radius: 48px",
  },
  {
    file: "sign-in-page.png",
    app: "sign-in",
    state: "waiting",
    viewport: { width: 980, height: 760 },
    frame: "border: 2px solid #b9bdb8; border-radius: 16px",
  },
];

const folder = join(import.meta.dirname, "../../../docs/pictures");
/** Who clones the repository, or reads the README on the road, pays for each of them. */
const mostBytes = 150_000;

export async function takeReadmePictures(browser: Browser): Promise<void> {
  for (const picture of pictures) {
    const path = join(folder, picture.file);
    await take(browser, picture, path);
    const { size } = statSync(path);
    if (size > mostBytes) throw new Error(`${picture.file} has ${size} bytes, and may have ${mostBytes}.`);
    console.log(`docs/pictures/${picture.file}: ${size} bytes`);
  }
}

async function take(browser: Browser, { app, state, viewport, frame }: ReadmePicture, path: string) {
  const pictured = picturedApps.find(({ name }) => name === app);
  if (pictured === undefined) throw new Error(`There is no app called ${app}.`);
  const preview = await Preview.open(pictured, browser, { scale: 2 });
  const { page } = preview;
  const wanted = preview.states.find(({ name }) => name === state);
  if (wanted === undefined) throw new Error(`${app} has no state called ${state}.`);

  await page.setViewportSize(viewport);
  await preview.show(wanted);
  const screen = (await page.screenshot({ animations: "disabled" })).toString("base64");
  await preview.close();

  const frames = await browser.newPage();
  await frames.setContent(
    `<style>body { margin: 0; width: max-content } img { display: block; width: ${viewport.width}px; ${frame} }</style>
     <img src="data:image/png;base64,${screen}">`,
  );
  await frames.locator("img").screenshot({ path, omitBackground: true });
  await frames.close();
}
