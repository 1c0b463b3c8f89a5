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

/** Whoever waits should see that it goes on. */
const statesPerLine = 50;

/** A page that is as long as its window is tall would never be seen whole. */
const mostTurns = 5;

/** A QR code that is smaller can't be read from an arm's length. */
const smallestCode = 240;

/** Takes the pictures of those states whose names have one of the words, or of all when there are none, in each preview's sizes. */
export async function takePictures(
  previews: readonly Preview[],
  { folder, words, tell }: { folder: string; words: readonly string[]; tell(fault: string): void },
): Promise<Pictured[]> {
  const [first] = previews;
  if (first === undefined) return [];
  const { app } = first;
  mkdirSync(join(folder, app.name), { recursive: true });
  const pictured: Pictured[] = [];
  for (const state of first.states) {
    if (words.length > 0 && !words.some((word) => `${app.name}/${state.name}`.includes(word))) continue;
    const pictures: string[] = [];
    for (const preview of previews) {
      await preview.show(addressIn(preview, state));
      pictures.push(...(await takeAll(preview, state, folder)));
      pictures.push(...(await takeOthers(preview, state, folder)));
      for (const size of [...Object.values(app.sizes), smallest].filter(
        ({ touch }) => touch === preview.touch,
      )) {
        for (const fault of await faultsAt(preview.page, size)) {
          tell(`${app.name}/${state.name} at ${size.width} px: ${fault}`);
        }
      }
    }
    pictured.push({ name: state.name, pictures });
    if (pictured.length % statesPerLine === 0) console.log(`${app.title}: ${pictured.length} states so far`);
  }
  return pictured;
}

/** Each preview has a server, and addresses, of its own. */
function addressIn({ states }: Preview, state: State): State {
  return states.find(({ name }) => name === state.name) ?? state;
}

async function takeAll({ app, page, touch }: Preview, { name }: State, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [size, viewport] of Object.entries(app.sizes)) {
    if (viewport.touch !== touch) continue;
    await page.setViewportSize(viewport);
    if (app.whole) await stretch(page, viewport);
    await take(size);
    // What a phone's window shows first is one picture, and what is scrolled to another.
    if (app.whole || (await hiddenBelow(page, viewport)) === 0) continue;
    await stretch(page, viewport);
    await take(`${size}-whole`);
  }
  return paths;

  async function take(size: string): Promise<void> {
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      paths.push(await shoot(page, `${app.name}/${name}-${size}-${scheme}`, folder));
    }
  }
}

/** Light, but for colours of the reader's own, which are dark more often. */
async function takeOthers({ app, page, touch }: Preview, { name }: State, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [view, { letters, forced, ...viewport }] of Object.entries(app.others)) {
    if (viewport.touch !== touch) continue;
    await page.setViewportSize(viewport);
    if (letters !== undefined) await page.evaluate(setLetters, `${letters * 100}%`);
    await page.emulateMedia(
      forced ? { colorScheme: "dark", forcedColors: "active" } : { colorScheme: "light" },
    );
    if (app.whole) await stretch(page, viewport);
    paths.push(await shoot(page, `${app.name}/${name}-${view}`, folder));
    if (forced) await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
    if (letters !== undefined) await page.evaluate(setLetters, "");
  }
  return paths;
}

async function shoot(page: Page, name: string, folder: string): Promise<string> {
  const path = `${name}.png`;
  await page.screenshot({ path: join(folder, path), animations: "disabled" });
  return path;
}

/** Runs in the page. */
function setLetters(size: string): void {
  document.documentElement.style.fontSize = size;
}

/**
 * All of a longer page is seen in a longer window, in which it may be longer still. A picture of the full page would forget
 * that fingers point there.
 */
async function stretch(page: Page, { width, height }: Size): Promise<void> {
  let tall = height;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const more = await hiddenBelow(page, { width, height: tall, touch: false });
    if (more === 0) return;
    tall += more;
    await page.setViewportSize({ width, height: tall });
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** What has to be scrolled to, of the page or of a part of it, in pixels. */
function hiddenBelow(page: Page, { height }: Size): Promise<number> {
  return page.evaluate((window) => {
    // A dialog covers the page, whose length then is no matter.
    const dialog = document.querySelector("dialog:modal");
    const parts = dialog === null ? [] : [dialog, ...dialog.querySelectorAll("*")];
    const scrolled = parts.filter((part) => ["auto", "scroll"].includes(getComputedStyle(part).overflowY));
    const within = scrolled.map((part) => part.scrollHeight - part.clientHeight);
    const below = dialog === null ? document.documentElement.scrollHeight - window : 0;
    return Math.max(0, below, ...within);
  }, height);
}

async function faultsAt(page: Page, size: Size): Promise<string[]> {
  await page.setViewportSize(size);
  // A phone's window grows with what sticks out of it, so it is held against the size that was asked for.
  const { over, code } = await page.evaluate(
    (width) => ({
      over: document.documentElement.scrollWidth - width,
      code: document.querySelector(".qr-code .modules")?.getBoundingClientRect().width,
    }),
    size.width,
  );
  return [
    ...(over > 0 ? [`${over} px wider than the window`] : []),
    ...(code !== undefined && code < smallestCode ? [`a QR code of ${Math.round(code)} px`] : []),
  ];
}
