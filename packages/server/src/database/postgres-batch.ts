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

/** By its text, what a connection has prepared: the columns of its rows. */
type Prepared = Map<string, readonly Column[]>;

/** Past this many different texts a statement goes unnamed: the server keeps every named one. */
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
  readonly #bytes: Buffer;
  readonly #settle: (outcome: Outcome) => void;
  readonly #results: EngineResult[] = [];
  #columns: readonly Column[] | undefined;
  #rows: unknown[] = [];
  #unreadable: Outcome | undefined;

  constructor(prepared: Prepared, statements: readonly Statement[], settle: (outcome: Outcome) => void) {
    this.statements = statements;
    this.#prepared = prepared;
    this.#bytes = bytesOf(statements, prepared);
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
    this.#columns ??= this.#prepared.get(this.#text());
    try {
      this.#rows.push(rowOf(this.#columns ?? [], fields));
    } catch (error) {
      this.#unreadable ??= { results: [...this.#results], error };
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const statement = this.statements[this.#results.length];
    if (statement && nameOf(statement) && !this.#prepared.has(statement.sql))
      this.#prepared.set(statement.sql, this.#columns ?? []);
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

function bytesOf(statements: readonly Statement[], prepared: Prepared): Buffer {
  const messages = statements.flatMap((statement) => messagesOf(statement, prepared));
  return Buffer.concat([...messages, serialize.sync()]);
}

function messagesOf(statement: Statement, prepared: Prepared): Buffer[] {
  const name = nameOf(statement) ?? "";
  const bind = serialize.bind({ statement: name, values: statement.parameters.map(wireValue) });
  if (prepared.has(statement.sql)) return [bind, serialize.execute()];
  return [
    // After an error nobody knows whether it was prepared. To close what does not exist is no error.
    serialize.close({ type: "S", name }),
    serialize.parse({ name, text: statement.sql }),
    bind,
    serialize.describe({ type: "P" }),
    serialize.execute(),
  ];
}

const names = new Map<string, string>();

/** Undefined for what is not worth a name: it comes once (schema), or there are too many different ones already. */
function nameOf({ sql, parameters }: Statement): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= namedStatements) return known;
  if (parameters.length === 0 && !isTransactionWord(sql)) return undefined;
  const name = createHash("sha256").update(sql).digest("base64url").slice(0, 24);
  names.set(sql, name);
  return name;
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
