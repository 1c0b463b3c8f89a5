/** What the app can't do without, asked before anything else, so that it never fails halfway through an activation. */
import type { MissingAbility } from "../state/app-state.ts";

/** The first thing that this browser lacks, or undefined. */
export function missingAbility(): MissingAbility | undefined {
  if (!globalThis.isSecureContext || globalThis.crypto?.subtle === undefined) return "secure-context";
  if (globalThis.indexedDB === undefined) return "storage";
  return globalThis.WebAssembly === undefined ? "web-assembly" : undefined;
}
