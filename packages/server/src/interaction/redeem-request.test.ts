/** Redemption, over HTTP and with a real phone: who gets in, and everybody who must not (docs/protocol.md §8). */
import type { InteractionId, RequestId } from "@mtoken/protocol";
import type { Updateable } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DevicesTable, InteractionsTable } from "../database/tables.ts";
import { endDevice } from "../device/end-device.ts";
import { redemptionSeconds } from "../request/present-status.ts";
import { codeIn, SignInWorld } from "../testing/sign-in-world.ts";
import { portalOrigin } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { signInSeconds } from "./open-interaction.ts";

describeEachEngine("redemption", (engine) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
  });
  afterAll(() => world.close());

  async function statusOf(request: RequestId): Promise<string> {
    return (await world.row(request)).status;
  }

  describe("redeeming", () => {
    it("sends the browser that began back to the portal, with code, state and issuer", async () => {
      const { computer, interaction, request, state } = await world.showApproved();
      const { status, body } = await computer.redeem(interaction, request);
      expect(status).toBe(200);
      const address = new URL(String(body["return_to"]));
      expect(address.origin).toBe(portalOrigin);
      expect(address.searchParams.get("state")).toBe(state);
      expect(address.searchParams.get("iss")).toBe(world.context.config.signInOrigin);
      expect(await statusOf(request)).toBe("redeemed");
    });

    it("keeps no code that the database could give away", async () => {
      const { code, interaction } = await world.redeemed();
      const rows = await world.context.database.kysely
        .selectFrom("interactions")
        .selectAll()
        .where("id", "=", interaction)
        .execute();
      expect(JSON.stringify(rows)).not.toContain(code);
      expect(rows[0]?.code_hash).toHaveLength(64);
    });

    it("is written into the audit log", async () => {
      const { request } = await world.redeemed();
      const entries = await world.context.database.kysely
        .selectFrom("audit_entries")
        .select("entry")
        .where("kind", "=", "request.redeemed")
        .execute();
      expect(entries.map(({ entry }) => JSON.parse(entry).request)).toContain(request);
    });

    it("refuses a request that nobody has approved", async () => {
      const { computer, interaction, request } = await world.show();
      const { status, body } = await computer.redeem(interaction, request);
      expect([status, body["code"]]).toEqual([403, "redemption_refused"]);
    });

    it("refuses a request that the user refused", async () => {
      const { computer, interaction, request } = await world.show();
      const claimed = await world.claim(request);
      await world.decide({ request, ...claimed, answer: { decision: "refuse", reason: "changed-mind" } });
      const { status, body } = await computer.redeem(interaction, request);
      expect([status, body["code"]]).toEqual([403, "redemption_refused"]);
    });

    it("refuses a browser without the cookie", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const challenge = await computer.challenge(interaction);
      computer.cookie = undefined;
      const { status, body } = await computer.redeem(interaction, request, { challenge });
      expect([status, body["code"]]).toEqual([401, "computer_refused"]);
      expect(await statusOf(request)).toBe("approved");
    });

    it("refuses the cookie of another browser", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const other = await world.show();
      const challenge = await computer.challenge(interaction);
      computer.cookie = other.computer.cookie;
      const { body } = await computer.redeem(interaction, request, { challenge });
      expect(body["code"]).toBe("computer_refused");
    });

    it("refuses another computer's key, cookie and all", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const thief = await world.newComputer();
      thief.cookie = computer.cookie;
      const { body } = await thief.redeem(interaction, request);
      expect(body["code"]).toBe("computer_refused");
      expect(await statusOf(request)).toBe("approved");
    });

    it("refuses a key that signs in another's name", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const thief = await world.newComputer();
      thief.cookie = computer.cookie;
      const { body } = await thief.redeem(interaction, request, { computer_key: computer.publicKey });
      expect(body["code"]).toBe("message_refused");
    });

    it("refuses a proof to begin", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const proof = await computer.prove(interaction, { action: "begin" });
      const { body } = await computer.call({
        path: `/v1/interactions/${interaction}/redeem`,
        body: { proof },
      });
      expect(body["code"]).toBe("computer_refused");
      expect(await statusOf(request)).toBe("approved");
    });

    it("refuses a proof for another interaction", async () => {
      const { computer, interaction } = await world.showApproved();
      const other = await world.show(computer);
      await world.approve(other.request);
      const proof = await computer.prove(other.interaction, { action: "redeem", request: other.request });
      const { body } = await computer.call({
        path: `/v1/interactions/${interaction}/redeem`,
        body: { proof },
      });
      expect(body["code"]).toBe("computer_refused");
    });

    it("refuses a proof that names another interaction than the address", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const other = await world.portal.beginSignIn();
      const challenge = await computer.challenge(interaction);
      const proof = await computer.prove(other.interaction, { action: "redeem", request, challenge });
      const { body } = await computer.call({
        path: `/v1/interactions/${interaction}/redeem`,
        body: { proof },
      });
      expect(body["code"]).toBe("computer_refused");
    });

    it("refuses an approval that is not the interaction's present request, or whose interaction is over", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const other = await world.show();
      await setInteraction(interaction, { request_id: other.request });
      expect((await computer.redeem(interaction, request)).body["code"]).toBe("redemption_refused");
      const challenge = await computer.challenge(interaction);
      await setInteraction(interaction, { request_id: request, status: "cancelled" });
      const { body } = await computer.redeem(interaction, request, { challenge });
      expect(body["code"]).toBe("redemption_refused");
      expect(await statusOf(request)).toBe("approved");
    });

    it("lets who has begun in time finish after the interaction's time", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const computer = await world.newComputer();
      world.clock.advance(signInSeconds - 1);
      const request = (await computer.begin(interaction)).body["request"] as RequestId;
      world.clock.advance(1);
      await world.approve(request);
      expect((await computer.redeem(interaction, request)).status).toBe(200);
    });

    it("refuses another interaction's request under this interaction's name", async () => {
      const { computer, interaction } = await world.showApproved();
      const other = await world.show(computer);
      await world.approve(other.request);
      const { body } = await computer.redeem(interaction, other.request);
      expect(body["code"]).toBe("computer_refused");
      expect(await statusOf(other.request)).toBe("approved");
    });

    it("refuses a proof for another origin", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const { body } = await computer.redeem(interaction, request, { aud: "https://sign-in.example" });
      expect(body["code"]).toBe("message_refused");
    });

    it("takes a challenge once, even when the first use was refused", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const challenge = await computer.challenge(interaction);
      const cookie = computer.cookie;
      computer.cookie = `__Host-mtoken-browser=${"A".repeat(43)}`;
      await computer.redeem(interaction, request, { challenge });
      computer.cookie = cookie;
      const { body } = await computer.redeem(interaction, request, { challenge });
      expect(body["code"]).toBe("computer_refused");
      expect(await statusOf(request)).toBe("approved");
    });

    it("takes no challenge of another interaction, and none that is older than two minutes", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const other = await world.portal.beginSignIn();
      const foreign = await computer.challenge(other.interaction);
      expect((await computer.redeem(interaction, request, { challenge: foreign })).body["code"]).toBe(
        "computer_refused",
      );
      const old = await computer.challenge(interaction);
      world.clock.advance(redemptionSeconds - 1);
      const fresh = await computer.challenge(interaction);
      world.clock.advance(1);
      expect((await computer.redeem(interaction, request, { challenge: old })).body["code"]).toBe(
        "computer_refused",
      );
      // The approval has run out at the same moment, and it is that which is told now.
      expect((await computer.redeem(interaction, request, { challenge: fresh })).body["code"]).toBe(
        "redemption_refused",
      );
    });

    it("lets an approval wait for two minutes and no longer", async () => {
      const inTime = await world.showApproved();
      world.clock.advance(redemptionSeconds - 1);
      expect((await inTime.computer.redeem(inTime.interaction, inTime.request)).status).toBe(200);
      const late = await world.showApproved();
      world.clock.advance(redemptionSeconds);
      const { status, body } = await late.computer.redeem(late.interaction, late.request);
      expect([status, body["code"]]).toEqual([403, "redemption_refused"]);
    });

    it("happens once, however often it is asked for at once", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const proofs = await Promise.all(
        Array.from({ length: 8 }, () => computer.prove(interaction, { action: "redeem", request })),
      );
      const path = `/v1/interactions/${interaction}/redeem`;
      const answers = await Promise.all(proofs.map((proof) => computer.call({ path, body: { proof } })));
      const [winner, ...others] = answers.sort((a, b) => a.status - b.status);
      expect(winner?.status).toBe(200);
      expect(others.map(({ status, body }) => [status, body["code"]])).toEqual(
        others.map(() => [403, "redemption_refused"]),
      );
    });

    it("refuses the older request after the browser has begun anew", async () => {
      const { computer, interaction, request } = await world.showApproved();
      await computer.begin(interaction);
      const { body } = await computer.redeem(interaction, request);
      expect(body["code"]).toBe("redemption_refused");
      expect(await statusOf(request)).toBe("expired");
    });

    it("refuses what was cancelled", async () => {
      const { computer, interaction, request } = await world.showApproved();
      const challenge = await computer.challenge(interaction);
      expect((await computer.cancel(interaction)).status).toBe(200);
      const { body } = await computer.redeem(interaction, request, { challenge });
      expect(body["code"]).toBe("redemption_refused");
      expect(await statusOf(request)).toBe("withdrawn");
    });

    it("gives the browser a code that works", async () => {
      const { computer, interaction, request, verifier } = await world.showApproved();
      const { body } = await computer.redeem(interaction, request);
      const { status } = await world.portal.exchange(codeIn(body["return_to"]), verifier);
      expect(status).toBe(200);
    });
  });

  describe("a device that ends after it approved", () => {
    it.each(["blocked", "deactivated"] as const)("lets nobody in when it is %s", async (status) => {
      const { computer, interaction, request } = await world.showApproved();
      const end = { device: world.phone.device, status, reason: "stolen", by: "test", at: world.clock.now() };
      await world.context.database.kysely.transaction().execute((transaction) => endDevice(transaction, end));
      const { status: answered, body } = await computer.redeem(interaction, request);
      expect([answered, body["code"]]).toEqual([403, "redemption_refused"]);
      await world.renewPhone();
    });

    it("lets nobody in when only its row says so, and the approval was not voided", async () => {
      const { computer, interaction, request } = await world.showApproved();
      await setDevice({
        status: "deactivated",
        sealed_share: null,
        sealed_verifier: null,
        ended_at: world.clock.now(),
      });
      const { body } = await computer.redeem(interaction, request);
      expect(body["code"]).toBe("redemption_refused");
      expect(await statusOf(request)).toBe("approved");
      await world.renewPhone();
    });

    it("lets nobody in when its tries stand at five, whatever its status says", async () => {
      const { computer, interaction, request } = await world.showApproved();
      await setDevice({ tries: 5 });
      const { body } = await computer.redeem(interaction, request);
      expect(body["code"]).toBe("redemption_refused");
      await setDevice({ tries: 0 });
    });
  });

  async function setInteraction(
    interaction: InteractionId,
    values: Updateable<InteractionsTable>,
  ): Promise<void> {
    await world.context.database.kysely
      .updateTable("interactions")
      .set(values)
      .where("id", "=", interaction)
      .execute();
  }

  async function setDevice(values: Updateable<DevicesTable>): Promise<void> {
    await world.context.database.kysely
      .updateTable("devices")
      .set(values)
      .where("id", "=", world.phone.device)
      .execute();
  }
});
