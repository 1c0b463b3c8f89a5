/** Both engines behave alike, whatever stands on them. */
import { type CompanyId, newCompanyId } from "@mtoken/protocol";
import { usualPolicy } from "@mtoken/protocol/people";
import { AbortedTransactionError, sql } from "kysely";
import { afterAll, describe, expect, inject, test } from "vitest";
import { createLog } from "../log.ts";
import { joinCluster } from "../testing/postgres-cluster.ts";
import { describeEachEngine, useServer } from "../testing/use-server.ts";
import { openDatabase, type Queries } from "./database.ts";
import { migrations } from "./migrate.ts";
import { sendTogether, sendWithCommit, sendWithNext } from "./send.ts";
import { sqlState, uniqueViolation } from "./sql-state.ts";

describeEachEngine("the database", (engine) => {
  const server = useServer(engine);
  const kysely = () => server.context.database.kysely;

  const company = (name: string) => ({
    id: newCompanyId(),
    name,
    policy: JSON.stringify(usualPolicy),
    created_at: server.clock.now(),
  });

  test("gives the same JavaScript values on both engines", async () => {
    const { rows } = await sql`select
      7::int8 as counter, 12::int4 as integer, count(*) as count, 'é'::text as text, true as flag, null::text as nothing,
      '\\x00ff10'::bytea as bytes, ''::bytea as empty, '{"a": [1, "b"]}'::jsonb as value, '[1]'::json as list,
      '2026-03-01T12:00:00.123+02:00'::timestamptz as at, '2026-03-01T12:00:00Z'::timestamptz as whole
    `.execute(kysely());
    expect(rows).toEqual([
      {
        counter: 7,
        integer: 12,
        count: 1,
        text: "é",
        flag: true,
        nothing: null,
        bytes: Buffer.from([0, 255, 16]),
        empty: Buffer.alloc(0),
        value: { a: [1, "b"] },
        list: [1],
        at: new Date("2026-03-01T10:00:00.123Z"),
        whole: new Date("2026-03-01T12:00:00Z"),
      },
    ]);
  });

  test("takes back every value that it gives", async () => {
    const values = {
      n: 2 ** 53 - 1,
      bytes: Buffer.from([0, 1, 255]),
      at: new Date("2026-03-01T10:00:00.123Z"),
      value: [{ a: "é" }],
    };
    const { rows } = await sql`select
      ${values.n}::int8 as n, ${values.bytes}::bytea as bytes, ${values.at}::timestamptz as at, ${JSON.stringify(values.value)}::jsonb as value
    `.execute(kysely());
    expect(rows).toEqual([values]);
  });

  test("takes lists of any values, whatever characters are in them", async () => {
    const texts = ["plain", '"', "\\", "{,}", "null", "NULL", " ", "", "é\n\t", "a'b"];
    const { rows } = await sql<{ text: string }>`select unnest(${texts}::text[]) as text`.execute(kysely());
    expect(rows.map(({ text }) => text)).toEqual(texts);
    const dates = [new Date("2026-03-01T10:00:00.123Z")];
    const { rows: more } = await sql`
      select (${dates}::timestamptz[])[1] as at, (${[7]}::int[])[1] as n, (${[true]}::bool[])[1] as flag,
        cardinality(${[]}::text[]) as none, (${["a", null]}::text[])[2] as nothing
    `.execute(kysely());
    expect(more).toEqual([{ at: dates[0], n: 7, flag: true, none: 0, nothing: null }]);
  });

  test("refuses a bigint that a number would round", async () => {
    await expect(sql`select 9007199254740993::int8 as n`.execute(kysely())).rejects.toThrow(RangeError);
    expect((await sql`select 1 as n`.execute(kysely())).rows).toEqual([{ n: 1 }]);
  });

  test("says how many rows were changed", async () => {
    const row = company("Counted");
    await kysely().insertInto("companies").values(row).execute();
    const found = await kysely()
      .updateTable("companies")
      .set({ name: "Changed" })
      .where("id", "=", row.id)
      .executeTakeFirst();
    expect(found.numUpdatedRows).toBe(1n);
    const missed = await kysely().deleteFrom("companies").where("id", "=", newCompanyId()).executeTakeFirst();
    expect(missed.numDeletedRows).toBe(0n);
  });

  test("names a violated constraint by the same code", async () => {
    const row = company("Twice");
    await kysely().insertInto("companies").values(row).execute();
    const error = await kysely()
      .insertInto("companies")
      .values(row)
      .execute()
      .catch((caught: unknown) => caught);
    expect(sqlState(error)).toBe(uniqueViolation);
  });

  test("undoes all of a transaction that fails", async () => {
    const row = company("Undone");
    const failing = kysely()
      .transaction()
      .execute(async (transaction) => {
        await transaction.insertInto("companies").values(row).execute();
        throw new Error("no");
      });
    await expect(failing).rejects.toThrow("no");
    expect(await kysely().selectFrom("companies").selectAll().where("id", "=", row.id).execute()).toEqual([]);
  });

  test("does not pretend to have committed a transaction whose failed statement was ignored", async () => {
    const row = company("Ignored");
    const ignoring = kysely()
      .transaction()
      .execute(async (transaction) => {
        await transaction.insertInto("companies").values(row).execute();
        await transaction
          .insertInto("companies")
          .values(row)
          .execute()
          .catch(() => {});
      });
    await expect(ignoring).rejects.toThrow(AbortedTransactionError);
    expect(await kysely().selectFrom("companies").selectAll().where("id", "=", row.id).execute()).toEqual([]);
  });

  test("gives each of the statements that left together its own rows, in their order", async () => {
    const [one, two] = [company("One"), company("Two")];
    const found = (id: CompanyId) => kysely().selectFrom("companies").select("name").where("id", "=", id);
    await kysely()
      .transaction()
      .execute(async (transaction) => {
        await sendWithNext(transaction, transaction.insertInto("companies").values(one));
        const [inserted, first, second] = await sendTogether(
          transaction,
          transaction.insertInto("companies").values(two).returning("name"),
          transaction.selectFrom("companies").select("name").where("id", "=", one.id),
          transaction.selectFrom("companies").select("name").where("id", "=", newCompanyId()),
        );
        expect([inserted, first, second]).toEqual([[{ name: "Two" }], [{ name: "One" }], []]);
      });
    expect(await sendTogether(kysely(), found(two.id), found(one.id))).toEqual([
      [{ name: "Two" }],
      [{ name: "One" }],
    ]);
  });

  test("commits what left last together with the transaction, and nothing thrown afterwards undoes it", async () => {
    const saved = company("Saved");
    const outcome = kysely()
      .transaction()
      .execute(async (transaction) => {
        await sendWithCommit(transaction, transaction.insertInto("companies").values(saved));
        throw new Error("too late");
      });
    await expect(outcome).rejects.toThrow("too late");
    const rows = await kysely().selectFrom("companies").select("id").where("id", "=", saved.id).execute();
    expect(rows).toHaveLength(1);
  });

  test("undoes all of a transaction when a write that waited for no answer fails", async () => {
    const [kept, twice] = [company("Kept"), company("Twice")];
    await kysely().insertInto("companies").values(twice).execute();
    for (const send of [sendWithNext, sendWithCommit]) {
      const outcome = kysely()
        .transaction()
        .execute(async (transaction) => {
          await transaction.insertInto("companies").values(kept).execute();
          await send(transaction, transaction.insertInto("companies").values(twice));
        });
      expect(sqlState(await outcome.catch((error: unknown) => error))).toBe(uniqueViolation);
    }
    const rows = await kysely().selectFrom("companies").select("id").where("id", "=", kept.id).execute();
    expect(rows).toEqual([]);
  });

  test("does not pretend to have committed what left last when its error was ignored", async () => {
    const twice = company("Twice at last");
    await kysely().insertInto("companies").values(twice).execute();
    const outcome = kysely()
      .transaction()
      .execute(async (transaction) => {
        await sendWithCommit(transaction, transaction.insertInto("companies").values(twice)).catch(() => {});
      });
    await expect(outcome).rejects.toThrow(AbortedTransactionError);
    expect((await sql`select 1 as n`.execute(kysely())).rows).toEqual([{ n: 1 }]);
  });

  test("runs a statement again that failed when it was new", async () => {
    const half = (by: number) => sql`select 12 / ${by}::int as share, 'new' as word`.execute(kysely());
    await expect(half(0)).rejects.toThrow();
    expect((await half(6)).rows).toEqual([{ share: 2, word: "new" }]);
    expect((await half(4)).rows).toEqual([{ share: 3, word: "new" }]);
  });

  test("fails of reads at the same time only those that fail", async () => {
    const share = (by: number) =>
      kysely().selectNoFrom(sql<number>`12 / ${by}::int`.as("share")).executeTakeFirst();
    // On each of the connections that reads share, one that fails between two that don't.
    const outcomes = await Promise.allSettled([1, 2, 0, 0, 3, 4].map(share));
    const read = (value: number) => ({ status: "fulfilled", value: { share: value } });
    const failed = expect.objectContaining({ status: "rejected" });
    expect(outcomes).toEqual([read(12), read(6), failed, failed, read(4), read(3)]);
  });

  test("fails of reads at the same time only the one whose value can't be read", async () => {
    const large = (more: number) =>
      kysely().selectNoFrom(sql<number>`9007199254740991::int8 + ${more}::int`.as("n")).executeTakeFirst();
    const outcomes = await Promise.allSettled([0, 0, 1, 1, -1, -1].map(large));
    const read = (n: number) => ({ status: "fulfilled", value: { n } });
    const failed = { status: "rejected", reason: expect.any(RangeError) };
    const [most, less] = [read(9007199254740991), read(9007199254740990)];
    expect(outcomes).toEqual([most, most, failed, failed, less, less]);
  });

  test("fails a read whose row can't be read, whatever else fails at the same time", async () => {
    const large = () => kysely().selectNoFrom(sql`9007199254740993::int8`.as("n")).execute();
    const divided = () => kysely().selectNoFrom(sql`12 / ${0}::int`.as("n")).execute();
    // Twice each: they share two connections.
    const outcomes = await Promise.allSettled([large(), large(), divided(), divided()]);
    const reasons = outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason);
    expect(reasons.map((reason) => reason instanceof RangeError)).toEqual([true, true, false, false]);
    expect(reasons).not.toContain(false);
  });

  test("takes no statement after the one that was the transaction's last", async () => {
    const late = company("Late");
    const outcome = kysely()
      .transaction()
      .execute(async (transaction) => {
        await sendWithCommit(transaction, transaction.insertInto("companies").values(company("Last")));
        await transaction.insertInto("companies").values(late).execute();
      });
    await expect(outcome).rejects.toThrow(/after the transaction's last/);
    const rows = await kysely().selectFrom("companies").select("id").where("id", "=", late.id).execute();
    expect(rows).toEqual([]);
  });

  test("sends nothing of what leaves together when a value can't be written", async () => {
    const [good, bad] = [company("Good"), { ...company("Bad"), created_at: new Date(Number.NaN) }];
    const outcome = kysely()
      .transaction()
      .execute((transaction) =>
        sendWithCommit(
          transaction,
          transaction.insertInto("companies").values(good),
          transaction.insertInto("companies").values(bad),
        ),
      );
    await expect(outcome).rejects.toThrow(/parameter of no known kind/);
    const rows = await kysely().selectFrom("companies").select("id").where("id", "=", good.id).execute();
    expect(rows).toEqual([]);
  });

  test("goes on when a newer version adds columns under it", async () => {
    const read = () => kysely().selectFrom("companies").selectAll().limit(1).execute();
    const inTransaction = () =>
      kysely()
        .transaction()
        .execute((transaction) => transaction.selectFrom("companies").selectAll().limit(1).execute());
    for (const attempt of [read, inTransaction]) {
      await Promise.all(Array.from({ length: 20 }, attempt));
      await sql`alter table companies add column ${sql.ref(`later_${attempt.name.toLowerCase()}`)} text`.execute(
        kysely(),
      );
      // Rules name their columns and notice nothing; what takes all of them fails once for each connection at most.
      await expect
        .poll(() =>
          attempt().then(
            () => "read",
            () => "failed",
          ),
        )
        .toBe("read");
    }
  });

  test("runs many transactions side by side without mixing them", async () => {
    const rows = Array.from({ length: 60 }, (_, index) => company(`Side ${index}`));
    const outcomes = await Promise.allSettled(
      rows.map((row, index) =>
        kysely()
          .transaction()
          .execute(async (transaction) => {
            await transaction.insertInto("companies").values(row).execute();
            await sql`select 1`.execute(transaction);
            if (index % 3 === 0) throw new Error("rolled back");
          }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBe(40);
    const saved = await kysely()
      .selectFrom("companies")
      .select("name")
      .where("name", "like", "Side %")
      .execute();
    expect(saved.length).toBe(40);
  });
});

describeEachEngine("the constraints", (engine) => {
  const server = useServer(engine);

  async function refuse(statement: ReturnType<typeof sql>): Promise<void> {
    const error = await statement.execute(server.context.database.kysely).catch((caught: unknown) => caught);
    expect(sqlState(error)).toMatch(/^23/);
  }

  test("hold whatever the code does", async () => {
    const { kysely } = server.context.database;
    await sql`insert into companies values ('cmp_a', 'A', '{}', now()), ('cmp_b', 'B', '{}', now())`.execute(
      kysely,
    );
    await sql`insert into users values ('usr_a', 'cmp_a', 'A', 'user', '[]', now())`.execute(kysely);
    const activation = (id: string, company: string, status: string, newest = false) => sql`
      insert into activations (id, user_id, company_id, offer, status, created_at, expires_at, newest)
      values (${id}, 'usr_a', ${company}, '', ${status}, now(), now(), ${newest})`;
    const secrets = (id: string) => sql`
      insert into activation_secrets (activation_id, sealed_link_secret, sealed_code, sealed_activation_key)
      values (${id}, '', '', '')`;
    await activation("act_a", "cmp_a", "open", true).execute(kysely);
    await secrets("act_a").execute(kysely);
    await activation("act_c", "cmp_a", "complete").execute(kysely);
    await refuse(activation("act_b", "cmp_b", "open"));
    await refuse(activation("act_b", "cmp_a", "open", true));
    await refuse(sql`update activations set link_by_mail = false, link_taken_at = now()`);
    await refuse(secrets("act_c"));
    await refuse(secrets("act_d"));
    await refuse(sql`update activations set wrong_codes = 6`);
    await refuse(sql`update activations set status = 'revoked' where id = 'act_a'`);

    const device = (id: string, company: string, status: string, share: string | null) => sql`
      insert into devices (id, user_id, company_id, activation_id, status, suite, device_key, salt, argon2,
        sealed_verifier, sealed_share, created_at, ended_at)
      values (${id}, 'usr_a', ${company}, 'act_a', ${status}, 'mtoken-1', '{}', '', '{}',
        ${share && Buffer.from(share)}::bytea, ${share && Buffer.from(share)}::bytea, now(), now())`;
    await device("dev_a", "cmp_a", "pending", "x").execute(kysely);
    await refuse(device("dev_b", "cmp_b", "pending", "x"));
    await refuse(device("dev_c", "cmp_a", "blocked", "x"));
    await refuse(device("dev_d", "cmp_a", "pending", null));
    // What a phone's vault needs of the server is destroyed with its end, and none stands without it.
    for (const ended of ["blocked", "deactivated"]) {
      const id = `dev_${ended}`;
      await device(id, "cmp_a", ended, null).execute(kysely);
      for (const status of ["pending", "awaiting-approval", "active"])
        await refuse(sql`update devices set status = ${status} where id = ${id}`);
      await refuse(sql`update devices set sealed_share = 'x', sealed_verifier = 'x' where id = ${id}`);
    }
    await refuse(device("dev_e", "cmp_a", "active", "x"));
    await refuse(device("dev_f", "cmp_a", "sleeping", "x"));
    await refuse(sql`update devices set tries = 6`);
    await refuse(sql`update devices set tries = -1`);

    const handshake = (id: string) => sql`
      insert into handshakes (id, device_id, app, factor, purpose, client_public, server_public, sealed_server_secret,
        message_1, message_2, expires_at)
      values (${id}, 'dev_a', 'phone/1', 'mpin', 'session', '', '', '', '', '', now())`;
    await handshake("hsk_a").execute(kysely);
    await refuse(handshake("hsk_b"));
    await refuse(sql`update handshakes set binding = 'x'`);

    await sql`insert into clients values ('cli_a', 'A', 'https://a', '[]', '{}', now())`.execute(kysely);
    const request = (id: string, kind: string, content: string | null) => sql`
      insert into requests (id, kind, client_id, user_id, company_id, status, content, nonce, created_at, expires_at)
      values (${id}, ${kind}, 'cli_a', 'usr_a', 'cmp_a', 'waiting', ${content}::jsonb, '', now(), now())`;
    await request("req_a", "signature", "{}").execute(kysely);
    await refuse(request("req_b", "signature", null));
    await refuse(request("req_c", "sign-in", "{}"));
    await refuse(sql`update requests set status = 'approved', device_id = 'dev_a'`);
    await refuse(sql`update requests set status = 'claimed'`);
    await refuse(sql`update requests set company_id = 'cmp_b'`);
  });
});

describeEachEngine("migration 0009", (engine) => {
  const server = useServer(engine);

  test("moves the secrets of open activations, and no others'", async () => {
    const { kysely } = server.context.database;
    const moving = kysely.transaction().execute(async (transaction) => {
      await sql`create schema older`.execute(transaction);
      await sql`set local search_path = older`.execute(transaction);
      const run = async (from: string, to: string) => {
        for (const [name, { up }] of Object.entries(migrations))
          if (name > from && name < to) await up(transaction);
      };
      await run("0000", "0009");
      await sql`insert into companies values ('cmp_a', 'A', '{}', now())`.execute(transaction);
      await sql`insert into users values ('usr_a', 'cmp_a', 'A', 'user', '[]', now())`.execute(transaction);
      await sql`
        insert into activations (id, user_id, company_id, offer, status, sealed_link_secret, sealed_code,
          sealed_activation_key, created_at, expires_at)
        values ('act_a', 'usr_a', 'cmp_a', '', 'open', 'x', 'y', 'z', now(), now()),
          ('act_b', 'usr_a', 'cmp_a', '', 'complete', null, null, null, now(), now())
      `.execute(transaction);
      await run("0009", "0010");
      const moved = await sql`select * from activation_secrets`.execute(transaction);
      const columns = await sql`
        select column_name from information_schema.columns
        where table_schema = 'older' and table_name = 'activations' and column_name like 'sealed%'
      `.execute(transaction);
      throw new Moved([moved.rows, columns.rows]);
    });
    const [sealed_link_secret, sealed_code, sealed_activation_key] = ["x", "y", "z"].map((text) =>
      Buffer.from(text),
    );
    const secrets = { sealed_link_secret, sealed_code, sealed_activation_key };
    await expect(moving).rejects.toMatchObject({
      found: [[{ activation_id: "act_a", status: "open", ...secrets }], []],
    });
  });
});

/** Takes everything back, and says what was there. */
class Moved extends Error {
  readonly found: unknown[];

  constructor(found: unknown[]) {
    super("moved");
    this.found = found;
  }
}

describe.skipIf(inject("mtokenEngines").postgres === null)("PostgreSQL alone", () => {
  const { postgres } = inject("mtokenEngines");
  const cluster = joinCluster(postgres?.url ?? "");
  const name = `migrations_${process.pid}`;
  afterAll(() => cluster.dropDatabase(name));

  test("is migrated once, by however many processes start at the same time", async () => {
    const databaseUrl = await cluster.createDatabase(name);
    const config = { dataDirectory: "", databaseUrl, databaseConnections: 2 };
    const open = () => openDatabase(config, createLog("silent"));
    const databases = await Promise.all([open(), open(), open(), open(), open()]);
    const { rows } = await sql`select name from kysely_migration order by name`.execute(databases[0].kysely);
    const names = [
      ...["0001-create-tables", "0002-endorse-keys", "0003-sum-wrong-proofs", "0004-return-codes"],
      ...["0005-restrict-clients", "0006-hash-messages", "0007-bind-interactions"],
      ...["0008-delete-what-is-over", "0009-part-activation-secrets"],
      ...["0011-end-clients", "0012-lighten-indexes", "0013-tell-users", "0014-withdraw-apps"],
      ...["0015-freeze-users", "0016-biometrics", "0017-organizations"],
      ...["0018-tell-wrong-tries", "0019-console", "0020-list-people"],
      ...["0021-mail", "0022-apps-of-sessions", "0023-policies", "0024-proposals", "0025-activity"],
      ...["0026-imports", "0027-entitlements", "0028-user-computers"],
      ...["0029-untold-tries", "0030-portals-manage-people", "0031-company-work"],
      "0032-imports-at-the-command-line",
      "0033-second-people",
      "0034-end-sign-ins",
      "0035-tell-policies",
      "0036-functions-of-imports",
      "0037-running-tries",
      "0038-tell-the-desk",
      "0039-codes-by-service",
      "0040-approving-ways",
      "0041-list-invitations",
      "0042-list-imports",
      "0043-waiting-of-company",
      "0044-tried-company-work",
      "0045-import-references",
      "0046-list-by-status",
      "0047-told-operator",
    ];
    expect(rows).toEqual(names.map((name) => ({ name })));
    await Promise.all(databases.map((database) => database.close()));
  });

  test("reads on after its connections were cut", async () => {
    const cut = `cut_${process.pid}`;
    const databaseUrl = await cluster.createDatabase(cut);
    const config = { dataDirectory: "", databaseUrl };
    const database = await openDatabase({ ...config, databaseConnections: 6 }, createLog("silent"));
    const other = await openDatabase({ ...config, databaseConnections: 1 }, createLog("silent"));
    const read = (queries: Queries = database.kysely) =>
      queries.selectFrom("companies").select("id").execute();
    await Promise.all([read(), read(), read()]);
    const underWay = expect(
      database.kysely.selectNoFrom(sql`pg_sleep(20)`.as("slept")).execute(),
    ).rejects.toThrow();
    const ended = Promise.withResolvers<void>();
    const holding = Promise.withResolvers<void>();
    const held = database.kysely.transaction().execute(async (transaction) => {
      await read(transaction);
      holding.resolve();
      await ended.promise;
      await read(transaction);
    });
    await holding.promise;
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
    `.execute(other.kysely);
    await underWay;
    // What breaks between two statements of a transaction fails it, and ends nothing else.
    ended.resolve();
    await expect(held).rejects.toThrow();
    const inTransaction = () => database.kysely.transaction().execute((transaction) => read(transaction));
    // Each of the connections may have to be asked once before it is known to be gone.
    for (const attempt of [read, inTransaction]) {
      await expect.poll(() => attempt().catch(() => undefined)).toEqual([]);
    }
    await Promise.all([database.close(), other.close()]);
    await cluster.dropDatabase(cut);
  });

  test("is asked on another connection when one has lost what was prepared on it", async () => {
    const lost = `lost_${process.pid}`;
    const databaseUrl = await cluster.createDatabase(lost);
    const config = { dataDirectory: "", databaseUrl, databaseConnections: 1 };
    const { kysely, close } = await openDatabase(config, createLog("silent"));
    const read = () => sql`select ${7}::int as n`.execute(kysely);
    await read();
    await sql`deallocate all`.execute(kysely);
    await expect(read()).rejects.toThrow(/does not exist/);
    expect((await read()).rows).toEqual([{ n: 7 }]);
    await close();
    await cluster.dropDatabase(lost);
  });

  test("keeps 500 named statements on a connection, however many texts came before on others", async () => {
    const many = `many_${process.pid}`;
    const databaseUrl = await cluster.createDatabase(many);
    const config = { dataDirectory: "", databaseUrl, databaseConnections: 1 };
    for (const _connection of ["one", "another"]) {
      const { kysely, close } = await openDatabase(config, createLog("silent"));
      for (let index = 0; index < 510; index += 1)
        await sql`select ${index}::int as ${sql.id(`n${index}`)}`.execute(kysely);
      const { rows } = await sql`select count(*) as count from pg_prepared_statements`.execute(kysely);
      expect(rows).toEqual([{ count: 500 }]);
      await close();
    }
    await cluster.dropDatabase(many);
  });

  test("that does not answer stops the start with a sentence", async () => {
    const databaseUrl = "postgresql://postgres:secret@127.0.0.1:9/none";
    const opening = openDatabase(
      { dataDirectory: "", databaseUrl, databaseConnections: 2 },
      createLog("silent"),
    );
    await expect(opening).rejects.toThrow(/The database that DATABASE_URL names can't be reached: /);
    await expect(opening).rejects.not.toThrow(/secret/);
  });
});
