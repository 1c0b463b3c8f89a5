/**
 * Kysely on either engine, over the few things that differ between them: taking a connection and asking it.
 */
import {
  AbortedTransactionError,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from "kysely";

interface EngineResult {
  /** PostgreSQL's command tag: `SELECT`, `COMMIT`, … */
  command: string | undefined;
  rows: unknown[];
  affected: number | undefined;
}

export interface EngineConnection {
  query(sql: string, parameters: readonly unknown[]): Promise<EngineResult>;
  /** Gives the connection back; a broken one is not used again. */
  release(broken: boolean): void;
}

export interface Engine {
  take(): Promise<EngineConnection>;
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
    return new Connection(await this.#engine.take());
  }

  async releaseConnection(connection: Connection): Promise<void> {
    connection.release();
  }

  async beginTransaction(connection: Connection, { isolationLevel }: TransactionSettings): Promise<void> {
    await connection.run(isolationLevel ? `begin isolation level ${isolationLevel}` : "begin");
  }

  async commitTransaction(connection: Connection): Promise<void> {
    const command = await connection.run("commit");
    // PostgreSQL answers the commit of a transaction that had failed with ROLLBACK and no error: a rule that
    // swallowed a statement's error would take its writes for done.
    if (command === "ROLLBACK") throw new AbortedTransactionError();
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    try {
      await connection.run("rollback");
    } catch (error) {
      connection.broken = true;
      throw error;
    }
  }

  async savepoint(connection: Connection, name: string): Promise<void> {
    await connection.run(`savepoint "${name}"`);
  }

  async rollbackToSavepoint(connection: Connection, name: string): Promise<void> {
    await connection.run(`rollback to savepoint "${name}"`);
  }

  async releaseSavepoint(connection: Connection, name: string): Promise<void> {
    await connection.run(`release savepoint "${name}"`);
  }

  async destroy(): Promise<void> {
    await this.#engine.close();
  }
}

class Connection implements DatabaseConnection {
  broken = false;
  readonly #connection: EngineConnection;

  constructor(connection: EngineConnection) {
    this.#connection = connection;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affected } = await this.#connection.query(sql, parameters);
    // The row type is the query builder's own promise; Kysely's drivers all make it here.
    return { rows: rows as Row[], ...(affected !== undefined && { numAffectedRows: BigInt(affected) }) };
  }

  // biome-ignore lint/correctness/useYield: nothing here streams, and Kysely wants the method.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("Streaming is not supported.");
  }

  async run(sql: string): Promise<string | undefined> {
    const { command } = await this.#connection.query(sql, CompiledQuery.raw(sql).parameters);
    return command;
  }

  release(): void {
    this.#connection.release(this.broken);
  }
}
