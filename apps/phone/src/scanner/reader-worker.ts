/** The scanner's thread: pictures in, texts of QR codes out. */
import { prepareReader, readCodes } from "./read-codes.ts";

export interface ReaderQuestion {
  id: number;
  picture: ImageData;
}

export interface ReaderAnswer {
  id: number;
  texts: string[];
}

prepareReader();

addEventListener("message", ({ data }: MessageEvent<ReaderQuestion>) => {
  const { id, picture } = data;
  const answer = (texts: string[]): void => postMessage({ id, texts } satisfies ReaderAnswer);
  readCodes(picture).then(answer, () => answer([]));
});
