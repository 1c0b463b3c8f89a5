/** A relying party whose registration has ended asks for nothing and gets nothing; what was signed for it stays. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { mpin, payment } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { listClients } from "./client.ts";
import { endClient } from "./end-client.ts";
import { deleteStaleTokens } from "./token-store.ts";

describeEachEngine("the end of a relying party", (engine) => {
  let world: SignInWorld | undefined;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
  });
  beforeEach(() => here().renewPortal());
  afterAll(() => world?.close());

  function here(): SignInWorld {
    if (world === undefined) throw new Error("there is no world");
    return world;
  }

  function ask() {
    const body = { user: here().user, content: payment };
    return here().portal.call({ path: "/v1/signatures", body });
  }

  it("ends its tokens and keys, and it is listed no more", async () => {
    const { context, portal } = here();
    expect((await ask()).status).toBe(201);
    await endClient(context, portal.id);
    expect((await ask()).status).toBe(401);
    // A token of before is gone, and its keys open no new one.
    here().clock.advance(3600);
    expect((await ask()).status).toBe(401);
    expect((await listClients(context)).map(({ id }) => id)).not.toContain(portal.id);
  });

  it("takes back what waits, what was claimed and what nobody has redeemed, and keeps what is signed", async () => {
    const { context, portal } = here();
    const waiting = (await ask()).body["request"] as Parameters<SignInWorld["row"]>[0];
    const signed = (await ask()).body["request"] as Parameters<SignInWorld["row"]>[0];
    await here().sign(signed);
    const approved = await here().show();
    await here().approve(approved.request);
    const claimed = await here().show();
    await here().claim(claimed.request);
    const other = await here().otherPortal({});
    const { body } = await other.call({
      path: "/v1/signatures",
      body: { user: here().user, content: payment },
    });

    expect(await endClient(context, portal.id)).toEqual({ withdrawn: 3 });
    const statuses = await context.database.kysely.selectFrom("requests").select(["id", "status"]).execute();
    const statusOf = (id: unknown) => statuses.find((row) => row.id === id)?.status;
    expect([waiting, approved.request, claimed.request].map(statusOf)).toEqual([
      "withdrawn",
      "withdrawn",
      "withdrawn",
    ]);
    expect(statusOf(signed)).toBe("approved");
    expect(statusOf(body["request"])).toBe("waiting");
    expect((await here().row(signed)).receipt).not.toBeNull();
    const redeemed = await approved.computer.redeem(approved.interaction, approved.request);
    expect(redeemed.status).toBeGreaterThanOrEqual(400);
    const session = await here().phone.unlock(mpin);
    const taken = here().phone.call(session, "request.claim", { request: waiting });
    expect(await codeOf(taken)).not.toBe("accepted");
  });

  it("lets nobody begin at its pages any more", async () => {
    const { context, portal } = here();
    const { interaction } = await portal.beginSignIn();
    await endClient(context, portal.id);
    const computer = await here().newComputer();
    expect((await computer.begin(interaction)).status).toBeGreaterThanOrEqual(400);
    expect((await computer.info(interaction)).body["status"]).toBe("cancelled");
  });

  it("is recorded with it, once, or not at all", async () => {
    const { context, portal } = here();
    await endClient(context, portal.id);
    await expect(endClient(context, portal.id)).rejects.toThrow(`There is no relying party ${portal.id}.`);
    const entries = await context.database.kysely
      .selectFrom("audit_entries")
      .select("entry")
      .where("kind", "=", "client.ended")
      .execute();
    const ofThis = entries.map(({ entry }) => JSON.parse(entry)).filter(({ client }) => client === portal.id);
    expect(ofThis).toEqual([expect.objectContaining({ withdrawn: 0 })]);
  });

  it("takes no token that was given out at the very moment", async () => {
    const { context, portal } = here();
    const { kysely } = context.database;
    expect((await ask()).status).toBe(201);
    const ofThis = kysely.selectFrom("access_tokens").selectAll().where("client_id", "=", portal.id);
    const tokens = await ofThis.execute();
    expect(tokens).not.toEqual([]);
    await endClient(context, portal.id);
    await kysely.insertInto("access_tokens").values(tokens).execute();
    expect((await ask()).status).toBe(401);
  });

  it("leaves no token that was given out at the very moment", async () => {
    const { context, portal } = here();
    const { kysely } = context.database;
    await endClient(context, portal.id);
    const late = {
      hash: Buffer.alloc(32, 1),
      client_id: portal.id,
      expires_at: new Date(here().clock.now().getTime() + 1000),
    };
    await kysely.insertInto("access_tokens").values(late).execute();
    await deleteStaleTokens(kysely, here().clock.now());
    expect(
      await kysely.selectFrom("access_tokens").select("hash").where("client_id", "=", portal.id).execute(),
    ).toEqual([]);
  });
});
