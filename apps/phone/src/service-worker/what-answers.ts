/**
 * What answers a request of the app. The page answers at every address that opens the app: those carry secrets (an
 * activation link, a frame's text), so no address is ever kept, asked for by the worker, or a key of the cache.
 * Whatever is not named here is the network's alone, all of `/v1` and `/configuration.json` with it.
 */

import { linkedPaths } from "./precache-list.ts";

/** As much of a request as decides. */
export interface Asked {
  method: string;
  mode: RequestMode;
  url: string;
}

export type WhatAnswers = { kind: "shell" } | { kind: "file"; path: string } | { kind: "network" };

/** The addresses of docs/protocol.md §4, with the app's own. */
const pages = /^\/(a\/?|r\/?|s\/.*)?$/i;

/** What answers, for an app that was loaded from `origin`. */
export function whatAnswers({ method, mode, url }: Asked, origin: string): WhatAnswers {
  const address = new URL(url);
  if (method !== "GET" || address.origin !== origin) return { kind: "network" };
  if (mode === "navigate") return { kind: pages.test(address.pathname) ? "shell" : "network" };
  const { pathname: path, search } = address;
  const isFile = path.startsWith("/assets/") || linkedPaths.includes(path);
  return isFile && search === "" ? { kind: "file", path } : { kind: "network" };
}
