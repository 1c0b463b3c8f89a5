/**
 * What the phone knows of its tries when answers get lost: between how many and how many have been charged. A server that
 * ever says more are left than this allows has refunded one.
 */
import { triesAllowed } from "@mtoken/protocol";

/** The charged tries since the last success, as an interval. */
export class TriesLedger {
  #least = 0;
  #most = 0;

  /** Whether another wrong try could block the phone. */
  get isLow(): boolean {
    return this.#most >= triesAllowed - 2;
  }

  /** The server answered that the mPIN was wrong, and how many tries are left. */
  wrong(triesLeft: number): void {
    this.#least += 1;
    this.#most += 1;
    const charged = triesAllowed - triesLeft;
    if (charged < this.#least) {
      throw new Error(`A try was refunded: ${charged} are charged, and ${this.#least} were.`);
    }
    if (charged > this.#most) {
      throw new Error(
        `A try was charged that nobody made: ${charged} are, and at most ${this.#most} were made.`,
      );
    }
    this.#least = charged;
    this.#most = charged;
  }

  /** The server answered that the mPIN was right: all tries are there again. */
  right(): void {
    this.#least = 0;
    this.#most = 0;
  }

  /** No answer to a wrong mPIN: it was charged, or it never arrived. */
  wrongUnanswered(): void {
    this.#most += 1;
  }

  /** No answer to a right mPIN: never arrived, or charged and not yet reset, or reset. */
  rightUnanswered(): void {
    this.#least = 0;
    this.#most += 1;
  }
}
