/** How much Argon2id this phone bears (docs/protocol.md §2): as much as a second holds, and never less than the floor. */
import type { Argon2Parameters } from "@mtoken/protocol";
import { randomBytes, suites } from "@mtoken/protocol";
import type { Clock } from "./ports.ts";
import type { Stretch } from "./stretch.ts";

const { usual, floor } = suites["mtoken-1"].stretching;

/** From what the protocol asks for down to what it allows at least, each a quarter to a half less work. */
const ladder: readonly Argon2Parameters[] = [
  usual,
  { m: 48 * 1024, t: 3, p: 1 },
  { m: 32 * 1024, t: 3, p: 1 },
  { m: 32 * 1024, t: 2, p: 1 },
];

/** What {@link calibrate} measures with. */
export interface CalibrateOptions {
  stretch: Stretch;
  clock: Clock;
  /** Milliseconds that one stretching may take. */
  budget: number;
}

/**
 * The most work that this phone does within the budget, measured at the floor. The first run warms up, the second
 * counts.
 */
export async function calibrate({ stretch, clock, budget }: CalibrateOptions): Promise<Argon2Parameters> {
  const sample = { mpin: "0", salt: randomBytes(16), argon2: floor };
  await stretch(sample);
  const started = clock.now();
  await stretch(sample);
  const perUnit = (clock.now() - started) / (floor.m * floor.t);
  return { ...(ladder.find(({ m, t }) => m * t * perUnit <= budget) ?? floor) };
}
