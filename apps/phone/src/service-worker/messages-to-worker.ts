/** What the app's pages tell its service worker, and where it keeps some of it. */
export type MessageToWorker =
  /** A page of this version has begun, with these files. */
  | { type: "begun"; version: string; paths: string[] }
  /** What a notification says from now on. */
  | { type: "words"; words: NotificationWords };

/** Where the worker keeps the words, and pages delete them: no file of the app, whose own caches have other names (precache.ts). */
export const wordsCache = "mtoken-words";

/** What a notification says, in the language of the app: the page tells it, and it is kept for when no page runs. */
export interface NotificationWords {
  title: string;
  body: string;
  lang: string;
  dir: string;
}
