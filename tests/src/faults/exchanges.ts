/** Counts what phones and browsers send, so that a moment can be chosen by the work done and not by the clock. */
export class Exchanges {
  #sent = 0;
  #waiting: { count: number; reached: () => void }[] = [];

  /** `fetch`, counted. */
  readonly fetch: typeof globalThis.fetch = (input, init) => {
    this.note();
    return globalThis.fetch(input, init);
  };

  /** Something is sent by other means. */
  note(): void {
    this.#sent += 1;
    for (const { count, reached } of this.#waiting) if (this.#sent >= count) reached();
    this.#waiting = this.#waiting.filter(({ count }) => this.#sent < count);
  }

  /** Resolves when so many more have been sent. */
  after(more: number): Promise<void> {
    return new Promise((reached) => this.#waiting.push({ count: this.#sent + more, reached }));
  }
}
