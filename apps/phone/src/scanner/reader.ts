/** The page's side of the scanner's thread. */
import { startWorker } from "../workers/start-worker.ts";
import type { ReaderAnswer, ReaderQuestion } from "./reader-worker.ts";

/** Reads pictures until it is closed. */
export interface Reader {
  /** The texts of the QR codes in a picture; none once the reader is closed. */
  read(picture: ImageData): Promise<string[]>;
  close(): void;
}

export function openReader(): Reader {
  const worker = startWorker("scanner");
  const waiting = new Map<number, (texts: string[]) => void>();
  let count = 0;

  worker.addEventListener("message", ({ data }: MessageEvent<ReaderAnswer>) => {
    waiting.get(data.id)?.(data.texts);
    waiting.delete(data.id);
  });

  return {
    read(picture) {
      count += 1;
      const question: ReaderQuestion = { id: count, picture };
      worker.postMessage(question, [picture.data.buffer]);
      return new Promise((resolve) => waiting.set(question.id, resolve));
    },
    close() {
      worker.terminate();
      for (const resolve of waiting.values()) resolve([]);
      waiting.clear();
    },
  };
}
