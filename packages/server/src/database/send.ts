/**
 * How statements leave for the database. Waiting for an answer costs a round trip, several times what most statements take
 * to run. These say what need not wait: statements that can leave together since none needs another's result, a write
 * whose result nobody needs, and what leaves with the commit. A transaction stays all or nothing either way.
 */
import type { Compilable, CompiledQuery } from "kysely";
import type { Queries, Transaction } from "./database.ts";

export type Sending =
  | { how: "with-next" }
  | { how: "together" | "with-commit"; queries: readonly CompiledQuery[] };

const sending = Symbol("sending");

type Rows<Q extends readonly Compilable<unknown>[]> = {
  [I in keyof Q]: Q[I] extends Compilable<infer Row> ? Row[] : never;
};

/** Runs the statements in their order, in one round trip. In a transaction each sees what the ones before it did. */
export async function sendTogether<Q extends readonly Compilable<unknown>[]>(
  queries: Queries,
  ...all: Q
): Promise<Rows<Q>> {
  return send(queries, "together", all);
}

/** For a write whose result says nothing: it leaves with the transaction's next statement, at the latest with its commit. */
export async function sendWithNext(transaction: Transaction, query: Compilable): Promise<void> {
  await transaction.executeQuery({ ...query.compile(), [sending]: { how: "with-next" } } as CompiledQuery);
}

/**
 * The transaction's last statements, which leave together with the commit. What is thrown afterwards undoes nothing, so it
 * serves where their results can't be refused any more.
 */
export async function sendWithCommit<Q extends readonly Compilable<unknown>[]>(
  transaction: Transaction,
  ...all: Q
): Promise<Rows<Q>> {
  return send(transaction, "with-commit", all);
}

/** Undefined for a statement that leaves alone. */
export function sendingOf(query: CompiledQuery & { [sending]?: Sending }): Sending | undefined {
  return query[sending];
}

async function send<Q extends readonly Compilable<unknown>[]>(
  queries: Queries,
  how: "together" | "with-commit",
  all: Q,
): Promise<Rows<Q>> {
  const compiled = all.map((query) => query.compile());
  const [first] = compiled;
  const { rows } = await queries.executeQuery({
    ...first,
    [sending]: { how, queries: compiled },
  } as CompiledQuery);
  // The dialect gives one array of rows for each statement (dialect.ts).
  return rows as Rows<Q>;
}
