/** The QR code: dark on white in every colour scheme, with its quiet zone. A new text changes the path alone. */
import { useMemo } from "preact/hooks";
import { drawCode, quietZone } from "../code/draw-code.ts";
import { messages } from "../language/catalogue.ts";

/** About this wide in CSS pixels, and a whole number of them for each module, so that its edges are sharp. */
const width = 336;

export function QrCode({ text }: { text: string }) {
  const { size, path } = useMemo(() => drawCode(text), [text]);
  const modules = size + 2 * quietZone;
  const pixels = modules * Math.max(5, Math.floor(width / modules));
  return (
    <svg
      class="qr-code"
      role="img"
      aria-label={messages.code.label}
      viewBox={`${-quietZone} ${-quietZone} ${modules} ${modules}`}
      width={pixels}
      height={pixels}
      shape-rendering="crispEdges"
      data-text={text}
    >
      <rect class="ground" x={-quietZone} y={-quietZone} width={modules} height={modules} />
      <path class="modules" d={path} />
    </svg>
  );
}
