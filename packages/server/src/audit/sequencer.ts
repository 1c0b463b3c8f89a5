/**
 * Puts committed entries into the log's order, grows its Merkle tree (RFC 9162 §2.1), and signs a checkpoint. One
 * process at a time does it, whoever comes first; docs/decisions/0001-merkle-log.md says why the entries are not
 * chained as they are written.
 */
import { b64, hashToken } from "@mtoken/protocol";
import { countEntries } from "../activity/count-entries.ts";
import type { Clock } from "../clock.ts";
import { toNumericDate } from "../clock.ts";
import { takeLock } from "../database/advisory-lock.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { Identity } from "../keys/identity.ts";
import type { Logger } from "../log.ts";
import { appendLeaf, type Edge, leafHash, rootOf, type TreeNode } from "./merkle-tree.ts";
import { entryText, recordAudit } from "./record.ts";
import {
  findLastCheckpoint,
  findUnplaced,
  hasUnplaced,
  insertCheckpoint,
  insertNodes,
  type PendingEntry,
  placeEntries,
  readEdge,
} from "./store.ts";

/** Entries that one checkpoint takes in at most: a transaction of some tens of milliseconds. */
const batchSize = 1000;

export interface SequencerOptions {
  database: Database;
  identity: Identity;
  clock: Clock;
  log: Logger;
  issuer: string;
  /** How often to look for entries that wait for their place. */
  everyMilliseconds: number;
}

export class Sequencer {
  readonly #options: SequencerOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  start(): void {
    const { everyMilliseconds, log, database } = this.#options;
    const look = async () => {
      if (await hasUnplaced(database.kysely)) await this.sequenceNow();
    };
    this.#timer = setInterval(() => {
      if (this.#running) return;
      look().catch((error: unknown) => log.error({ err: error }, "the audit log could not be sequenced"));
    }, everyMilliseconds).unref();
  }

  /** When it resolves, every entry that was committed before the call has its place under a signed checkpoint. */
  async sequenceNow(): Promise<void> {
    // A run that is under way may have read the waiting entries before the caller's was committed.
    await this.#running?.catch(() => {});
    this.#running ??= this.#placeAll().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running?.catch(() => {});
  }

  async #placeAll(): Promise<void> {
    const { kysely } = this.#options.database;
    let placed: number;
    do {
      placed = await kysely.transaction().execute((transaction) => this.#placeBatch(transaction));
    } while (placed >= batchSize);
  }

  async #placeBatch(transaction: Transaction): Promise<number> {
    const { clock, identity, issuer } = this.#options;
    await takeLock(transaction, "audit");
    const pending = await findUnplaced(transaction, batchSize);
    if (pending.length === 0) return 0;
    const last = await findLastCheckpoint(transaction);
    const size = last?.size ?? 0;
    const at = notBefore(clock.now(), pending);
    const entries = last ? [await this.#linkTo(transaction, last.token, at), ...pending] : pending;
    const { edge, completed } = grow(await readEdge(transaction, size), entries);
    await placeEntries(
      transaction,
      entries.map(({ id }, index) => ({ id, position: size + index })),
    );
    await countEntries(transaction, pending);
    await insertNodes(transaction, completed);
    const newSize = size + entries.length;
    const checkpoint = { iss: issuer, size: newSize, root: b64(rootOf(edge)), iat: toNumericDate(at) };
    const token = await identity.sign("mtoken-checkpoint+jws", checkpoint);
    await insertCheckpoint(transaction, { size: newSize, token, at });
    return pending.length;
  }

  /** Each checkpoint is named in the log by the next, so that none can be taken away unseen. */
  async #linkTo(transaction: Transaction, token: string, at: Date): Promise<PendingEntry> {
    const event = { kind: "log.checkpoint", checkpoint: await hashToken(token) } as const;
    const id = await recordAudit(transaction, at, event);
    return { id, kind: event.kind, company: null, entry: entryText(at, event), at };
  }
}

/**
 * Processes' clocks differ, and a checkpoint dated before what it covers breaks the evidence (docs/protocol.md §9): so
 * it is never older than its newest entry.
 */
function notBefore(now: Date, pending: readonly PendingEntry[]): Date {
  return new Date(pending.reduce((latest, { at }) => Math.max(latest, at.getTime()), now.getTime()));
}

function grow(edge: Edge, entries: readonly PendingEntry[]): { edge: Edge; completed: TreeNode[] } {
  const completed: TreeNode[] = [];
  let grown = edge;
  for (const { entry } of entries) {
    const step = appendLeaf(grown, leafHash(entry));
    grown = step.edge;
    completed.push(...step.completed);
  }
  return { edge: grown, completed };
}
