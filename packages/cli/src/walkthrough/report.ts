/** The walkthrough's output: one line of JSON for each step, with its milliseconds. */

/** Does the steps and prints them; the first that fails ends it. */
export class Report {
  readonly #startedAt = performance.now();
  #steps = 0;

  /** Does one step. What it returns is printed with it, and passed on. */
  async step<T extends object>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const outcome = await work();
    this.#steps += 1;
    print({ step: name, milliseconds: since(startedAt), ...printable(outcome) });
    return outcome;
  }

  /** The last line. */
  end(): void {
    print({ ok: true, steps: this.#steps, milliseconds: since(this.#startedAt) });
  }

  /** The last line when it did not hold. */
  fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    print({ ok: false, steps: this.#steps, milliseconds: since(this.#startedAt), error: message });
  }
}

/** Fails the step unless the condition holds. */
export function expectThat(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(`It did not hold that ${sentence}`);
}

/** Fails the step unless the work is refused with this code; gives the error. */
export async function expectRefusal<E extends Error & { code: string }>(
  code: string,
  work: () => Promise<unknown>,
): Promise<E> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === code) return error as E;
    throw error;
  }
  throw new Error(`It was not refused, and should have been with ${code}`);
}

/** Plain values only: what a step hands on as an object is not for printing. */
function printable(outcome: object): object {
  return Object.fromEntries(Object.entries(outcome).filter(([, value]) => typeof value !== "object"));
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}

function print(line: object): void {
  console.log(JSON.stringify(line));
}
