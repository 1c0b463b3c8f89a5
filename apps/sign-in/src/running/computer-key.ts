/**
 * The computer key (docs/protocol.md §8): RSA, made by this browser, never leaving it, and bound to the page's origin,
 * so that a false page can only ever be an unknown computer.
 */
import type { KeyPair, RsaBits } from "@mtoken/protocol";
import { generateSigningKeyPair } from "@mtoken/protocol";
import { inStore } from "./open-database.ts";

const name = "computer";

/** This browser's key, made at its first visit, and anew where the server asks for a larger one than it has. */
export async function computerKey(bits: RsaBits): Promise<KeyPair> {
  const kept = await keptKey();
  if (kept !== undefined && sizeOf(kept) >= bits) return kept;
  const made = await generateSigningKeyPair({ bits, extractable: false });
  // Another tab may have made one meanwhile. Whichever was first stays, or one of the two would be unknown tomorrow.
  await inStore<KeyPair | undefined>("keys", "readwrite", (store) => {
    const first = store.get(name);
    first.onsuccess = () => {
      if (first.result === undefined || sizeOf(first.result) < bits) store.put(made, name);
    };
    return first;
  });
  return (await keptKey()) ?? made;
}

/** The key that this browser began with. */
export function keptKey(): Promise<KeyPair | undefined> {
  return inStore<KeyPair | undefined>("keys", "readonly", (store) => store.get(name));
}

function sizeOf({ publicKey: { algorithm } }: KeyPair): number {
  return "modulusLength" in algorithm ? Number(algorithm.modulusLength) : 0;
}
