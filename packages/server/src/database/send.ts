/**
 * How a statement leaves for the database. Waiting for an answer that nobody needs costs a round trip, several times what
 * most statements take to run; these two say that nobody needs it. Either way the transaction is still all or nothing.
 */
import type { Compilable, CompiledQuery } from "kysely";
import type { Transaction } from "./database.ts";

type Sending = "with-next" | "with-commit";

const sending = Symbol("sending");

/** For a write whose result says nothing: it leaves with the transaction's next statement, at the latest with its commit. */
export async function sendWithNext(transaction: Transaction, query: Compilable): Promise<void> {
  await transaction.executeQuery(marked(query, "with-next"));
}

/**
 * The transaction's last statement, which leaves together with the commit. What is thrown afterwards undoes nothing, so it
 * serves where a result that the rule refuses means that nothing has been written.
 */
export async function sendWithCommit<Row>(transaction: Transaction, query: Compilable<Row>): Promise<Row[]> {
  const { rows } = await transaction.executeQuery(marked(query, "with-commit"));
  return rows;
}

/** Undefined for a statement that waits for its own answer. */
export function sendingOf(query: CompiledQuery & { [sending]?: Sending }): Sending | undefined {
  return query[sending];
}

function marked<Row>(query: Compilable<Row>, how: Sending): CompiledQuery<Row> {
  return { ...query.compile(), [sending]: how } as CompiledQuery<Row>;
}
