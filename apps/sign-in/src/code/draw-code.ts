/**
 * A QR code as one SVG path (ISO/IEC 18004): error level M, in alphanumeric mode since a frame's text has no other
 * characters (docs/protocol.md §7).
 */
import { encode } from "uqr";

export interface DrawnCode {
  /** Modules on a side, without the quiet zone. */
  size: number;
  /** All dark modules, in units of one module. */
  path: string;
}

/** In modules, on every side. */
export const quietZone = 4;

export function drawCode(text: string): DrawnCode {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  return { size, path: data.map(rowPath).join("") };
}

/** Each run of dark modules in a row is one rectangle. */
function rowPath(row: boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x += 1;
    const length = x + 1 - start;
    path += `M${start} ${y}h${length}v1h-${length}z`;
  }
  return path;
}
