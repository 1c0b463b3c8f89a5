/**
 * PGlite as an engine: one connection, taken in turn. Whoever waits for more than ten seconds gets an error instead of
 * waiting for ever, since the usual cause is a query made past its own transaction, which can never end.
 */
import type { PGlite } from "@electric-sql/pglite";
import type { Engine, EngineConnection, EngineResult } from "./dialect.ts";

const patienceMilliseconds = 10_000;

export function pgliteEngine(pglite: PGlite, { patience = patienceMilliseconds } = {}): Engine {
  const turn = new Turn(patience);
  const connection: EngineConnection = {
    async query(statements) {
      const results: EngineResult[] = [];
      for (const { sql, parameters } of statements) {
        const { rows, affectedRows, command } = await pglite.query(sql, [...parameters]);
        results.push({ rows, command, affected: affectedRows });
      }
      return results;
    },
    release: () => turn.pass(),
  };
  return {
    async take() {
      await turn.take();
      return connection;
    },
    async close() {
      if (!pglite.closed) await pglite.close();
    },
  };
}

/** One at a time, first come first served. */
class Turn {
  #taken = false;
  readonly #waiting: (() => void)[] = [];
  readonly #patience: number;

  constructor(patience: number) {
    this.#patience = patience;
  }

  async take(): Promise<void> {
    if (!this.#taken) {
      this.#taken = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(
          new Error(
            "The embedded database was busy for too long: most often a query that was made past its own transaction.",
          ),
        );
      }, this.#patience);
      this.#waiting.push(enter);
    });
  }

  pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }
}
