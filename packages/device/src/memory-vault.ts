/** A vault that lives as long as the process: for tests, and for a phone that should forget. */
import type { VaultStorage } from "./ports.ts";
import type { VaultRecord } from "./vault-record.ts";

/** Keeps a copy, as IndexedDB would: later changes to a record that was written don't reach it. */
export class MemoryVault implements VaultStorage {
  #record: VaultRecord | undefined;
  #last: Promise<unknown> = Promise.resolve();

  async read(): Promise<VaultRecord | undefined> {
    return structuredClone(this.#record);
  }

  async write(record: VaultRecord): Promise<void> {
    this.#record = structuredClone(record);
  }

  async clear(): Promise<void> {
    this.#record = undefined;
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
