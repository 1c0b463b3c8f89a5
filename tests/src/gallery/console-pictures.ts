/** Pictures of the console's pages, on the windows and in the schemes of the other apps. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { ConsoleVisit } from "../console/console-visit.ts";
import { Town } from "../console/town.ts";
import { picturedApps, schemes } from "./apps.ts";
import { consolePages } from "./console-pages.ts";
import { serverOrigin } from "./preview.ts";
import type { Pictured } from "./take-pictures.ts";

const sizes = picturedApps.find(({ name }) => name === "sign-in")?.sizes ?? {};

export async function takeConsolePictures(
  browser: Browser,
  { folder, words, tell }: { folder: string; words: readonly string[]; tell(fault: string): void },
): Promise<Pictured[]> {
  const wanted = consolePages.filter(
    ({ name }) => words.length === 0 || words.some((word) => `console/${name}`.includes(word)),
  );
  if (wanted.length === 0) return [];
  mkdirSync(join(folder, "console"), { recursive: true });
  const town = await Town.open({ colleagues: 61, customers: 10 });
  const places = await town.places();
  const pictured: Pictured[] = wanted.map(({ name }) => ({ name, pictures: [] }));
  try {
    for (const [size, { width, height }] of Object.entries(sizes)) {
      const visit = new ConsoleVisit({ town, places }, browser, { width, height });
      for (const [place, shown] of wanted.entries()) {
        const page = await visit.open(shown);
        const over = await page.evaluate(sticksOut);
        if (over > 0) tell(`console/${shown.name} at ${width} px: ${over} px wider than the window`);
        const paths = await takeInSchemes(page, `console/${shown.name}-${size}`, folder);
        pictured[place]?.pictures.push(...paths);
      }
      await visit.close();
    }
  } finally {
    await town.close();
  }
  return pictured;
}

async function takeInSchemes(page: Page, name: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  // Of a page that a dialog covers its window alone: a longer one would show neither as anybody sees it.
  const fullPage = (await page.getByRole("dialog").count()) === 0;
  await page.evaluate(sayServerOrigin, serverOrigin);
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme });
    const path = `${name}-${scheme}.png`;
    // Hiding the caret would add a style that the page's own policy forbids.
    await page.screenshot({ path: join(folder, path), caret: "initial", fullPage });
    paths.push(path);
  }
  return paths;
}

/** Runs in the page: it is pictured as if it came from where it would. */
function sayServerOrigin(origin: string): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode())
    text.nodeValue = (text.nodeValue ?? "").replace(/http:\/\/localhost:\d+/, origin);
}

/** Runs in the page. */
function sticksOut(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}
