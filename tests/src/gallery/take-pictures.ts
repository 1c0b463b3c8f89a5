/** Pictures of the states of an app, on each of its windows and in both colour schemes; and what no eye sees in them. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Size } from "./apps.ts";
import { schemes, smallest } from "./apps.ts";
import type { Preview, State } from "./preview.ts";

/** The pictures of one state, as paths from the gallery's folder. */
export interface Pictured {
  name: string;
  pictures: string[];
}

/** A QR code that is smaller can't be read from an arm's length. */
const smallestCode = 240;

/** Takes the pictures of those states whose names have one of the words, or of all when there are none. */
export async function takePictures(
  preview: Preview,
  { folder, words, tell }: { folder: string; words: readonly string[]; tell(fault: string): void },
): Promise<Pictured[]> {
  const { app, page } = preview;
  mkdirSync(join(folder, app.name), { recursive: true });
  const pictured: Pictured[] = [];
  for (const state of preview.states) {
    if (words.length > 0 && !words.some((word) => `${app.name}/${state.name}`.includes(word))) continue;
    await preview.show(state);
    pictured.push({ name: state.name, pictures: await takeAll(preview, state, folder) });
    for (const size of [...Object.values(app.sizes), smallest]) {
      for (const fault of await faultsAt(page, size)) {
        tell(`${app.name}/${state.name} at ${size.width} px: ${fault}`);
      }
    }
  }
  return pictured;
}

async function takeAll({ app, page }: Preview, { name }: State, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [size, viewport] of Object.entries(app.sizes)) {
    await page.setViewportSize(viewport);
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      const path = `${app.name}/${name}-${size}-${scheme}.png`;
      await page.screenshot({ path: join(folder, path), fullPage: app.whole, animations: "disabled" });
      paths.push(path);
    }
  }
  return paths;
}

async function faultsAt(page: Page, size: Size): Promise<string[]> {
  await page.setViewportSize(size);
  const { over, code } = await page.evaluate(() => ({
    over: document.documentElement.scrollWidth - innerWidth,
    code: document.querySelector(".qr-code .modules")?.getBoundingClientRect().width,
  }));
  return [
    ...(over > 0 ? [`${over} px wider than the window`] : []),
    ...(code !== undefined && code < smallestCode ? [`a QR code of ${Math.round(code)} px`] : []),
  ];
}
