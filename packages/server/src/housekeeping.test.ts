/** What is over is cleared away, on the server's own clock, and what goes on is left alone. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Housekeeping } from "./housekeeping.ts";
import { mpin, PhoneWorld } from "./testing/phone-world.ts";
import { describeEachEngine } from "./testing/use-server.ts";

describeEachEngine("housekeeping", (engine) => {
  let world: PhoneWorld;
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
  }, 60_000);
  afterAll(() => world.close());

  async function count(table: string): Promise<number | undefined> {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
      world.context.database.kysely,
    );
    return rows[0]?.count;
  }

  test("destroys the secrets of an invitation that has run out, and no sooner", async () => {
    const { activation } = await world.invite();
    const housekeeping = new Housekeeping(world.context);
    const read = () =>
      world.context.database.kysely
        .selectFrom("activations")
        .leftJoin("activation_secrets as secrets", "secrets.activation_id", "activations.id")
        .select(["activations.status", "secrets.activation_id as secrets"])
        .where("id", "=", activation)
        .executeTakeFirstOrThrow();
    world.clock.advance(24 * 3600 - 1);
    await housekeeping.sweepNow();
    expect(await read()).toEqual({ status: "open", secrets: activation });
    world.clock.advance(1);
    await housekeeping.sweepNow();
    expect(await read()).toEqual({ status: "expired", secrets: null });
  });

  test("deletes handshakes and sessions that are over", async () => {
    const phone = await world.activePhone();
    await phone.unlock(mpin);
    await phone.begin();
    const housekeeping = new Housekeeping(world.context);
    await housekeeping.sweepNow();
    expect(await count("sessions")).toBeGreaterThan(0);
    expect(await count("handshakes")).toBe(1);
    world.clock.advance(60);
    await housekeeping.sweepNow();
    expect(await count("handshakes")).toBe(0);
    world.clock.advance(240);
    await housekeeping.sweepNow();
    expect(await count("sessions")).toBe(0);
  });

  test("goes on with the rest when one sweep fails", async () => {
    const phone = await world.activePhone();
    await phone.begin();
    world.clock.advance(60);
    await sql`alter table activations rename to hidden`.execute(world.context.database.kysely);
    await new Housekeeping(world.context).sweepNow();
    await sql`alter table hidden rename to activations`.execute(world.context.database.kysely);
    expect(await count("handshakes")).toBe(0);
  });
});
