/** The drawn code, by ISO/IEC 18004's own arithmetic and read back by a reader of another author. */
import { formatQrText, newRequestId, parseQrText } from "@mtoken/protocol";
import decodeQr from "qr/decode.js";
import { expect, test } from "vitest";
import { drawCode, quietZone } from "./draw-code.ts";

test("a frame fits into version 4 at level M, which only alphanumeric mode makes possible", async () => {
  const text = await formatQrText({
    origin: "https://app.example-bank.com",
    request: newRequestId(),
    tick: 89,
    key: new Uint8Array(64).fill(7),
  });
  // Version 4 at level M holds 90 alphanumeric characters, and 62 bytes (ISO/IEC 18004 table 7).
  expect(text.length).toBeGreaterThan(62);
  expect(text.length).toBeLessThanOrEqual(90);
  expect(drawCode(text).size).toBe(33);
});

test("a reader reads what was drawn, quiet zone included", async () => {
  const request = newRequestId();
  const origin = "https://app.example-bank.com";
  const text = await formatQrText({ origin, request, tick: 5, key: new Uint8Array(64).fill(9) });
  const picture = paint(text);
  const read = decodeQr(picture);
  expect(read).toBe(text);
  expect(parseQrText(read)).toMatchObject({ origin, request, tick: 5 });
});

/** The path, as pixels: four to a module. */
function paint(text: string): { width: number; height: number; data: Uint8Array } {
  const scale = 4;
  const { size, path } = drawCode(text);
  const width = (size + 2 * quietZone) * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x = "", y = "", length = ""] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    const left = (Number(x) + quietZone) * scale;
    const top = (Number(y) + quietZone) * scale;
    for (let row = top; row < top + scale; row += 1) {
      for (let column = left; column < left + Number(length) * scale; column += 1) {
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
  }
  return { width, height: width, data };
}
