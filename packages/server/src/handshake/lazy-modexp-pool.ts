/** A pool that starts its threads at the first exponentiation: commands and tests that need none don't wait for them. */
import { type ModexpPool, type ModexpPoolOptions, openModexpPool } from "./modexp-pool.ts";

export function lazyModexpPool(options: ModexpPoolOptions): ModexpPool {
  let opening: Promise<ModexpPool> | undefined;
  const pool = () => {
    opening ??= openModexpPool(options);
    return opening;
  };
  return {
    serverPublic: async (verifier) => (await pool()).serverPublic(verifier),
    serverSecret: async (task) => (await pool()).serverSecret(task),
    close: async () => (await opening)?.close(),
  };
}
