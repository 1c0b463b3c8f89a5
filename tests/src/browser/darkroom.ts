/** Turns photographs of a screen (PNG) into what a camera sees: a blank page decodes them, as any browser can. */
import type { Page } from "playwright-core";
import type { Picture } from "./camera.ts";

export class Darkroom {
  readonly #page: Page;

  /** The page shows nothing and asks nobody. */
  constructor(page: Page) {
    this.#page = page;
  }

  async develop(photograph: Buffer): Promise<Picture> {
    const { width, height, grey } = await this.#page.evaluate(readGrey, photograph.toString("base64"));
    return { width, height, light: Buffer.from(grey, "base64") };
  }
}

/** Runs in the page. */
async function readGrey(png: string): Promise<{ width: number; height: number; grey: string }> {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (context === null) throw new Error("This browser draws nothing.");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let grey = "";
  for (let at = 0; at < data.length; at += 4) {
    const light = 0.3 * (data[at] ?? 0) + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0);
    grey += String.fromCharCode(Math.round(light));
  }
  return { width, height, grey: btoa(grey) };
}
