/** What the gallery's phones see through their cameras: the sign-in page's code, as a phone held before it sees it. */
import { writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { signInApp } from "./apps.ts";
import { Preview } from "./preview.ts";

/** Chromium takes the frames of this file, a row of JPEG pictures, for those of a camera. */
export function cameraFlags(file: string): string[] {
  return [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-video-capture=${file}`,
  ];
}

/** Of the shape that the app asks a camera for, and from so far that the code fits in its frame. */
const seen = { width: 1600, height: 900 };

/** To be called before the first camera is opened. */
export async function takeCameraPicture(browser: Browser, file: string): Promise<void> {
  const preview = await Preview.open(signInApp, browser, { scale: 1, touch: false });
  const state = preview.states.find(({ name }) => name === "waiting");
  if (state === undefined) throw new Error("There is no state waiting.");
  await preview.page.setViewportSize({ width: 2400, height: 1200 });
  await preview.show(state);
  const box = await preview.page.locator(".code-card").boundingBox();
  if (box === null) throw new Error("There is no code.");
  const clip = {
    x: Math.max(0, box.x + (box.width - seen.width) / 2),
    y: Math.max(0, box.y + (box.height - seen.height) / 2),
    ...seen,
  };
  writeFileSync(file, await preview.page.screenshot({ type: "jpeg", quality: 90, clip }));
  await preview.close();
}
