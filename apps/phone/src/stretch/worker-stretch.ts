/**
 * The device's ports for stretching: Argon2id in a worker that ends soon after its last work, and takes with it whatever
 * its memory held of an mPIN.
 */
import type { Ports } from "@mtoken/device";
import { startWorker } from "../workers/start-worker.ts";
import type { StretchAnswer, StretchNotice, StretchQuestion } from "./stretch-worker.ts";

/** Long enough that one activation uses one worker, and its measuring is not that of starting a thread. */
const restBeforeEnd = 10_000;

type Waiting = Map<
  number,
  { resolve: (stretched: Uint8Array<ArrayBuffer>) => void; reject: (error: Error) => void }
>;

export function workerStretch(): Required<Pick<Ports, "stretch" | "prepareStretch">> {
  const waiting: Waiting = new Map();
  let worker: Worker | undefined;
  let ending: ReturnType<typeof setTimeout> | undefined;
  let count = 0;

  function end(): void {
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values())
      reject(new Error("the thread that stretches the mPIN has ended"));
    waiting.clear();
  }

  function take({ data }: MessageEvent<StretchAnswer>): void {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ("stretched" in data) asked?.resolve(data.stretched);
    else asked?.reject(new Error("the mPIN could not be stretched"));
    if (waiting.size === 0) ending = setTimeout(end, restBeforeEnd);
  }

  function atWork(): Worker {
    clearTimeout(ending);
    worker ??= begin();
    return worker;
  }

  function begin(): Worker {
    const begun = startWorker("stretch");
    begun.addEventListener("message", take);
    begun.addEventListener("error", end);
    return begun;
  }

  return {
    stretch(options) {
      count += 1;
      const question: StretchQuestion = { id: count, options };
      atWork().postMessage(question);
      return new Promise((resolve, reject) => waiting.set(question.id, { resolve, reject }));
    },
    prepareStretch(argon2) {
      const notice: StretchNotice = { prepare: argon2 };
      atWork().postMessage(notice);
      if (waiting.size === 0) ending = setTimeout(end, restBeforeEnd);
    },
  };
}
