/** Opens what the server holds of an open invitation (docs/protocol.md §4). */
import type { Context } from "../context.ts";
import type { OpenActivation } from "./store.ts";

type Secret = "sealed_link_secret" | "sealed_code" | "sealed_activation_key";

/**
 * An invitation that was open when its secrets moved (migration 0009) has them sealed for their former place: the migration
 * has no pepper. Column and activation are bound either way, and none is left when the last of these has run out.
 */
export function openSecret({ sealer }: Context, activation: OpenActivation, column: Secret): Buffer {
  const sealed = activation[column];
  const place = { column, row: activation.id };
  try {
    return sealer.open({ table: "activation_secrets", ...place }, sealed);
  } catch {
    return sealer.open({ table: "activations", ...place }, sealed);
  }
}
