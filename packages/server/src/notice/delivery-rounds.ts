/** One channel's going through its outbox again and again (outbox.ts, mail-outbox.ts, code-outbox.ts), in this process never twice at once. */
export interface DeliveryRoundsOptions {
  /** Goes through the outbox once. */
  deliverDue: () => Promise<void>;
  /** A round that nobody waits for has failed; the next one comes. */
  failed: (error: unknown) => void;
}

export class DeliveryRounds {
  readonly #options: DeliveryRoundsOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: DeliveryRoundsOptions) {
    this.#options = options;
  }

  start(everyMilliseconds: number): void {
    this.#timer = setInterval(() => {
      if (this.#running) return;
      this.deliverNow().catch(this.#options.failed);
    }, everyMilliseconds).unref();
  }

  /** When it resolves, everything that was due has been tried once. */
  async deliverNow(): Promise<void> {
    this.#running ??= this.#options.deliverDue().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** Begins no further round, and waits for the one that is under way. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running?.catch(() => {});
  }
}

/** In seconds. */
export interface Waits {
  /** Before the second attempt; each further one waits so many `times` as long, up to the longest. */
  first: number;
  times: number;
  longest: number;
}

/** Half of it to one and a half: what failed together is not tried again together. */
export function waitAfter(attempts: number, { first, times, longest }: Waits): number {
  return Math.min(first * times ** (attempts - 1), longest) * (0.5 + Math.random());
}
