/** A data directory that is set up already: whoever starts on it has no first start to wait for. */
import { copyTemplate } from "@mtoken/server/testing";
import { inject } from "vitest";
import type {} from "./global-setup.ts";

/** Fills a directory with a migrated PGlite and its pepper. */
export function useTemplate(directory: string): void {
  copyTemplate(inject("mtokenTemplate"), directory);
}
