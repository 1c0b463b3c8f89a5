/** A page that is closed, or a phone without power, in the middle of what it stores. */
import type { VaultStorage } from "../ports.ts";
import type { VaultRecord } from "../vault-record.ts";

/** Dies at its n-th write, and with it all that comes after: a page that was closed, a phone without power. */
export class DyingStorage implements VaultStorage {
  readonly #storage: VaultStorage;
  readonly #dies: { write: number; when: "before" | "after" };
  #writes = 0;
  /** From when on writes are counted. */
  armed = true;

  constructor(storage: VaultStorage, dies: { write: number; when: "before" | "after" }) {
    this.#storage = storage;
    this.#dies = dies;
  }

  read(): Promise<VaultRecord | undefined> {
    return this.#storage.read();
  }

  async write(record: VaultRecord): Promise<void> {
    if (!this.armed) return this.#storage.write(record);
    this.#writes += 1;
    const isLast = this.#writes >= this.#dies.write;
    const isKept = !isLast || (this.#writes === this.#dies.write && this.#dies.when === "after");
    if (isKept) await this.#storage.write(record);
    if (isLast) throw new Error("the page is gone");
  }

  clear(): Promise<void> {
    return this.#storage.clear();
  }
}
