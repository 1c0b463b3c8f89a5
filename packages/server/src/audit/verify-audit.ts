/**
 * Reads the whole log again and holds it against everything that was signed over it: every entry has its place, every
 * checkpoint its root, every checkpoint but the last is named by the log itself, and every stored subtree is the one that
 * the entries make. Whoever changes, removes or inserts anything must sign all later checkpoints anew, which takes the
 * identity key; who has that too is found out by a checkpoint that an auditor keeps elsewhere (`known`).
 */
import { b64, checkpointSchema, hashToken, ProtocolError, verifyIdentityToken } from "@mtoken/protocol";
import * as v from "valibot";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Queries } from "../database/database.ts";
import { appendLeaf, type Edge, leafHash, rootOf, type TreeNode } from "./merkle-tree.ts";
import {
  type CheckpointRow,
  countNodes,
  countUnplaced,
  type PlacedEntry,
  readCheckpoints,
  readEntries,
  readNodes,
} from "./store.ts";

export interface SoundAudit {
  ok: true;
  /** Entries in the log. */
  size: number;
  checkpoints: number;
  /** Entries that were recorded and have no place yet. */
  waiting: number;
}

export interface BrokenAudit {
  ok: false;
  /** Where the log breaks: the place of the first entry that does not hold. */
  position: number;
  message: string;
}

export interface VerifyAuditOptions {
  /** Checkpoints that were kept elsewhere: the log must still contain what they signed. */
  known?: readonly string[];
}

const pageSize = 1000;

export async function verifyAudit(
  context: Context,
  { known = [] }: VerifyAuditOptions = {},
): Promise<SoundAudit | BrokenAudit> {
  try {
    return await context.database.kysely
      .transaction()
      // One moment's view, while others go on writing.
      .setIsolationLevel("repeatable read")
      .execute((transaction) => new Verification(context, transaction, known).run());
  } catch (error) {
    if (!(error instanceof BrokenLog)) throw error;
    return { ok: false, position: error.position, message: error.message };
  }
}

class BrokenLog extends Error {
  readonly position: number;

  constructor(position: number, message: string) {
    super(message);
    this.position = position;
  }
}

class Verification {
  readonly #context: Context;
  readonly #queries: Queries;
  readonly #known: Set<string>;
  #size = 0;
  #edge: Edge = [];
  #completed: TreeNode[] = [];
  #nodes = 0;
  #previous: CheckpointRow | undefined;

  constructor(context: Context, queries: Queries, known: readonly string[]) {
    this.#context = context;
    this.#queries = queries;
    this.#known = new Set(known);
  }

  async run(): Promise<SoundAudit> {
    let checkpoints = 0;
    for await (const checkpoint of this.#checkpoints()) {
      await this.#advance(checkpoint.size);
      await this.#requireCheckpoint(checkpoint);
      this.#known.delete(checkpoint.token);
      this.#previous = checkpoint;
      checkpoints += 1;
    }
    await this.#requireEnd();
    return { ok: true, size: this.#size, checkpoints, waiting: await countUnplaced(this.#queries) };
  }

  async *#checkpoints(): AsyncGenerator<CheckpointRow> {
    let after = 0;
    for (;;) {
      const page = await readCheckpoints(this.#queries, after, pageSize);
      yield* page;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.size;
    }
  }

  async #advance(size: number): Promise<void> {
    while (this.#size < size) {
      const page = await readEntries(this.#queries, this.#size, Math.min(pageSize, size - this.#size));
      if (page.length === 0) this.#break(`The entry at place ${this.#size} is missing.`);
      for (const entry of page) await this.#take(entry);
      await this.#requireNodes();
    }
  }

  async #take(entry: PlacedEntry): Promise<void> {
    if (entry.position !== this.#size) this.#break(`The entry at place ${this.#size} is missing.`);
    this.#requireColumns(entry);
    await this.#requireLink(entry);
    const { edge, completed } = appendLeaf(this.#edge, leafHash(entry.entry));
    this.#edge = edge;
    this.#completed.push(...completed);
    this.#size += 1;
  }

  /** Lists and searches go by the columns, so they must say what the signed text says. */
  #requireColumns({ entry, kind, company, at }: PlacedEntry): void {
    const text = readText(entry);
    const same = text?.kind === kind && (text.company ?? null) === company && text.at === at.toISOString();
    if (!same) this.#break(`The entry at place ${this.#size} says otherwise than its row.`);
  }

  /** The first entry after each checkpoint names it, and no other entry names any. */
  async #requireLink({ entry, kind, position }: PlacedEntry): Promise<void> {
    const isFirst = this.#previous?.size === position;
    if (!isFirst && kind === "log.checkpoint") this.#break(`The checkpoint at ${position} is missing.`);
    if (!isFirst || this.#previous === undefined) return;
    const named = readText(entry)?.checkpoint;
    if (named === (await hashToken(this.#previous.token))) return;
    this.#break(`The entry at place ${position} does not name the checkpoint before it.`);
  }

  async #requireNodes(): Promise<void> {
    const completed = this.#completed;
    this.#completed = [];
    this.#nodes += completed.length;
    const stored = await readNodes(this.#queries, completed).catch(() => []);
    const same = completed.every(({ hash }, index) => stored[index]?.hash.equals(hash) === true);
    if (!same) this.#break("A stored subtree is not the one that the entries make.");
  }

  async #requireCheckpoint({ size, token, at }: CheckpointRow): Promise<void> {
    const { config, identity } = this.#context;
    const signed = await verifyIdentityToken({
      token,
      typ: "mtoken-checkpoint+jws",
      schema: checkpointSchema,
      iss: config.serverOrigin,
      jwks: identity.jwks(),
      at: toNumericDate(at),
    }).catch((error: unknown) => {
      if (error instanceof ProtocolError)
        this.#break(`The checkpoint of size ${size} is not signed by this server.`);
      throw error;
    });
    if (signed.size !== size || signed.iat !== toNumericDate(at)) {
      this.#break(`The checkpoint of size ${size} says otherwise than its row.`);
    }
    if (signed.root !== b64(rootOf(this.#edge))) {
      this.#break(`The entries up to place ${size - 1} are not those that the checkpoint signed.`);
    }
  }

  async #requireEnd(): Promise<void> {
    if ((await readEntries(this.#queries, this.#size, 1)).length > 0) {
      this.#break("No checkpoint covers the last entries: one is missing.");
    }
    if ((await countNodes(this.#queries)) !== this.#nodes)
      this.#break("There are more subtrees than entries make.");
    if (this.#known.size > 0) this.#break("The log lacks a checkpoint that is known from elsewhere.");
  }

  #break(message: string): never {
    throw new BrokenLog(this.#size, message);
  }
}

const textSchema = v.looseObject({
  at: v.string(),
  kind: v.string(),
  company: v.optional(v.string()),
  checkpoint: v.optional(v.string()),
});

function readText(entry: string): v.InferOutput<typeof textSchema> | undefined {
  try {
    return v.parse(textSchema, JSON.parse(entry));
  } catch {
    return undefined;
  }
}
