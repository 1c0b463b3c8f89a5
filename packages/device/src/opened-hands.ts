/**
 * A handshake that was opened while the mPIN is typed (docs/protocol.md §5, Opened beforehand): kept in memory for as long as a
 * server is sure to have it, and good for one mPIN, for what it was opened for and nothing else.
 */
import type { Aim, Opening } from "./open-handshake.ts";
import type { Clock } from "./ports.ts";

/** Milliseconds; the server keeps it for a minute. */
const goodFor = 45_000;

interface Tried {
  aim: Aim;
  at: number;
  /** Undefined where it could not be opened. */
  opening: Promise<Opening | undefined>;
}

/** Holds one opening, or none: the server keeps one for each device, too. */
export class OpenedHands {
  readonly #clock: Clock;
  #tried: Tried | undefined;
  #forgotten = 0;
  #proofs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is wanted at this moment: whoever may have to wait asks again, before anything is opened, whether it still is. */
  wish(): () => boolean {
    const forgotten = this.#forgotten;
    return () => this.#proofs === 0 && this.#forgotten === forgotten;
  }

  /** While something is proven nothing is opened beforehand: the server keeps one handshake, and would lose that which is proven. */
  async duringProof<T>(prove: () => Promise<T>): Promise<T> {
    this.#proofs += 1;
    try {
      return await prove();
    } finally {
      this.#proofs -= 1;
    }
  }

  /**
   * Opens one, and keeps it in the place of one for something else; not where that was tried already for the mPIN that is being typed: each
   * of its keys asks for it, and without a connection each would wait.
   */
  async openOnce(aim: Aim, open: () => Promise<Opening | undefined>): Promise<void> {
    this.forgetOld();
    if (this.#tried && isSame(this.#tried.aim, aim)) return;
    const opening = open();
    this.#tried = { aim, at: this.#clock.now(), opening: opening.catch(() => undefined) };
    await opening;
  }

  /** Gives it away, once, as soon as it is there; one for something else is of no more use. */
  async take(aim: Aim): Promise<Opening | undefined> {
    this.forgetOld();
    const tried = this.#tried;
    this.forget();
    if (tried === undefined || !isSame(tried.aim, aim)) return undefined;
    const opening = await tried.opening;
    return this.#isOld(tried) ? undefined : opening;
  }

  /** To be called every few seconds. */
  forgetOld(): void {
    if (this.#tried && this.#isOld(this.#tried)) this.#tried = undefined;
  }

  /** Whatever was asked for before is wanted no more, either. */
  forget(): void {
    this.#forgotten += 1;
    this.#tried = undefined;
  }

  /** A clock that was turned back doesn't make it younger. */
  #isOld({ at }: Tried): boolean {
    return Math.abs(this.#clock.now() - at) >= goodFor;
  }
}

function isSame(one: Aim, other: Aim): boolean {
  return one.purpose === other.purpose && one.binding === other.binding;
}
