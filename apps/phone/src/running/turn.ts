/**
 * One page at a time is the phone. Two that are open would both hold what the vault held when they began, and end each
 * other's sessions; so the one that has the browser's lock works, and any other waits, or takes the lock when its user
 * asks for it. The browser gives it back by itself when a page is closed or breaks off (W3C Web Locks §2).
 */
const name = "mtoken-phone";

/** Of the browser's locks, what is used here. */
export type Locks = Pick<LockManager, "request">;

export class Turn {
  readonly #locks: Locks | undefined;
  readonly #lost: () => void;
  #waiting: AbortController | undefined;
  #isHad = false;

  /** `lost` is called when another page takes the turn away. A browser without locks gives every page its turn. */
  constructor(locks: Locks | undefined, lost: () => void) {
    this.#locks = locks;
    this.#lost = lost;
  }

  get isHad(): boolean {
    return this.#isHad || this.#locks === undefined;
  }

  /** Resolves once the turn is this page's: at once as a rule, or when the other page is closed; not if it was taken. */
  async wait(): Promise<void> {
    if (this.isHad) return;
    this.#waiting ??= new AbortController();
    await this.#request({ signal: this.#waiting.signal });
  }

  /** Takes the turn from whichever page has it. */
  async take(): Promise<void> {
    if (this.isHad) return;
    await this.#request({ steal: true });
    // The place in the queue is needed no more.
    this.#waiting?.abort();
    this.#waiting = undefined;
  }

  #request(options: LockOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      let mine = false;
      const forever = (): Promise<never> => {
        mine = true;
        this.#isHad = true;
        resolve();
        return new Promise(() => undefined);
      };
      this.#locks?.request(name, options, forever).catch((error: unknown) => {
        if (mine) {
          this.#isHad = false;
          this.#lost();
        } else if (options.signal?.aborted !== true) reject(error);
      });
    });
  }
}
