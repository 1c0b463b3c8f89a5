/**
 * `npm run gallery`: a picture of every screen, in gallery/ with a page to look through them.
 *
 *     npm run gallery                   the stories of the browser test, every screen of every app, and Lighthouse's scores
 *     npm run gallery -- --lighthouse   those scores alone
 *     npm run gallery -- phone/unlock   those screens whose names have this in them, such as console/users: the others' pictures stay
 *     npm run gallery -- --readme       the README's pictures in docs/pictures
 *     npm run gallery -- --docs         those of docs/console.md and docs/operate.md, there too
 *     npm run gallery -- --manifest     those that the phone app's manifest shows before an installation
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { phoneApp, picturedApps } from "./gallery/apps.ts";
import { cameraFlags, takeCameraPicture } from "./gallery/camera-picture.ts";
import { takeConsolePictures } from "./gallery/console-pictures.ts";
import { takeDocsPictures } from "./gallery/docs-pictures.ts";
import type { Section } from "./gallery/index-page.ts";
import { indexPage } from "./gallery/index-page.ts";
import type { Judged } from "./gallery/lighthouse.ts";
import { judgePages, wanted } from "./gallery/lighthouse.ts";
import { takeManifestPictures } from "./gallery/manifest-pictures.ts";
import { Preview } from "./gallery/preview.ts";
import { takeReadmePictures } from "./gallery/readme-pictures.ts";
import { takePictures } from "./gallery/take-pictures.ts";

const root = dirname(dirname(import.meta.dirname));
const folder = join(root, "gallery");
const words = process.argv.slice(2);

const place = mkdtempSync(join(tmpdir(), "mtoken-gallery-"));
const cameraPicture = join(place, "camera.mjpeg");
const browser = await launchChromium(...cameraFlags(cameraPicture));
try {
  if (words.includes("--lighthouse")) await judge();
  else if (words.includes("--readme")) await takeReadmePictures(browser);
  else if (words.includes("--docs")) await takeDocsPictures(browser, tell);
  else if (words.includes("--manifest")) await takeManifestPictures(browser, phoneApp);
  else await makeGallery(browser);
} finally {
  await browser.close();
  rmSync(place, { recursive: true });
}

async function makeGallery(browser: Browser): Promise<void> {
  // Pictures of some screens take the place of theirs alone, with a page of their own.
  if (words.length === 0) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const judged = words.length === 0 ? await judge() : [];
  const sections: Section[] = words.length === 0 ? [takeStories()] : [];
  await takeCameraPicture(browser, cameraPicture);
  for (const app of picturedApps) {
    const kinds = new Set(Object.values(app.sizes).map(({ touch }) => touch));
    const previews: Preview[] = [];
    for (const touch of kinds) {
      const script = touch ? `(${sharesNoScreen})()` : "";
      previews.push(await Preview.open(app, browser, { scale: 1, touch, script }));
    }
    const states = await takePictures(previews, { folder, words, tell });
    for (const preview of previews) await preview.close();
    sections.push({ title: app.title, states });
    console.log(`${app.title}: ${states.length} states`);
  }
  const pages = await takeConsolePictures(browser, { folder, words, tell });
  sections.push({ title: "The console", states: pages });
  console.log(`The console: ${pages.length} pages`);
  tellOfUnmatched(sections);
  const index = join(folder, words.length === 0 ? "index.html" : "some.html");
  writeFileSync(index, indexPage(sections, judged));
  console.log(`Open ${index}`);
}

/** Runs in the page, before its own scripts. No phone’s browser shares its screen; what is shown of it is a computer’s window. */
function sharesNoScreen(): void {
  if (!location.search.includes("screen")) Reflect.deleteProperty(MediaDevices.prototype, "getDisplayMedia");
}

/** A word that no screen's name has in it is misspelt, or the screen is gone. */
function tellOfUnmatched(sections: readonly Section[]): void {
  const pictures = sections.flatMap(({ states }) => states.flatMap((state) => state.pictures));
  for (const word of words) {
    if (!pictures.some((picture) => picture.includes(word))) tell(`no screen has “${word}” in its name`);
  }
}

/** Lighthouse's scores, each of which has a least that it may be. */
async function judge(): Promise<Judged[]> {
  const judged = await judgePages();
  for (const { page, scores, faults } of judged) {
    console.log(`${page}: ${scores.map(({ title, score }) => `${title} ${score}`).join(", ")}`);
    for (const fault of faults) console.log(`  ${fault}`);
    for (const { category, title, score } of scores) {
      if (score < wanted[category]) tell(`${page}: ${title} ${score}, and ${wanted[category]} are wanted`);
    }
  }
  return judged;
}

/** The pictures that the browser test keeps of its stories, taken anew. */
function takeStories(): Section {
  const test = join("tests", "src", "main-job.browser.test.ts");
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const words = [vitest, "run", "--project", "tests", test];
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: "inherit" });
  if (status !== 0) tell("a story did not come to its end");
  cpSync(join(root, "tests", "output", "main-job"), join(folder, "stories"), { recursive: true });
  const pictures = readdirSync(join(folder, "stories")).sort();
  const states = pictures.map((name) => ({ name: name.replace(".png", ""), pictures: [`stories/${name}`] }));
  return { title: "The whole job, computer and phone", states };
}

function tell(fault: string): void {
  console.error(`FAULT  ${fault}`);
  process.exitCode = 1;
}
