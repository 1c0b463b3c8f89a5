/** Argon2id in a thread of its own, so that the page stays alive while it works. */
import type { StretchOptions } from "@mtoken/device/stretch";
import { prepareStretch, stretchMpin } from "@mtoken/device/stretch";
import type { Argon2Parameters } from "@mtoken/protocol";

/** What comes back: the stretched mPIN, or word that it failed. */
export type StretchAnswer = { id: number; stretched: Uint8Array<ArrayBuffer> } | { id: number; failed: true };

/** What is asked, numbered. */
export interface StretchQuestion {
  id: number;
  options: StretchOptions;
}

/** Word that a question will follow. Nothing comes back. */
export interface StretchNotice {
  prepare: Argon2Parameters;
}

addEventListener("message", ({ data }: MessageEvent<StretchQuestion | StretchNotice>) => {
  if ("prepare" in data) {
    // What stands against it is told when an mPIN is to be stretched.
    prepareStretch(data.prepare).catch(() => undefined);
    return;
  }
  const { id, options } = data;
  const answer = (message: StretchAnswer): void => postMessage(message);
  stretchMpin(options).then(
    (stretched) => answer({ id, stretched }),
    () => answer({ id, failed: true }),
  );
});
