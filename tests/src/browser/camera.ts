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
