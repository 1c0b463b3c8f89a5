/**
 * The bus across processes: LISTEN on one connection of its own, which is opened again when it breaks, and NOTIFY
 * outside of the transactions. PostgreSQL takes a lock of the whole database while a transaction with a NOTIFY
 * commits, so inside the transactions it would make them queue; here many topics go in one statement.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import pg from "pg";
import type { Database } from "../database/database.ts";
import { clientOptions } from "../database/postgres-engine.ts";
import type { Logger } from "../log.ts";
import { type EventBus, type Listener, LocalBus, type Topic, type Watch } from "./bus.ts";

const channel = "mtoken_events";
const notify = { name: "notify", text: "select pg_notify($1, $2)" };
/** A process with much to tell tells it together; after a pause, the first is told at once. */
const batchMilliseconds = 25;
/** After what could not be told, before it is told again. */
const retryMilliseconds = 500;
/** PostgreSQL's payloads end at 8000 bytes; a topic is below 60. */
const topicsPerMessage = 100;
const heartbeatMilliseconds = 15_000;
const answerMilliseconds = 5_000;
const reconnectMilliseconds = [100, 500, 1_000, 2_000, 5_000];

export interface PostgresBusOptions {
  url: string;
  database: Database;
  log: Logger;
}

export async function openPostgresBus(options: PostgresBusOptions): Promise<EventBus> {
  const bus = new PostgresBus(options);
  await bus.listen();
  return bus;
}

class PostgresBus implements EventBus {
  readonly #options: PostgresBusOptions;
  readonly #local: LocalBus;
  readonly #origin = randomUUID();
  readonly #pending = new Set<Topic>();
  readonly #closing = new AbortController();
  #client: pg.Client | undefined;
  #flushing: Promise<void> | undefined;

  constructor(options: PostgresBusOptions) {
    this.#options = options;
    this.#local = new LocalBus((error) => options.log.error({ err: error }, "a listener failed"));
  }

  publish(topic: Topic): void {
    this.#local.emit(topic);
    this.#pending.add(topic);
    this.#flushing ??= this.#flush();
  }

  subscribe(topic: Topic, listener: Listener): () => void {
    return this.#local.subscribe(topic, listener);
  }

  watch(): Watch {
    return this.#local.watch();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#flushing;
    await this.#client?.end();
    await this.#local.close();
  }

  async listen(): Promise<void> {
    const client = new pg.Client({
      ...clientOptions(this.#options.url),
      application_name: "mtoken events",
      query_timeout: answerMilliseconds,
    });
    const heartbeat = setInterval(() => void this.#check(client), heartbeatMilliseconds).unref();
    client.on("end", () => clearInterval(heartbeat));
    client.on("notification", ({ payload }) => this.#hear(payload));
    client.on("error", () => {});
    client.on("end", () => this.#reconnect(client));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      clearInterval(heartbeat);
      await client.end().catch(() => {});
      throw error;
    }
    this.#client = client;
  }

  /** A connection that died without a word (a firewall forgot it) is only found by asking. */
  async #check(client: pg.Client): Promise<void> {
    try {
      await client.query("select 1");
    } catch {
      // It may never say that it has ended.
      client.end().catch(() => {});
      await this.#reconnect(client);
    }
  }

  #hear(payload: string | undefined): void {
    const [origin, ...topics] = (payload ?? "").split(" ");
    // What this process published, its listeners have heard already.
    if (origin === this.#origin) return;
    for (const topic of topics) this.#local.emit(topic as Topic);
  }

  async #reconnect(ended: pg.Client): Promise<void> {
    if (this.#closing.signal.aborted || this.#client !== ended) return;
    this.#client = undefined;
    this.#options.log.warn("the connection for events broke: opening another");
    for (let attempt = 0; !this.#closing.signal.aborted; attempt += 1) {
      const pause = reconnectMilliseconds[Math.min(attempt, reconnectMilliseconds.length - 1)];
      await sleep(pause, undefined, { signal: this.#closing.signal }).catch(() => {});
      if (this.#closing.signal.aborted) return;
      try {
        await this.listen();
        this.#local.emitAll();
        return;
      } catch (error) {
        this.#options.log.warn({ err: error }, "the connection for events can't be opened yet");
      }
    }
  }

  /** On the connection that listens, which has nothing else to do; while it is broken, on any. */
  async #notify(payload: string): Promise<void> {
    if (this.#client) await this.#client.query({ ...notify, values: [channel, payload] });
    else await sql`select pg_notify(${channel}, ${payload})`.execute(this.#options.database.kysely);
  }

  async #flush(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#pending.size > 0) {
      const topics = [...this.#pending].slice(0, topicsPerMessage);
      for (const topic of topics) this.#pending.delete(topic);
      const isTold = await this.#tell(topics);
      // Other processes' connections may be sound, and then nothing has their pages look again.
      if (!isTold && !signal.aborted) for (const topic of topics) this.#pending.add(topic);
      const pause = isTold ? batchMilliseconds : retryMilliseconds;
      if (!isTold || topics.length < topicsPerMessage)
        await sleep(pause, undefined, { signal }).catch(() => {});
    }
    this.#flushing = undefined;
  }

  async #tell(topics: readonly Topic[]): Promise<boolean> {
    try {
      await this.#notify([this.#origin, ...topics].join(" "));
      return true;
    } catch (error) {
      this.#options.log.warn({ err: error }, "events could not be passed on yet");
      return false;
    }
  }
}
