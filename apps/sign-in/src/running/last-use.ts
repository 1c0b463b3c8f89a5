/** When somebody last moved, pressed or came back to the page: a code that nobody waits for need not be renewed. */

const signs = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart", "focus"] as const;

export class LastUse {
  #at = Date.now();

  constructor() {
    const note = (): void => {
      this.#at = Date.now();
    };
    for (const sign of signs) addEventListener(sign, note, { passive: true, capture: true });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") note();
    });
  }

  /** Milliseconds since. */
  get unusedFor(): number {
    return Date.now() - this.#at;
  }
}
