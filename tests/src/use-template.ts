/** A data directory that is set up already: whoever starts on it has no first start to wait for. */
import { copyTemplate } from "@mtoken/server/testing";
import { inject } from "vitest";
import type {} from "./global-setup.ts";

/**
 * Fills a directory with a migrated PGlite and its pepper. Outside of a run of tests, as for the gallery's pictures, there is no template:
 * whoever starts on the directory starts for the first time.
 */
export function useTemplate(directory: string): void {
  if (process.env["VITEST"] === undefined) return;
  copyTemplate(inject("mtokenTemplate"), directory);
}
