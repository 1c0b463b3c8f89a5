/** Reads frame after frame of a video, one at a time, as fast as the reader and the camera go, and tells each text. */
import { openGrabber } from "./picture.ts";
import type { Reader } from "./reader.ts";

/** A code that was told stays in sight; it is told again only after this. */
const silence = 2500;
/** Between frames: fast enough for a hand, slow enough for a battery. */
const pause = 60;

export interface ScanLoop {
  stop(): void;
}

export function startScanLoop(options: {
  video: HTMLVideoElement;
  reader: Reader;
  onText(text: string): void;
}): ScanLoop {
  const { video, reader, onText } = options;
  const grabber = openGrabber();
  const told = new Map<string, number>();
  let stopped = false;

  function tell(text: string): void {
    const now = performance.now();
    if (now - (told.get(text) ?? Number.NEGATIVE_INFINITY) < silence) return;
    told.set(text, now);
    onText(text);
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const picture = grabber.grab(video);
      const texts = picture === undefined ? [] : await reader.read(picture);
      if (stopped) return;
      for (const text of texts) tell(text);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  void run();
  return {
    stop() {
      stopped = true;
    },
  };
}
