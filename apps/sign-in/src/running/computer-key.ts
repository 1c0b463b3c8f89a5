/**
 * The computer key (docs/protocol.md §8): RSA, made by this browser, never leaving it, and bound to the page's origin,
 * so that a false page can only ever be an unknown computer.
 */
import type { KeyPair } from "@mtoken/protocol";
import { generateSigningKeyPair } from "@mtoken/protocol";
import { inStore } from "./open-database.ts";

const name = "computer";

/** This browser's key, made at its first visit. */
export async function computerKey(): Promise<KeyPair> {
  const kept = await readKey();
  if (kept !== undefined) return kept;
  const made = await generateSigningKeyPair({ bits: 2048, extractable: false });
  // Another tab may have made one meanwhile. Whichever was first stays, or one of the two would be unknown tomorrow.
  await inStore("keys", "readwrite", (store) => {
    const first = store.get(name);
    first.onsuccess = () => {
      if (first.result === undefined) store.put(made, name);
    };
    return first;
  });
  return (await readKey()) ?? made;
}

function readKey(): Promise<KeyPair | undefined> {
  return inStore<KeyPair | undefined>("keys", "readonly", (store) => store.get(name));
}
