/**
 * Languages that are still being translated: they may lack texts, and are not offered. A language leaves this list
 * when its catalogues are complete; for a release the list is empty.
 */
import type { Language } from "../languages.ts";

export const unfinished: readonly Language[] = [];
