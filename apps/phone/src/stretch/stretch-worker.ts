/** Argon2id in a thread of its own, so that the page stays alive while it works. */
import type { StretchOptions } from "@mtoken/device/stretch";
import { stretchMpin } from "@mtoken/device/stretch";

/** What comes back: the stretched mPIN, or word that it failed. */
export type StretchAnswer = { id: number; stretched: Uint8Array<ArrayBuffer> } | { id: number; failed: true };

/** What is asked, numbered. */
export interface StretchQuestion {
  id: number;
  options: StretchOptions;
}

addEventListener("message", ({ data }: MessageEvent<StretchQuestion>) => {
  const { id, options } = data;
  const answer = (message: StretchAnswer): void => postMessage(message);
  stretchMpin(options).then(
    (stretched) => answer({ id, stretched }),
    () => answer({ id, failed: true }),
  );
});
