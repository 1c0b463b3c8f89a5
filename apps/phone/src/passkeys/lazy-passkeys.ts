/** The phone's passkeys, loaded when the first is asked about: the first screen does without them. */
import type { Passkeys } from "@mtoken/device";

export function lazyPasskeys(): Passkeys {
  const load = () => import("./browser-passkeys.ts");
  return {
    available: async () => (await load()).available(),
    create: async (options) => (await load()).create(options),
    assert: async (options) => (await load()).assert(options),
  };
}
