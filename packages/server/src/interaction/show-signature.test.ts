/** A signature's page: it shows a request that was there before it (docs/protocol.md §7, §8). */
import type { InteractionId, RequestId } from "@mtoken/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { qrSeconds } from "../request/present-status.ts";
import { mpin, payment } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { redirectUri } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";

describeEachEngine("the page of a signature", (engine) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
  });
  afterAll(() => world.close());

  async function ask(members: Record<string, unknown> = {}) {
    const { body } = await world.portal.call({
      path: "/v1/signatures",
      body: { user: world.user, content: payment, redirect_uri: redirectUri, state: "s", ...members },
    });
    return { request: body["request"] as RequestId, interaction: body["interaction"] as InteractionId };
  }

  it("shows the request that is there, and claims it by its QR code", async () => {
    const { request, interaction } = await ask();
    const computer = await world.newComputer();
    expect((await computer.info(interaction)).body).toMatchObject({
      kind: "signature",
      title: expect.objectContaining({ type: "payment" }),
    });
    expect((await computer.begin(interaction)).body["request"]).toBe(request);
    const { envelope } = await world.claim(request);
    expect(envelope).toEqual((await world.row(request)).envelope);
  });

  it("takes the place of an older page, whose code no longer works", async () => {
    const { request, interaction } = await ask();
    await (await world.newComputer()).begin(interaction);
    const stale = await world.frame(request);
    const second = await world.newComputer();
    await second.begin(interaction);
    const session = await world.phone.unlock(mpin);
    await expect(world.phone.call(session, "request.claim", { qr: stale })).rejects.toMatchObject({
      code: "frame_refused",
    });
    await world.claim(request, session);
    expect((await world.row(request)).computer_id).toBe(second.id);
  });

  it("moves on with its way back: the portal's state is for the browser that shows it now", async () => {
    const { interaction } = await ask();
    const first = await world.newComputer();
    const { body } = await first.begin(interaction);
    expect(String(body["return_to"])).toContain("state=s");
    const second = await world.newComputer();
    expect((await second.info(interaction)).body["return_to"]).toBeNull();
    await second.begin(interaction);
    expect((await second.info(interaction)).body["return_to"]).toBe(body["return_to"]);
    expect((await first.info(interaction)).body["return_to"]).toBeNull();
    expect((await first.cancel(interaction)).body["code"]).toBe("begun_elsewhere");
    expect((await second.cancel(interaction)).status).toBe(200);
  });

  it("shows a code for three minutes at a time, as long as the request waits", async () => {
    const { request, interaction } = await ask({ expires_in: 3600 });
    const computer = await world.newComputer();
    await computer.begin(interaction);
    world.clock.advance(45 * 60);
    await computer.begin(interaction);
    expect((await world.frame(request)).tick).toBe(0);
    await world.claim(request);
    expect((await world.row(request)).status).toBe("claimed");
  });

  it("takes its typed code for no longer than it shows it, however long the request waits", async () => {
    const { request, interaction } = await ask({ expires_in: 3600 });
    const computer = await world.newComputer();
    await computer.begin(interaction);
    const code = await world.typedCode(request);
    world.clock.advance(qrSeconds);
    const session = await world.phone.unlock(mpin);
    await expect(world.phone.call(session, "request.claim", { code })).rejects.toMatchObject({
      code: "typed_code_refused",
    });
    await computer.begin(interaction);
    await world.phone.call(session, "request.claim", { code: await world.typedCode(request) });
    expect((await world.row(request)).status).toBe("claimed");
  });

  it("shows a claimed request to its own browser, and to no other", async () => {
    const { request, interaction } = await ask();
    const computer = await world.newComputer();
    await computer.begin(interaction);
    await world.claim(request);
    expect((await computer.begin(interaction)).status).toBe(201);
    expect((await (await world.newComputer()).begin(interaction)).body["code"]).toBe("request_closed");
  });

  it("may look on when the phone took the request from its list", async () => {
    const { request, interaction } = await ask();
    const session = await world.phone.unlock(mpin);
    await world.phone.call(session, "request.claim", { request });
    const computer = await world.newComputer();
    expect((await computer.begin(interaction)).status).toBe(201);
    expect((await (await world.newComputer()).begin(interaction)).body["code"]).toBe("request_closed");
    expect((await world.row(request)).computer_id).toBeNull();
  });

  it("says which way it was decided, and when", async () => {
    const { request, interaction } = await ask();
    const computer = await world.newComputer();
    expect((await computer.info(interaction)).body["decided"]).toBeNull();
    await computer.begin(interaction);
    await world.sign(request);
    const at = Math.floor(world.clock.now().getTime() / 1000);
    world.clock.advance(60);
    expect((await computer.info(interaction)).body["decided"]).toEqual({ status: "approved", at });

    const other = await ask();
    await computer.begin(other.interaction);
    const claimed = await world.claim(other.request);
    await world.decide({ ...claimed, request: other.request, answer: { decision: "refuse" } });
    expect((await computer.info(other.interaction)).body["decided"]).toMatchObject({ status: "refused" });
  });

  it("writes down no computer that it shows no code to, and is not begun without end", async () => {
    const { request, interaction } = await ask();
    const owner = await world.newComputer();
    await owner.begin(interaction);
    await world.sign(request);
    const stranger = await world.newComputer();
    expect((await stranger.begin(interaction)).body["code"]).toBe("request_closed");
    expect((await owner.begin(interaction)).status).toBe(201);
    const { kysely } = world.context.database;
    const saved = kysely.selectFrom("computers").select("id").where("id", "in", [owner.id, stranger.id]);
    expect(await saved.execute()).toEqual([{ id: owner.id }]);
    const counted = kysely.selectFrom("interactions").select("begins").where("id", "=", interaction);
    expect(await counted.execute()).toEqual([{ begins: 3 }]);

    await kysely.updateTable("interactions").set({ begins: 600 }).where("id", "=", interaction).execute();
    for (const computer of [stranger, owner]) {
      expect((await computer.begin(interaction)).body["code"]).toBe("request_expired");
    }
  });

  it("writes down no computer that only looks on", async () => {
    const { request, interaction } = await ask();
    await world.phone.call(await world.phone.unlock(mpin), "request.claim", { request });
    const computer = await world.newComputer();
    expect((await computer.begin(interaction)).status).toBe(201);
    const { kysely } = world.context.database;
    const saved = kysely.selectFrom("computers").select("id").where("id", "=", computer.id);
    expect(await saved.execute()).toEqual([]);
  });

  it("redeems nothing", async () => {
    const { request, interaction } = await ask();
    const computer = await world.newComputer();
    await computer.begin(interaction);
    await world.sign(request);
    expect((await world.row(request)).status).toBe("approved");
    const { status, body } = await computer.redeem(interaction, request);
    expect([status, body["code"]]).toEqual([403, "redemption_refused"]);
    expect((await computer.info(interaction)).body["status"]).toBe("done");
    expect((await computer.cancel(interaction)).body["code"]).toBe("request_closed");
  });
});
