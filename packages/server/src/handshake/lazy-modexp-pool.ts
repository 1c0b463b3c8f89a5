/**
 * A pool that starts its threads at the first exponentiation: commands and tests that need none don't wait for them. A
 * server warms it while it opens everything else.
 */
import { type ModexpPool, type ModexpPoolOptions, openModexpPool } from "./modexp-pool.ts";

export interface LazyModexpPool extends ModexpPool {
  /** Starts the threads now; resolves when they are warm. */
  warm(): Promise<void>;
}

export function lazyModexpPool(options: ModexpPoolOptions): LazyModexpPool {
  let opening: Promise<ModexpPool> | undefined;
  const pool = () => {
    opening ??= openModexpPool(options);
    return opening;
  };
  return {
    warm: async () => void (await pool()),
    serverPublic: async (verifier) => (await pool()).serverPublic(verifier),
    serverSecret: async (task) => (await pool()).serverSecret(task),
    close: async () => (await opening)?.close(),
  };
}
