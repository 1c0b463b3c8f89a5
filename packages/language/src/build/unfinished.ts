/**
 * Languages that a page is still being translated into: they may lack texts, and are not offered there. A language leaves this list
 * when its catalogue is complete; for a release there is none.
 */
import { basename } from "node:path";
import type { Language } from "../languages.ts";

/** By the page's folder. */
const unfinished: Readonly<Record<string, readonly Language[]>> = {};

export function unfinishedOf(page: string): readonly Language[] {
  return unfinished[basename(page)] ?? [];
}
