/** Counts what the server asks of its database, at the drivers' own `query`, so that the server needs no counting of its own. */
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";

export interface StatementCounts {
  /** BEGIN, COMMIT and ROLLBACK excluded. */
  statements: number;
  roundTrips: number;
  /** Commits: of transactions, and of single statements that write. */
  transactions: number;
}

export class StatementCounter {
  readonly #counts: StatementCounts = { statements: 0, roundTrips: 0, transactions: 0 };
  readonly #byText = new Map<string, number>();
  readonly #inTransaction = new WeakSet<object>();

  /** From now on every connection of this process is counted. */
  start(): void {
    for (const prototype of [pg.Client.prototype, PGlite.prototype]) this.#watch(prototype);
  }

  counts(): StatementCounts {
    return { ...this.#counts };
  }

  /** Each statement's text, and how often it came. */
  texts(): Record<string, number> {
    return Object.fromEntries(this.#byText);
  }

  #watch(prototype: { query: unknown }): void {
    const original = prototype.query;
    if (typeof original !== "function") throw new Error("This driver has no query to count.");
    const counts = this.#counts;
    const count = (connection: object, text: string) => this.#count(connection, text);
    Object.defineProperty(prototype, "query", {
      value: function query(this: object, ...words: unknown[]): unknown {
        counts.roundTrips += 1;
        for (const text of textsOf(words[0])) count(this, text);
        return Reflect.apply(original, this, words);
      },
    });
  }

  #count(connection: object, text: string): void {
    const [verb = ""] = text.trimStart().split(/\s/, 1);
    const word = verb.toLowerCase();
    this.#byText.set(text, (this.#byText.get(text) ?? 0) + 1);
    if (word === "begin") this.#inTransaction.add(connection);
    else if (word === "commit" || word === "rollback") this.#inTransaction.delete(connection);
    else this.#counts.statements += 1;
    const commits = word === "commit" || (!this.#inTransaction.has(connection) && isWrite(word));
    if (commits) this.#counts.transactions += 1;
  }
}

function isWrite(word: string): boolean {
  return word === "insert" || word === "update" || word === "delete" || word === "with";
}

/** Both drivers take a text; `pg` takes an object with one, too, and the server's batches hold several. */
function textsOf(query: unknown): string[] {
  if (typeof query === "string") return [query];
  if (typeof query !== "object" || query === null) return [];
  if ("statements" in query && Array.isArray(query.statements)) return query.statements.map(({ sql }) => sql);
  return "text" in query && typeof query.text === "string" ? [query.text] : [];
}
