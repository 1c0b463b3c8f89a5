/**
 * Kysely on either engine, over the few things that differ between them: taking a connection and asking it. A round trip
 * costs more than most statements, so whatever need not wait for an answer leaves with what comes after it: BEGIN with
 * the first statement, and what a rule says so of (send.ts) with the next one or with COMMIT.
 */
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type RootOperationNode,
  SelectQueryNode,
  type TransactionSettings,
} from "kysely";
import { sendingOf } from "./send.ts";

export interface Statement {
  query?: RootOperationNode;
  sql: string;
  parameters: readonly unknown[];
}

export interface EngineResult {
  /** PostgreSQL's command tag: `SELECT`, `COMMIT`, … */
  command: string | undefined;
  rows: unknown[];
  affected: number | undefined;
}

export interface EngineConnection {
  /** Runs them in turn, at one go: a result for each, or the first error. */
  query(statements: readonly Statement[]): Promise<EngineResult[]>;
  /** Gives the connection back; a broken one is not used again. */
  release(broken: boolean): void;
}

export interface Engine {
  take(): Promise<EngineConnection>;
  /** Reads outside of a transaction, where the engine has a way for them that takes no connection. */
  read?(statements: readonly Statement[]): Promise<EngineResult[]>;
  close(): Promise<void>;
}

export class EngineDialect implements Dialect {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  createAdapter() {
    return new PostgresAdapter();
  }

  createDriver(): Driver {
    return new EngineDriver(this.#engine);
  }

  createIntrospector(kysely: Kysely<unknown>) {
    return new PostgresIntrospector(kysely);
  }

  createQueryCompiler() {
    return new PostgresQueryCompiler();
  }
}

class EngineDriver implements Driver {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    return new Connection(this.#engine);
  }

  async releaseConnection(connection: Connection): Promise<void> {
    connection.release();
  }

  async beginTransaction(connection: Connection, { isolationLevel }: TransactionSettings): Promise<void> {
    await connection.begin(isolationLevel ? `begin isolation level ${isolationLevel}` : "begin");
  }

  async commitTransaction(connection: Connection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    await connection.rollback();
  }

  async savepoint(connection: Connection, name: string): Promise<void> {
    await connection.run(plain(`savepoint "${name}"`));
  }

  async rollbackToSavepoint(connection: Connection, name: string): Promise<void> {
    await connection.run(plain(`rollback to savepoint "${name}"`));
  }

  async releaseSavepoint(connection: Connection, name: string): Promise<void> {
    await connection.run(plain(`release savepoint "${name}"`));
  }

  async destroy(): Promise<void> {
    await this.#engine.close();
  }
}

class Connection implements DatabaseConnection {
  readonly #engine: Engine;
  /** Taken by a transaction, and by the first statement that needs one of its own. */
  #connection: EngineConnection | undefined;
  #broken = false;
  #state: "idle" | "asked" | "begun" | "committed" | "failed" = "idle";
  /** What leaves with the next statement. */
  #waiting: Statement[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const sending = sendingOf(query);
    if (sending === undefined) {
      const { rows, affected } = await this.run(query);
      // The row type is the query builder's own promise; Kysely's drivers all make it here.
      return { rows: rows as Row[], ...(affected !== undefined && { numAffectedRows: BigInt(affected) }) };
    }
    if (sending.how === "with-next") {
      this.#waiting.push(query);
      return { rows: [] };
    }
    const isLast = sending.how === "with-commit";
    const results = await (isLast ? this.#runLast(sending.queries) : this.#send(sending.queries));
    return { rows: results.map(({ rows }) => rows) as Row[] };
  }

  // biome-ignore lint/correctness/useYield: nothing here streams, and Kysely wants the method.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("Streaming is not supported.");
  }

  /** A transaction has its connection from the start; only BEGIN waits for the first statement. */
  async begin(sql: string): Promise<void> {
    this.#connection = await this.#engine.take();
    this.#state = "asked";
    this.#waiting.push(plain(sql));
  }

  async commit(): Promise<void> {
    const isEmpty = this.#state === "asked" && this.#waiting.length === 1;
    if (this.#state === "failed") {
      // The rule swallowed the error of its last statements: nothing of it was written.
      await this.rollback();
      throw new AbortedTransactionError();
    }
    if (isEmpty) this.#waiting = [];
    else if (this.#state !== "committed") requireCommitted(await this.run(plain("commit")));
    this.#state = "idle";
  }

  async rollback(): Promise<void> {
    const state = this.#state;
    this.#state = "idle";
    this.#waiting = [];
    if (state !== "begun" && state !== "failed") return;
    try {
      await this.run(plain("rollback"));
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  /** Runs a statement, after what waited for it. */
  async run(statement: Statement): Promise<EngineResult> {
    return lastOf(await this.#send([statement]));
  }

  release(): void {
    this.#connection?.release(this.#broken);
  }

  async #runLast(statements: readonly Statement[]): Promise<EngineResult[]> {
    try {
      const results = await this.#send([...statements, plain("commit")]);
      requireCommitted(lastOf(results));
      this.#state = "committed";
      return results.slice(0, -1);
    } catch (error) {
      this.#state = "failed";
      throw error;
    }
  }

  /** The results of these, without those of what waited for them. */
  async #send(statements: readonly Statement[]): Promise<EngineResult[]> {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (this.#state === "committed" || this.#state === "failed")
      throw new Error("A statement came after the transaction's last one.");
    [...waiting, ...statements].forEach(requireSendable);
    if (this.#state === "asked") this.#state = "begun";
    if (this.#state === "idle" && this.#engine.read && statements.every(isRead)) {
      return this.#engine.read(statements);
    }
    this.#connection ??= await this.#engine.take();
    const results = await this.#connection.query([...waiting, ...statements]);
    return results.slice(waiting.length);
  }
}

/** A SELECT that changes and locks nothing. */
function isRead({ query }: Statement): boolean {
  return (
    query !== undefined &&
    SelectQueryNode.is(query) &&
    query.with === undefined &&
    query.endModifiers === undefined
  );
}

/** Before anything leaves: a value that could not be written would keep its own statement back, and not the COMMIT behind it. */
function requireSendable({ parameters }: Statement): void {
  if (!parameters.every(isSendable)) throw new TypeError("A statement has a parameter of no known kind.");
}

function isSendable(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  if (Array.isArray(value)) return value.every(isSendable);
  return ["string", "number", "boolean"].includes(typeof value) || value instanceof Uint8Array;
}

function plain(sql: string): Statement {
  return { sql, parameters: [] };
}

/**
 * PostgreSQL answers the commit of a transaction that had failed with ROLLBACK and no error: a rule that swallowed a
 * statement's error would take its writes for done.
 */
function requireCommitted({ command }: EngineResult): void {
  if (command === "ROLLBACK") throw new AbortedTransactionError();
}

function lastOf(results: readonly EngineResult[]): EngineResult {
  const last = results.at(-1);
  if (last === undefined) throw new Error("The database gave no result.");
  return last;
}
