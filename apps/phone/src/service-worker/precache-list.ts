/** What the build writes into the service worker: its version, and every file that the app is made of. */

/** A file by its path, and the hash that its content must have (W3C Subresource Integrity). */
export interface PrecachedFile {
  path: string;
  integrity: string;
}

export interface PrecacheList {
  /** `x.y.z+` and a hash over everything that was built. */
  version: string;
  /** The page, which answers at every address of the app. */
  shell: PrecachedFile;
  /** What the app can't do without. */
  files: readonly PrecachedFile[];
  /** Of these a phone uses one or two: they are kept once they were used. */
  languages: readonly PrecachedFile[];
}

/** What the page links to besides: browsers ask for it at each start, and would tell of what they miss. The build holds index.html against it. */
export const linkedPaths: readonly string[] = [
  "/manifest.webmanifest",
  "/icons/icon.svg",
  "/icons/icon-180.png",
];
