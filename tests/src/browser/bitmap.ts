/** A picture in grey as a file that browsers read: BMP, eight bits a pixel. */
import type { Picture } from "./camera.ts";

const headBytes = 54;
const colours = 256;

/** Each pixel becomes a square of `scale` pixels. */
export function bitmap({ width, height, light }: Picture, { scale }: { scale: number }): Buffer {
  const wide = width * scale;
  const high = height * scale;
  // Rows begin at multiples of four bytes, the lowest first.
  const rowBytes = Math.ceil(wide / 4) * 4;
  const start = headBytes + colours * 4;
  const file = Buffer.alloc(start + rowBytes * high);
  file.write("BM", "latin1");
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(start, 10);
  file.writeUInt32LE(headBytes - 14, 14);
  file.writeInt32LE(wide, 18);
  file.writeInt32LE(high, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(8, 28);
  for (let grey = 0; grey < colours; grey += 1)
    file.fill(grey, headBytes + grey * 4, headBytes + grey * 4 + 3);
  for (let y = 0; y < high; y += 1) {
    const row = Math.floor((high - 1 - y) / scale) * width;
    for (let x = 0; x < wide; x += 1)
      file[start + y * rowBytes + x] = light[row + Math.floor(x / scale)] ?? 0;
  }
  return file;
}
