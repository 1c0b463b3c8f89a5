/** Chance that can be had again: one seed gives the same moments (mulberry32). */

/** Numbers from one seed. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** At least 0, and less than the limit. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit;
  }
}

/** The seed that the environment names, or any; printed, since a run that fails is wanted again. */
export function chooseSeed(name: string): number {
  const given = process.env[name];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isInteger(seed)) throw new TypeError(`${name} is a whole number.`);
  console.info(`Killed at the moments of seed ${seed}; ${name}=${seed} chooses the same again.`);
  return seed;
}
