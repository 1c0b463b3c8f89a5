/**
 * The pictures that the phone app's manifest shows before an installation, kept in apps/phone/public/screenshots: they are no
 * part of what the app loads or keeps.
 */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import type { PicturedApp } from "./apps.ts";
import { Preview } from "./preview.ts";

const folder = join(import.meta.dirname, "../../../apps/phone/public/screenshots");
const narrow = { width: 390, height: 844, touch: true };
const wide = { width: 1280, height: 800, touch: false };
/** Who installs the app waits for each of them. */
const mostBytes = 60_000;

const wanted = [
  { state: "sign-in-known", file: "sign-in.png", size: narrow },
  { state: "payment", file: "payment.png", size: narrow },
  { state: "home", file: "home.png", size: narrow },
  { state: "home", file: "home-wide.png", size: wide },
] as const;

export async function takeManifestPictures(browser: Browser, app: PicturedApp): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { state, file, size } of wanted) {
    const preview = await Preview.open(app, browser, { scale: 1, touch: size.touch });
    const found = preview.states.find(({ name }) => name === state);
    if (found === undefined) throw new Error(`There is no state ${state}.`);
    await preview.page.setViewportSize(size);
    await preview.page.emulateMedia({ colorScheme: "light" });
    await preview.show(found);
    const path = join(folder, file);
    await preview.page.screenshot({ path, animations: "disabled" });
    await preview.close();
    if (statSync(path).size > mostBytes) throw new Error(`${file} has more than ${mostBytes} bytes.`);
  }
}
