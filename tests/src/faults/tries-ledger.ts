/**
 * What is known of a phone's tries when answers get lost: between how many and how many have been charged, since the
 * last right mPIN and in all. A server, or a database after a kill, that tells of fewer has refunded one.
 */
import { triesAllowed } from "@mtoken/protocol";

/** What the database holds of them. */
export interface TriesOnRecord {
  tries: number;
  allowed: number;
  /** Wrong ones of before the last right one, which count for long. */
  wrongBefore: number;
}

/** At least and at most so many. */
class Span {
  #least = 0;
  #most = 0;

  get most(): number {
    return this.#most;
  }

  /** So many more, of which so many are certain. */
  grow(certain: number, possible = certain): void {
    this.#least += certain;
    this.#most += possible;
  }

  /** They may have been given back. */
  mayBeNone(): void {
    this.#least = 0;
  }

  /** Somebody who knows says how many. */
  settle(count: number, whose: string): void {
    if (count < this.#least) {
      throw new Error(
        `A try was refunded: ${whose}, ${count} are charged, and at least ${this.#least} were.`,
      );
    }
    if (count > this.#most) {
      throw new Error(`A try was charged that nobody made: ${whose}, ${count} of at most ${this.#most}.`);
    }
    this.#least = count;
    this.#most = count;
  }

  reset(): void {
    this.#least = 0;
    this.#most = 0;
  }
}

/** The tries of one phone. */
export class TriesLedger {
  readonly #sinceRight = new Span();
  readonly #inAll = new Span();

  /** Whether another wrong try could block the phone. */
  get isLow(): boolean {
    return this.#sinceRight.most >= triesAllowed - 2;
  }

  /** Whether all tries may be charged, the one with it that was just made. */
  mayBeBlocked({ withWrong }: { withWrong: boolean }): boolean {
    return this.#sinceRight.most + Number(withWrong) >= triesAllowed;
  }

  /** The server answered that the mPIN was wrong, and how many tries are left. */
  wrong(triesLeft: number): void {
    this.#sinceRight.grow(1);
    this.#inAll.grow(1);
    this.#sinceRight.settle(triesAllowed - triesLeft, "since the last right mPIN");
  }

  /** The server answered that the mPIN was right: all tries are there again. */
  right(): void {
    this.#sinceRight.reset();
  }

  /** No answer to a wrong mPIN: it was charged, or it never arrived. */
  wrongUnanswered(): void {
    this.#sinceRight.grow(0, 1);
    this.#inAll.grow(0, 1);
  }

  /** No answer to a right mPIN: never arrived, or charged and not looked at, or looked at and reset. */
  rightUnanswered(): void {
    this.#sinceRight.grow(0, 1);
    this.#sinceRight.mayBeNone();
    this.#inAll.grow(0, 1);
  }

  /** What the database holds while no server runs. */
  found({ tries, wrongBefore }: TriesOnRecord): void {
    this.#sinceRight.settle(tries, "on record since the last right mPIN");
    this.#inAll.settle(tries + wrongBefore, "on record in all");
  }
}
