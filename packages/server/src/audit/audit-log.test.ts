/** The audit log on both engines: placing, proving, and finding whatever was done to it. */
import {
  type Checkpoint,
  checkpointSchema,
  fromB64,
  rootFromInclusionProof,
  utf8,
  verifyConsistencyProof,
  verifyIdentityToken,
} from "@mtoken/protocol";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import { describeEachEngine, useServer } from "../testing/use-server.ts";
import { consistencyProof, inclusionProof } from "./proof.ts";
import { recordAudit } from "./record.ts";
import { readEntries } from "./store.ts";
import { verifyAudit } from "./verify-audit.ts";

async function record(context: Context, count: number): Promise<string[]> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) {
      ids.push(await recordAudit(transaction, context.clock.now(), { kind: "mpin.wrong", index }));
    }
    return ids;
  });
}

async function clear({ database: { kysely } }: Context): Promise<void> {
  await sql`truncate audit_entries, audit_nodes, audit_checkpoints cascade`.execute(kysely);
}

async function lastCheckpoint({
  database: { kysely },
  identity,
  config,
}: Context): Promise<Checkpoint & { token: string }> {
  const { token } = await kysely
    .selectFrom("audit_checkpoints")
    .select("token")
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const signed = await verifyIdentityToken({
    token,
    typ: "mtoken-checkpoint+jws",
    schema: checkpointSchema,
    iss: config.serverOrigin,
    jwks: identity.jwks(),
  });
  return { ...signed, token };
}

