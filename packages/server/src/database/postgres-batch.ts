/**
 * Statements that leave for PostgreSQL in one write and come back in one answer, as a query of `pg`'s own kind: one Sync for
 * all of them (PostgreSQL's "Extended Query", "Pipelining"), so that the server answers once; each is parsed, planned
 * and described once per connection, under a name made from its text. Outside of a transaction they are one; what follows
 * an error is not run.
 */
import { createHash } from "node:crypto";
import pg from "pg";
import { serialize } from "pg-protocol";
import type { EngineResult, Statement } from "./dialect.ts";
import { isStatementError } from "./sql-state.ts";
import { valueParsers, wireValue } from "./wire-values.ts";

/** What came of a batch: with an error, the results of those before the statement that failed. */
export interface Outcome {
  results: EngineResult[];
  error?: unknown;
  /** The connection is of no more use. */
  isBroken?: boolean;
}

interface Column {
  name: string;
  parse(text: string): unknown;
}

/** What a connection has prepared of a text: under which name, and the columns of its rows. */
interface PreparedStatement {
  name: string;
  columns: readonly Column[];
}

/** By its text. */
type Prepared = Map<string, PreparedStatement>;

/** Past this many different texts on one connection a statement goes unnamed: the server keeps every named one. */
const namedStatements = 500;

/** Runs them in turn. Nothing else may be under way on the connection that must not fail with them. */
export function runBatch(client: pg.ClientBase, statements: readonly Statement[]): Promise<Outcome> {
  return new Promise((settle) => {
    client.query(new Batch(preparedOn(client), statements, settle));
  });
}

/** `pg` calls the members as the messages of PostgreSQL come in. */
class Batch implements pg.Submittable {
  /** Read by whoever counts statements. */
  readonly statements: readonly Statement[];
  readonly #prepared: Prepared;
  /** Of each statement, empty where it goes unnamed. */
  readonly #names: readonly string[];
  readonly #bytes: Buffer;
  readonly #settle: (outcome: Outcome) => void;
  readonly #results: EngineResult[] = [];
  #columns: readonly Column[] | undefined;
  #rows: unknown[] = [];
  #unreadable: Outcome | undefined;

  constructor(prepared: Prepared, statements: readonly Statement[], settle: (outcome: Outcome) => void) {
    this.statements = statements;
    this.#prepared = prepared;
    this.#names = statements.map((statement) => nameOf(statement, prepared));
    this.#bytes = bytesOf(statements, this.#names, prepared);
    this.#settle = settle;
  }

  /** A connection that can't be written to any more ends, and fails what is under way. */
  submit({ stream }: pg.Connection): void {
    if (stream.writable) stream.write(this.#bytes);
  }

  handleRowDescription({ fields }: { fields: readonly pg.FieldDef[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    this.#columns ??= this.#prepared.get(this.#text())?.columns;
    try {
      this.#rows.push(rowOf(this.#columns ?? [], fields));
    } catch (error) {
      this.#unreadable ??= { results: [...this.#results], error };
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const name = this.#names[this.#results.length] ?? "";
    if (name !== "" && !this.#prepared.has(this.#text()))
      this.#prepared.set(this.#text(), { name, columns: this.#columns ?? [] });
    this.#results.push({ ...tagOf(text), rows: this.#rows });
    this.#columns = undefined;
    this.#rows = [];
  }

  handleReadyForQuery(): void {
    this.#settle(this.#unreadable ?? { results: this.#results });
  }

  /** Of two errors the first counts: the statement that it came of has not all of its rows. */
  handleError(error: unknown): void {
    this.#settle({ results: this.#results, error, ...this.#unreadable, isBroken: !isStatementError(error) });
  }

  #text(): string {
    return this.statements[this.#results.length]?.sql ?? "";
  }
}

const preparedStatements = new WeakMap<pg.ClientBase, Prepared>();

function preparedOn(client: pg.ClientBase): Prepared {
  const known = preparedStatements.get(client);
  if (known) return known;
  const prepared: Prepared = new Map();
  preparedStatements.set(client, prepared);
  return prepared;
}

function bytesOf(statements: readonly Statement[], names: readonly string[], prepared: Prepared): Buffer {
  const messages = statements.flatMap((statement, index) =>
    messagesOf(statement, names[index] ?? "", prepared),
  );
  return Buffer.concat([...messages, serialize.sync()]);
}

function messagesOf({ sql, parameters }: Statement, name: string, prepared: Prepared): Buffer[] {
  const bind = serialize.bind({ statement: name, values: parameters.map(wireValue) });
  if (prepared.has(sql)) return [bind, serialize.execute()];
  return [
    // After an error nobody knows whether it was prepared. To close what does not exist is no error.
    serialize.close({ type: "S", name }),
    serialize.parse({ name, text: sql }),
    bind,
    serialize.describe({ type: "P" }),
    serialize.execute(),
  ];
}

/** Empty for what is not worth a name: it comes once (schema), or there are too many different ones already. */
function nameOf({ sql, parameters }: Statement, prepared: Prepared): string {
  const known = prepared.get(sql);
  if (known !== undefined) return known.name;
  if (prepared.size >= namedStatements) return "";
  if (parameters.length === 0 && !isTransactionWord(sql)) return "";
  return createHash("sha256").update(sql).digest("base64url").slice(0, 24);
}

function isTransactionWord(sql: string): boolean {
  return sql === "begin" || sql === "commit" || sql === "rollback";
}

function parserOf(oid: number): Column["parse"] {
  return valueParsers[oid] ?? pg.types.getTypeParser(oid, "text");
}

function rowOf(columns: readonly Column[], fields: readonly (string | null)[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  columns.forEach(({ name, parse }, index) => {
    const text = fields[index];
    row[name] = text === null || text === undefined ? null : parse(text);
  });
  return row;
}

/** `INSERT 0 1`, `UPDATE 2`, `SELECT 3`, `CREATE TABLE`: the last word counts rows, if it is a number. */
function tagOf(text: string): Pick<EngineResult, "command" | "affected"> {
  const words = text.split(" ");
  const count = Number(words.at(-1));
  const isWrite = words[0] !== "SELECT" && !Number.isNaN(count);
  return { command: words[0], affected: isWrite ? count : undefined };
}
