/** What the app's pages tell its service worker. */
export type MessageToWorker =
  /** Take over from the version of before: said by a page that has shown nothing yet. */
  | { type: "take-over" }
  /** A page of this version has begun, with these files. */
  | { type: "begun"; version: string; paths: string[] };
