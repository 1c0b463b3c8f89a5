/** What is over is deleted in its time; what evidence needs stays. */
import type { InteractionId, RequestId } from "@mtoken/protocol";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verifyAudit } from "../audit/verify-audit.ts";
import { Housekeeping } from "../housekeeping.ts";
import { payment } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { describeEachEngine } from "../testing/use-server.ts";

const day = 86_400;

describeEachEngine("what is over", (engine) => {
  let world: SignInWorld | undefined;
  let sweep: () => Promise<void>;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
    const housekeeping = new Housekeeping(world.context);
    sweep = () => housekeeping.sweepNow();
  });
  afterAll(() => world?.close());

  beforeEach(async () => {
    await here().renewPortal();
    await here().renewPhone();
  });

  function here(): SignInWorld {
    if (world === undefined) throw new Error("there is no world");
    return world;
  }

  async function ask() {
    const body = { user: here().user, content: payment, expires_in: 60 };
    const { body: asked } = await here().portal.call({ path: "/v1/signatures", body });
    return { request: asked["request"] as RequestId, interaction: asked["interaction"] as InteractionId };
  }

  async function evidence(request: RequestId): Promise<number> {
    const path = `/v1/requests/${request}/evidence`;
    return (await here().portal.call({ method: "GET", path })).status;
  }

  async function find(request: RequestId): Promise<number> {
    return (await here().portal.call({ method: "GET", path: `/v1/requests/${request}` })).status;
  }

  /** Of this test's own portal; other tests' decided signatures stay for ever. */
  async function countRequests(): Promise<number> {
    const { kysely } = here().context.database;
    const rows = await kysely
      .selectFrom("requests")
      .select("id")
      .where("client_id", "=", here().portal.id)
      .execute();
    return rows.length;
  }

  async function auditEntries(): Promise<string[]> {
    const { kysely } = here().context.database;
    const rows = await kysely.selectFrom("audit_entries").select("entry").execute();
    return rows.map(({ entry }) => entry);
  }

  async function count(table: string): Promise<number> {
    const { kysely } = here().context.database;
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
      kysely,
    );
    return rows[0]?.count ?? 0;
  }

  describe("of a signature", () => {
    it("is kept for ever when it was decided, evidence and all; only its page is gone", async () => {
      const { request, interaction } = await ask();
      const computer = await here().newComputer();
      await computer.begin(interaction);
      await here().sign(request);
      here().clock.advance(3650 * day);
      await sweep();
      expect(await evidence(request)).toBe(200);
      expect((await computer.info(interaction)).status).toBe(404);
      expect(await here().row(request)).toMatchObject({ interaction_id: null, computer_id: null });
      expect(await verifyAudit(here().context)).toMatchObject({ ok: true });
    });

    it("is deleted a week after its end when nobody decided it, and no sooner", async () => {
      const { request, interaction } = await ask();
      here().clock.advance(60 + 7 * day - 1);
      await sweep();
      expect(await find(request)).toBe(200);
      expect((await (await here().newComputer()).info(interaction)).status).toBe(200);
      here().clock.advance(1);
      await sweep();
      expect(await find(request)).toBe(404);
      expect((await (await here().newComputer()).info(interaction)).status).toBe(404);
    });
  });

  describe("of a sign-in", () => {
    it("is kept with its evidence for as long as the operator says, and in the audit log for ever", async () => {
      const { request } = await here().redeemed();
      const entries = await auditEntries();
      here().clock.advance(399 * day);
      await sweep();
      expect(await evidence(request)).toBe(200);
      here().clock.advance(2 * day);
      await sweep();
      expect(await find(request)).toBe(404);
      expect(await auditEntries()).toEqual(expect.arrayContaining(entries));
      expect(await verifyAudit(here().context)).toMatchObject({ ok: true });
    });

    it("is kept for as long when it was approved and nobody redeemed it, or the user refused it", async () => {
      const approved = await here().show();
      await here().approve(approved.request);
      const refused = await here().show();
      const claimed = await here().claim(refused.request);
      await here().decide({ ...refused, ...claimed, answer: { decision: "refuse", reason: "changed-mind" } });
      here().clock.advance(399 * day);
      await sweep();
      expect((await here().row(approved.request)).status).toBe("expired");
      expect((await here().row(refused.request)).status).toBe("refused");
      here().clock.advance(2 * day);
      await sweep();
      expect(await countRequests()).toBe(0);
    });

    it("is deleted a week after its end when nobody decided it, with its challenges", async () => {
      const { computer, interaction, request } = await here().show();
      await computer.challenge(interaction);
      await computer.begin(interaction);
      here().clock.advance(7 * day);
      await sweep();
      expect(await find(request)).toBe(200);
      here().clock.advance(day);
      await sweep();
      expect(await countRequests()).toBe(0);
      for (const table of ["interactions", "challenges"]) expect(await count(table)).toBe(0);
    });
  });

  it("leaves alone what goes on, and whoever comes back is written down again", async () => {
    const { computer: known } = await here().show();
    await here().phones.makeKnown({ computer: known.id });
    const { computer: stranger } = await here().show();
    here().clock.advance(8 * day);
    const shown = await here().show();
    await sweep();
    const { kysely } = here().context.database;
    const ids = async () => (await kysely.selectFrom("computers").select("id").execute()).map(({ id }) => id);
    expect((await ids()).sort()).toEqual([known.id, shown.computer.id].sort());
    expect((await here().row(shown.request)).status).toBe("waiting");
    await here().show(stranger);
    expect(await ids()).toContain(stranger.id);
  });

  it("goes in many small steps when there is much of it", async () => {
    const { interaction } = await here().portal.beginSignIn();
    await sql`
      insert into interactions (id, client_id, kind, redirect_uri, code_challenge, status, created_at, expires_at)
      select 'int_' || n, client_id, kind, redirect_uri, code_challenge, status, created_at, expires_at
      from interactions, generate_series(1, 1200) as n where id = ${interaction}
    `.execute(here().context.database.kysely);
    here().clock.advance(8 * day);
    await sweep();
    expect(await count("interactions")).toBe(0);
  });
});
