/** What the camera sees, in a frame that says where the code belongs. */
import { Icon } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";
import type { Scanner } from "../scanner/use-scanner.ts";

export interface ViewfinderProps {
  scanner: Scanner;
  /** What a code that was read is being looked at for. */
  busy: string | null;
}

export function Viewfinder({ scanner, busy }: ViewfinderProps) {
  const { status, torch, zoom } = scanner;
  const words = messages.scan;
  const read = busy === null ? "" : " read";
  return (
    <div class={`viewfinder ${scanner.source} ${status === "running" ? "running" : "waiting"}${read}`}>
      <video ref={scanner.video} muted playsInline aria-label={words.viewfinder} />
      {status === "running" && <span class="frame" aria-hidden="true" />}
      <ViewfinderWords scanner={scanner} />
      <p class="busy" role="status">
        {busy}
      </p>
      {zoom !== null && status === "running" && (
        <label class="zoom">
          <Icon name="zoom" />
          <span class="visually-hidden">{words.zoom}</span>
          <input
            type="range"
            min={zoom.min}
            max={zoom.max}
            step={zoom.step}
            value={zoom.value}
            onInput={({ currentTarget }) => scanner.zoomTo(currentTarget.valueAsNumber)}
          />
        </label>
      )}
      {torch !== null && (
        <button type="button" class="round torch" aria-pressed={torch} onClick={scanner.toggleTorch}>
          <Icon name="torch" />
          <span class="visually-hidden">{torch ? words.torchOff : words.torchOn}</span>
        </button>
      )}
    </div>
  );
}

function ViewfinderWords({ scanner: { status, source, open } }: { scanner: Scanner }) {
  const words = messages.scan;
  if (status === "running") return null;
  if (status === "starting") {
    return (
      <p class="words" role="status">
        {source === "screen" ? words.screenHint : words.starting}
      </p>
    );
  }
  const { title, text } = source === "screen" ? words.screenEnded : words.problems[status];
  return (
    <div class="words" role="alert">
      <strong>{title}</strong>
      <p>{text}</p>
      <button type="button" class="button plain" onClick={() => open(source)}>
        {messages.tryAgain}
      </button>
    </div>
  );
}
