/**
 * A sign-in reads its own rows, and housekeeping those that are over, however many there are of others', also by the plans
 * that were made while the tables were empty: PostgreSQL keeps a prepared statement's plan for as long as the statistics
 * of its tables (postgres-engine.ts).
 */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { findPageRow } from "../interaction/store.ts";
import { deleteOver } from "../request/delete-over.ts";
import { expireRequests } from "../request/store.ts";
import { mpin } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import type { Tables } from "./tables.ts";

const others = 3_000;

/** How a row of somebody else's differs from one that is there; `n` numbers them. */
const differences: Partial<Record<keyof Tables, string>> = {
  companies: "'id', 'cmp_' || n",
  users: "'id', 'usr_' || n",
  clients: "'id', 'cli_' || n",
  activations: "'id', 'act_' || n, 'user_id', 'usr_' || n",
  devices: "'id', 'dev_' || n, 'user_id', 'usr_' || n",
  sessions: "'id', 'hsk_' || n, 'device_id', 'dev_' || n",
  computers: "'id', 'cpt_' || n",
  interactions: "'id', 'int_' || n, 'request_id', 'req_' || n, 'code_hash', null",
  challenges: "'id', 'chg_' || n, 'interaction_id', 'int_' || n",
  // They wait for others' approval.
  requests: `'id', 'req_' || n, 'interaction_id', 'int_' || n, 'user_id', 'usr_' || n, 'device_id', 'dev_' || n,
    'status', 'waiting', 'kind', 'signature', 'content', '{}'::jsonb, 'typed_code_hash', null`,
  notices: "'id', 'ntc_' || n, 'user_id', 'usr_' || n",
  audit_entries: "'id', 'other-' || n, 'position', 1000000 + n",
  audit_nodes: "'level', 40, 'position', n",
  access_tokens: "'hash', '\\x' || lpad(to_hex(n), 8, '0')",
  assertions: "'jti_hash', '\\x' || lpad(to_hex(n), 8, '0')",
};

describe.skipIf(inject("mtokenEngines").postgres === null)("a sign-in on PostgreSQL", () => {
  let world: SignInWorld;
  let watcher: pg.Client;
  beforeAll(async () => {
    world = await SignInWorld.open("postgresql", { databaseConnections: 3 });
    watcher = new pg.Client({ connectionString: String(world.context.config.databaseUrl) });
    await watcher.connect();
  });
  afterAll(async () => {
    await watcher.end();
    await world.close();
  });

  it("reads its own rows alone, by plans made while there were no others", async () => {
    await signIn(world);
    await signIn(world);
    // A challenge that nobody has used yet, so that there is one to multiply.
    const { interaction, computer } = await world.show();
    await computer.challenge(interaction);
    await addOthers(watcher);
    await signIn(world);
    const read = await rowsRead(watcher);
    expect(read.map(({ table }) => table)).toEqual(expect.arrayContaining(Object.keys(differences)));
    expect(read.filter(({ rows }) => rows >= others / 2)).toEqual([]);
  });
});

async function signIn(world: SignInWorld): Promise<void> {
  const { kysely } = world.context.database;
  const { interaction, request, computer, verifier } = await world.show();
  await computer.info(interaction);
  await findPageRow(kysely, interaction);
  const session = await world.phone.unlock(mpin);
  await world.phone.call(session, "requests.list", {});
  const { envelope } = await world.claim(request, session);
  const { digits } = await world.row(request);
  await world.decide({ request, envelope, session, answer: { digits } });
  const { body } = await computer.redeem(interaction, request);
  const code = String(new URL(String(body["return_to"])).searchParams.get("code"));
  expect((await world.portal.exchange(code, verifier)).status).toBe(200);
  await world.context.sequencer.sequenceNow();
  await expireRequests(kysely, { at: world.clock.now(), most: 500 });
  await deleteOver(world.context);
}

/** Multiplies a row of each table, past the foreign keys, which would read each of them. */
async function addOthers(client: pg.Client): Promise<void> {
  await client.query("set session_replication_role = replica");
  for (const [table, difference] of Object.entries(differences)) {
    const columns = await writtenColumns(client, table);
    await client.query(`
      with one as materialized (select * from ${table} limit 1)
      insert into ${table} (${columns.join(", ")})
      select ${columns.map((column) => `other.${column}`).join(", ")} from one, generate_series(1, ${others}) as n,
        jsonb_populate_record(null::${table}, to_jsonb(one) || jsonb_build_object(${difference})) as other
    `);
  }
}

/** All but those that the database makes of the others. */
async function writtenColumns(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ column_name: string }>(
    "select column_name from information_schema.columns where table_name = $1 and is_generated = 'NEVER'",
    [table],
  );
  return rows.map(({ column_name }) => `"${column_name}"`);
}

/** A connection counts what it has read when it ends, at the latest. */
async function rowsRead(client: pg.Client): Promise<{ table: string; rows: number }[]> {
  const rest = "datname = current_database() and pid <> pg_backend_pid() and application_name = 'mtoken'";
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${rest}`);
  const left = async () => (await client.query(`select from pg_stat_activity where ${rest}`)).rowCount;
  await expect.poll(left).toBe(0);
  const { rows } = await client.query(`
    select relname as table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as rows
    from pg_stat_user_tables
  `);
  return rows;
}
