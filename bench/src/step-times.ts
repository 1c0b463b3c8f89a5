/** How long the steps of the sign-ins took, by name. */
import type { Spread } from "./result.ts";
import { spreadOf } from "./spread.ts";

export class StepTimes {
  readonly #durations = new Map<string, number[]>();

  /** Does one step and keeps its time. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const outcome = await work();
    this.add(name, performance.now() - startedAt);
    return outcome;
  }

  add(name: string, milliseconds: number): void {
    const durations = this.#durations.get(name) ?? [];
    durations.push(milliseconds);
    this.#durations.set(name, durations);
  }

  of(name: string): Spread {
    return spreadOf(this.#durations.get(name) ?? []);
  }

  all(): (Spread & { name: string })[] {
    return [...this.#durations.keys()].map((name) => ({ name, ...this.of(name) }));
  }
}
