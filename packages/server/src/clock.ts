/**
 * The one source of time. Rules and SQL take their instants from here, never from `Date.now()` or the database's
 * `now()`, so that a test can let a day pass.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = {
  now: () => new Date(),
};

/** NumericDate (RFC 7519 §2): whole seconds, rounded down. */
export function toNumericDate(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

export function later(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}