describeEachEngine("the audit log", (engine) => {
  const server = useServer(engine);
  beforeEach(() => clear(server.context));

  test("places every committed entry once, without gaps, under a signed checkpoint", async () => {
    const { context } = server;
    await record(context, 5);
    await context.sequencer.sequenceNow();
    await record(context, 2);
    await context.sequencer.sequenceNow();

    const entries = await readEntries(context.database.kysely, 0, 100);
    expect(entries.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(entries[5]?.kind).toBe("log.checkpoint");
    expect((await lastCheckpoint(context)).size).toBe(8);
    expect(await verifyAudit(context)).toEqual({ ok: true, size: 8, checkpoints: 2, waiting: 0 });
  });

  test("dates no checkpoint before what it covers, though another process's clock was ahead", async () => {
    const { context } = server;
    const ahead = new Date(context.clock.now().getTime() + 5000);
    await context.database.kysely
      .transaction()
      .execute((transaction) => recordAudit(transaction, ahead, { kind: "mpin.wrong" }));
    await context.sequencer.sequenceNow();
    expect((await lastCheckpoint(context)).iat).toBe(toNumericDate(ahead));
  });

  test("keeps nothing of a transaction that was rolled back", async () => {
    const { context } = server;
    const attempt = context.database.kysely.transaction().execute(async (transaction) => {
      await recordAudit(transaction, context.clock.now(), { kind: "mpin.wrong" });
      throw new Error("no");
    });
    await expect(attempt).rejects.toThrow("no");
    await context.sequencer.sequenceNow();
    expect(await verifyAudit(context)).toEqual({ ok: true, size: 0, checkpoints: 0, waiting: 0 });
  });

  test("places more entries than one batch holds", async () => {
    const { context } = server;
    await record(context, 2003);
    await context.sequencer.sequenceNow();
    expect(await verifyAudit(context)).toMatchObject({ ok: true, size: 2005, checkpoints: 3, waiting: 0 });
  });

  test("places entries once however many ask at the same time", async () => {
    const { context } = server;
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await record(context, 3);
        await context.sequencer.sequenceNow();
        expect(await verifyAudit(context)).toMatchObject({ ok: true });
      }),
    );
    const result = await verifyAudit(context);
    expect(result).toMatchObject({ ok: true, waiting: 0 });
    const { rows } = await sql<{
      count: number;
    }>`select count(*) as count from audit_entries where kind = 'mpin.wrong'`.execute(
      context.database.kysely,
    );
    expect(rows[0]?.count).toBe(60);
  });

  test("proves each entry to be in the log of every later checkpoint", async () => {
    const { context } = server;
    for (const count of [1, 2, 4, 6]) {
      await record(context, count);
      await context.sequencer.sequenceNow();
      const { size, root } = await lastCheckpoint(context);
      const entries = await readEntries(context.database.kysely, 0, size);
      for (const { position: index, entry } of entries) {
        const proof = await inclusionProof(context.database.kysely, index, size);
        const found = await rootFromInclusionProof({
          index,
          size,
          entry: utf8(entry),
          proof: proof.map(fromB64),
        });
        expect(Buffer.from(found).toString("base64url")).toBe(root);
      }
    }
  });

  test("proves that each checkpoint's log begins with every earlier one's", async () => {
    const { context } = server;
    const checkpoints: Checkpoint[] = [];
    for (const count of [1, 1, 3, 5, 6]) {
      await record(context, count);
      await context.sequencer.sequenceNow();
      checkpoints.push(await lastCheckpoint(context));
    }
    for (const [index, older] of checkpoints.entries()) {
      for (const newer of checkpoints.slice(index)) {
        const proof = await consistencyProof(context.database.kysely, older.size, newer.size);
        await verifyConsistencyProof({
          oldSize: older.size,
          oldRoot: fromB64(older.root),
          newSize: newer.size,
          newRoot: fromB64(newer.root),
          proof: proof.map(fromB64),
        });
      }
    }
  });

  describe("finds", () => {
    const statements = {
      "a changed entry": sql`update audit_entries set entry = entry || ' ' where position = 1`,
      "a changed row beside an entry": sql`update audit_entries set kind = 'session.opened' where position = 1`,
      "a changed time beside an entry": sql`update audit_entries set at = at + interval '1 second' where position = 1`,
      "a removed entry": sql`delete from audit_entries where position = 1`,
      "a removed first entry": sql`delete from audit_entries where position = 0`,
      "a removed last entry": sql`delete from audit_entries where position = (select max(position) from audit_entries)`,
      "an entry taken from its place": sql`update audit_entries set position = null where position = 1`,
      "two entries exchanged": sql`
        update audit_entries as it set entry = other.entry from audit_entries as other
        where it.position in (0, 1) and other.position in (0, 1) and it.position <> other.position`,
      "an entry added at the end": sql`
        insert into audit_entries (id, at, kind, entry, position)
        select 'forged', at, kind, entry, (select max(position) + 1 from audit_entries) from audit_entries where position = 0`,
      "a changed checkpoint": sql`update audit_checkpoints set token = replace(token, '.', '.A') where size = 3`,
      "a checkpoint's changed time": sql`update audit_checkpoints set at = at + interval '2 seconds' where size = 3`,
      "a checkpoint's changed size": sql`update audit_checkpoints set size = 2 where size = 3`,
      "a removed first checkpoint": sql`delete from audit_checkpoints where size = 3`,
      "a removed middle checkpoint": sql`delete from audit_checkpoints where size = 6`,
      "a removed last checkpoint": sql`delete from audit_checkpoints where size = 9`,
      "all checkpoints removed": sql`delete from audit_checkpoints`,
      "a changed subtree": sql`update audit_nodes set hash = decode(repeat('00', 64), 'hex') where level = 1 and position = 0`,
      "a removed subtree": sql`delete from audit_nodes where level = 1 and position = 0`,
      "an added subtree": sql`insert into audit_nodes select 30, 5, hash from audit_nodes limit 1`,
    };

    test.each(Object.entries(statements))("%s", async (_name, statement) => {
      const { context } = server;
      for (const count of [3, 2, 2]) {
        await record(context, count);
        await context.sequencer.sequenceNow();
      }
      expect(await verifyAudit(context)).toMatchObject({ ok: true, size: 9 });
      await statement.execute(context.database.kysely);
      expect(await verifyAudit(context)).toMatchObject({ ok: false });
    });

    test("a log cut back to an earlier checkpoint, by a checkpoint kept elsewhere", async () => {
      const { context } = server;
      await record(context, 3);
      await context.sequencer.sequenceNow();
      await record(context, 3);
      await context.sequencer.sequenceNow();
      const { token } = await lastCheckpoint(context);
      expect(await verifyAudit(context, { known: [token] })).toMatchObject({ ok: true });

      const { kysely } = context.database;
      await sql`delete from audit_checkpoints where size = 7`.execute(kysely);
      await sql`delete from audit_entries where position >= 3`.execute(kysely);
      await sql`delete from audit_nodes where (position + 1) * (2 ^ level)::bigint > 3`.execute(kysely);
      expect(await verifyAudit(context)).toMatchObject({ ok: true, size: 3 });
      expect(await verifyAudit(context, { known: [token] })).toMatchObject({ ok: false });
    });
  });
});
