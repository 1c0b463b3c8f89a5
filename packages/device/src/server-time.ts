/**
 * The server's time, as far as the phone knows it. Phones' clocks are wrong more often than one thinks, and a wrong
 * one must neither refuse what is fresh nor date an approval falsely.
 *
 * - Freshness never rests on a clock: message 2 answers this very message 1, and all else comes in a sealed channel.
 * - Message 2 expires 60 seconds after it was made, so it tells the server's time to within the time it travelled.
 *   Up to five minutes of difference are taken into account from then on; beyond that the user is asked to set the clock.
 * - With that, an envelope is late 30 seconds after its `exp`. Before the first handshake the phone's own clock counts, with
 *   five minutes of tolerance. A moment `iat` in the future refuses nothing.
 */
import { DeviceError } from "./errors.ts";
import type { Clock } from "./ports.ts";

/** How long message 2 is good (docs/protocol.md §5: one live handshake per device, 60 s). */
const handshakeLife = 60;
/** Seconds by which the phone's clock may be wrong. */
const clockTolerance = 300;
/** Seconds that remain uncertain once the difference is known: what a message may have travelled. */
const travelTolerance = 30;

/** Follows the difference between the phone's clock and the server's. */
export class ServerTime {
  readonly #clock: Clock;
  #ahead: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The server's time in whole seconds since 1970. */
  now(): number {
    return this.#own() + (this.#ahead ?? 0);
  }

  /**
   * Learns from the `exp` of a message 2 that was verified and is fresh.
   *
   * @throws {DeviceError} `wrong_clock`
   */
  learn(exp: number): void {
    const ahead = exp - handshakeLife - this.#own();
    if (Math.abs(ahead) > clockTolerance) throw new DeviceError("wrong_clock");
    this.#ahead = ahead;
  }

  /** Whether something that was good until `exp` is no longer. */
  isOver(exp: number): boolean {
    return this.now() > exp + (this.#ahead === undefined ? clockTolerance : travelTolerance);
  }

  #own(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}
