/**
 * What the phone's camera sees. Chromium takes a film (YUV4MPEG2) for its camera and plays it over and over from the
 * open file; writing new frames in place of the old ones is turning the camera elsewhere.
 */
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { encode } from "uqr";

/** A picture in grey: a byte for each pixel, row by row. */
export interface Picture {
  width: number;
  height: number;
  light: Uint8Array;
}

/** The size that the app asks a camera for, so that Chromium neither scales nor crops. */
const film = { width: 1280, height: 720 };
const head = Buffer.from(`YUV4MPEG2 W${film.width} H${film.height} F10:1 Ip A1:1 C420mpeg2\n`);
const mark = Buffer.from("FRAME\n");
const table = 0x60;
/** Of the film's height. */
const filled = 0.6;

export class Camera {
  readonly #file: string;

  /** Makes the film; it shows a grey table. */
  constructor(file: string) {
    this.#file = file;
    writeFileSync(file, Buffer.concat([head, twoFrames(undefined)]));
  }

  /** What starts a Chromium that has this camera, and whose user allows it. */
  get flags(): string[] {
    return [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-video-capture=${this.#file}`,
    ];
  }

  lookAt(picture: Picture): void {
    this.#shoot(picture);
  }

  lookAway(): void {
    this.#shoot(undefined);
  }

  /** In place: a new file would not be the one that Chromium has open. */
  #shoot(picture: Picture | undefined): void {
    const file = openSync(this.#file, "r+");
    writeSync(file, twoFrames(picture), 0, undefined, head.length);
    closeSync(file);
  }
}

/** A QR code on paper, or in somebody else's hand: of this text, with its quiet zone. */
export function printedCode(text: string): Picture {
  const { data, size } = encode(text, { border: 4 });
  const light = Uint8Array.from(data.flat(), (isDark) => (isDark ? 0 : 255));
  return { width: size, height: size, light };
}

/** The same on a screen, as a lens sees it: with more to correct, and no edge between modules at an edge of pixels. */
export function photographedCode(text: string): Picture {
  const { data, size } = encode(text, { border: 4, ecc: "M" });
  const side = Math.round(filled * film.height);
  // No whole number of pixels to a module.
  const scale = size / (side + 0.5);
  const light = new Uint8Array(side * side);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [left, top] = [amongMiddles((x + 0.5) * scale), amongMiddles((y + 0.5) * scale)];
      let dark = 0;
      for (const [row, ofRow] of top)
        for (const [column, ofColumn] of left) if (data[row]?.[column]) dark += ofRow * ofColumn;
      light[y * side + x] = 255 * (1 - dark);
    }
  }
  return { width: side, height: side, light };
}

/** Between the middles of which two modules a place lies, and how much it has of each. */
function amongMiddles(place: number): [module: number, share: number][] {
  const before = Math.floor(place - 0.5);
  const share = place - 0.5 - before;
  return [
    [before, 1 - share],
    [before + 1, share],
  ];
}

/** A desk with all that lies on it: light and shade, and edges wherever a decoder may look for a code; the same each time. */
export function texture(): Picture {
  const { width, height } = film;
  const light = new Uint8Array(width * height);
  let grain = 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      grain = (grain * 48_271) % 0x7fff_ffff;
      const shade = 60 * Math.sin(x / 90) + 40 * Math.cos(y / 55);
      const edge = (Math.floor(x / 37) * 7 + Math.floor(y / 23) * 13) % 5 < 2 ? 45 : -25;
      light[y * width + x] = Math.max(0, Math.min(255, 128 + shade + edge + (grain % 32) - 16));
    }
  }
  return { width, height, light };
}

function twoFrames(picture: Picture | undefined): Buffer {
  const { width, height } = film;
  const light = new Uint8Array(width * height).fill(table);
  if (picture !== undefined) draw(picture, light);
  const colours = new Uint8Array((width * height) / 2).fill(0x80);
  const frame = Buffer.concat([mark, light, colours]);
  return Buffer.concat([frame, frame]);
}

/** In the middle, as a hand holds it: with room around it, and in whole multiples, so that edges stay sharp. */
function draw(picture: Picture, light: Uint8Array): void {
  const times = Math.max(1, Math.floor((filled * film.height) / Math.max(picture.width, picture.height)));
  if (picture.width > film.width || picture.height > film.height) {
    throw new RangeError("The picture is larger than the film.");
  }
  const left = Math.floor((film.width - picture.width * times) / 2);
  const top = Math.floor((film.height - picture.height * times) / 2);
  for (let y = 0; y < picture.height * times; y += 1) {
    const row = Math.floor(y / times) * picture.width;
    const start = (top + y) * film.width + left;
    for (let x = 0; x < picture.width * times; x += 1) {
      light[start + x] = picture.light[row + Math.floor(x / times)] ?? table;
    }
  }
}
