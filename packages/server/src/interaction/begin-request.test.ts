/** Beginning, over HTTP: which browser a request belongs to, and which calls are no page's of ours (docs/protocol.md §8). */
import type { InteractionId, RequestId } from "@mtoken/protocol";
import { newInteractionId, signToken } from "@mtoken/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { qrSeconds } from "../request/present-status.ts";
import { mpin } from "../testing/phone-world.ts";
import { SignInWorld } from "../testing/sign-in-world.ts";
import { portalOrigin } from "../testing/test-portal.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { introduce } from "./introduce.ts";
import { finishSeconds, signInSeconds } from "./open-interaction.ts";

describeEachEngine("the page API", (engine) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
  });
  afterAll(() => world.close());

  describe("beginning a sign-in", () => {
    it("makes a request that belongs to the computer key and the cookie", async () => {
      const computer = await world.newComputer();
      const { interaction } = await world.portal.beginSignIn();
      const { status, body, cookies } = await computer.begin(interaction);
      expect(status).toBe(201);
      const row = await world.row(body["request"] as RequestId);
      expect(row).toMatchObject({
        kind: "sign-in",
        status: "waiting",
        computer_id: computer.id,
        user_id: null,
      });
      expect(row.browser_hash).toHaveLength(64);
      expect(cookies).toEqual([
        expect.stringMatching(
          /^__Host-mtoken-browser=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
        ),
      ]);
    });

    it("describes the computer in words of its own", async () => {
      const computer = await world.newComputer();
      await world.show(computer);
      const { description } = await world.context.database.kysely
        .selectFrom("computers")
        .select("description")
        .where("id", "=", computer.id)
        .executeTakeFirstOrThrow();
      expect(description).toBe("Chrome on Linux");
    });

    it("leaves the browser its cookie, so that its other pages go on working", async () => {
      const first = await world.show();
      const cookie = first.computer.cookie;
      await world.show(first.computer);
      expect(first.computer.cookie).toBe(cookie);
      await world.approve(first.request);
      expect((await first.computer.redeem(first.interaction, first.request)).status).toBe(200);
    });

    it("has the browser's cookie from its challenge on, so that the tabs of a first visit are one browser", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const computer = await world.newComputer();
      const proof = await computer.prove(interaction, { action: "begin" });
      const { cookie } = computer;
      expect(cookie).toMatch(/^__Host-mtoken-browser=/);
      await computer.call({ path: `/v1/interactions/${interaction}/requests`, body: { proof } });
      expect(computer.cookie).toBe(cookie);
    });

    it("gives no cookie value away that somebody else chose and that is not in our form", async () => {
      const computer = await world.newComputer();
      computer.cookie = "__Host-mtoken-browser=chosen";
      const { cookies } = await computer.begin((await world.portal.beginSignIn()).interaction);
      expect(cookies[0]).not.toContain("chosen");
    });

    it("ends the request before, so that one is live", async () => {
      const { computer, interaction, request } = await world.show();
      const { body } = await computer.begin(interaction);
      expect((await world.row(request)).status).toBe("expired");
      expect((await world.row(request)).sealed_qr_key).toBeNull();
      expect((await world.row(body["request"] as RequestId)).status).toBe("waiting");
    });

    it("leaves one live request when several begin at once", async () => {
      const { computer } = await world.show();
      const { interaction } = await world.portal.beginSignIn();
      const answers = await Promise.all(Array.from({ length: 5 }, () => computer.begin(interaction)));
      const rows = await Promise.all(answers.map(({ body }) => world.row(body["request"] as RequestId)));
      expect(rows.map(({ status }) => status).sort()).toEqual([
        "expired",
        "expired",
        "expired",
        "expired",
        "waiting",
      ]);
    });

    it("lives for three minutes", async () => {
      const { request } = await world.show();
      const frame = await world.frame(request);
      world.clock.advance(qrSeconds);
      const session = await world.phone.unlock(mpin);
      await expect(world.phone.call(session, "request.claim", { qr: frame })).rejects.toThrow();
      expect((await world.row(request)).status).toBe("waiting");
    });
  });

  describe("a proof to begin", () => {
    async function refusal(interaction: InteractionId, change: Record<string, unknown>) {
      const { status, body } = await (await world.newComputer()).begin(interaction, change);
      return [status, body["code"]];
    }

    it("is refused with another interaction's name, or another's challenge", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const other = await world.portal.beginSignIn();
      expect(await refusal(interaction, { interaction: other.interaction })).toEqual([
        401,
        "computer_refused",
      ]);
      const challenge = await (await world.newComputer()).challenge(other.interaction);
      expect(await refusal(interaction, { challenge })).toEqual([401, "computer_refused"]);
    });

    it("is refused at another interaction's address", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const other = await world.portal.beginSignIn();
      const computer = await world.newComputer();
      const proof = await computer.prove(other.interaction, { action: "begin" });
      const path = `/v1/interactions/${interaction}/requests`;
      expect((await computer.call({ path, body: { proof } })).body["code"]).toBe("computer_refused");
    });

    it("is refused when it is one to redeem", async () => {
      const { computer, interaction, request } = await world.show();
      const { status, body } = await computer.begin(interaction, { action: "redeem", request });
      expect([status, body["code"]]).toEqual([401, "computer_refused"]);
    });

    it("is refused a second time", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const computer = await world.newComputer();
      const proof = await computer.prove(interaction, { action: "begin" });
      const call = { path: `/v1/interactions/${interaction}/requests`, body: { proof } };
      const answers = await Promise.all([computer.call(call), computer.call(call), computer.call(call)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    });

    it("is refused two minutes after its challenge", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const challenge = await (await world.newComputer()).challenge(interaction);
      world.clock.advance(120);
      expect(await refusal(interaction, { challenge })).toEqual([401, "computer_refused"]);
    });

    it("is refused for another server, with another key's signature, and with what is no proof", async () => {
      const { interaction } = await world.portal.beginSignIn();
      expect(await refusal(interaction, { aud: portalOrigin })).toEqual([401, "message_refused"]);
      const other = await world.newComputer();
      expect(await refusal(interaction, { computer_key: other.publicKey })).toEqual([401, "message_refused"]);
      expect(await refusal(interaction, { action: "enrol" })).toEqual([400, "malformed_message"]);
      expect(await refusal(interaction, { extra: 1 })).toEqual([400, "malformed_message"]);
    });

    it("is refused with a smaller key than the challenge asks for, and taken with a larger one", async () => {
      const { config } = world.context;
      Object.assign(config, { rsaBits: 3072 });
      const { interaction } = await world.portal.beginSignIn();
      const small = await world.newComputer({ bits: 2048 });
      const { body } = await small.call({ path: `/v1/interactions/${interaction}/challenge` });
      expect(body["rsa_bits"]).toBe(3072);
      expect((await small.begin(interaction)).body["code"]).toBe("computer_refused");
      Object.assign(config, { rsaBits: 2048 });
      const large = await world.newComputer({ bits: 3072 });
      expect((await large.begin((await world.portal.beginSignIn()).interaction)).status).toBe(201);
    });

    it("is refused with another type of token", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const computer = await world.newComputer();
      const { privateKey } = await crypto.subtle.generateKey(
        { name: "RSA-PSS", hash: "SHA-512", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
        false,
        ["sign", "verify"],
      );
      const proof = await signToken({ typ: "mtoken-approval+jws", payload: {}, key: privateKey });
      const { status } = await computer.call({
        path: `/v1/interactions/${interaction}/requests`,
        body: { proof },
      });
      expect(status).toBe(401);
    });

    it.each([undefined, {}, { proof: 7 }, { proof: "a.b" }, { proof: "a.b.c", more: 1 }, "text"])(
      "is refused as %j",
      async (body) => {
        const { interaction } = await world.portal.beginSignIn();
        const { status } = await (await world.newComputer()).call({
          path: `/v1/interactions/${interaction}/requests`,
          ...(body !== undefined && { body }),
        });
        expect([400, 415]).toContain(status);
      },
    );

    it("is refused when it is larger than any proof", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const { status, body } = await (await world.newComputer()).call({
        path: `/v1/interactions/${interaction}/requests`,
        body: { proof: `a.${"b".repeat(70_000)}.c` },
      });
      expect([status, body["code"]]).toEqual([413, "message_too_large"]);
    });
  });

  describe("an interaction", () => {
    it("is not found by another name", async () => {
      const computer = await world.newComputer();
      expect((await computer.info(newInteractionId())).body["code"]).toBe("not_found");
      expect(
        (await computer.call({ path: `/v1/interactions/${newInteractionId()}/challenge` })).body["code"],
      ).toBe("not_found");
      expect((await computer.info("int_short" as InteractionId)).status).toBe(400);
    });

    it("begins nothing any more when its time is over", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const computer = await world.newComputer();
      const challengePath = `/v1/interactions/${interaction}/challenge`;
      world.clock.advance(signInSeconds);
      expect((await computer.begin(interaction)).body["code"]).toBe("request_expired");
      expect((await computer.info(interaction)).body["status"]).toBe("expired");
      world.clock.advance(finishSeconds);
      const { status, body } = await computer.call({ path: challengePath });
      expect([status, body["code"]]).toEqual([410, "request_expired"]);
    });

    it("has a few unused challenges and not a thousand", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const computer = await world.newComputer();
      const path = `/v1/interactions/${interaction}/challenge`;
      const statuses: number[] = [];
      for (let index = 0; index < 9; index += 1) statuses.push((await computer.call({ path })).status);
      expect(statuses).toEqual([...Array.from({ length: 8 }, () => 201), 429]);
      // Another browser's are not this one's, as long as it belongs to neither.
      expect((await (await world.newComputer()).call({ path })).status).toBe(201);
      world.clock.advance(120);
      expect((await computer.call({ path })).status).toBe(201);
    });

    it("has no thousand challenges of browsers without a cookie either", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const path = `/v1/interactions/${interaction}/challenge`;
      const computer = await world.newComputer();
      const statuses: number[] = [];
      for (let index = 0; index < 65; index += 1) {
        computer.cookie = undefined;
        statuses.push((await computer.call({ path })).status);
      }
      expect(statuses).toEqual([...Array.from({ length: 64 }, () => 201), 429]);
    });

    it("is begun again and again, and not without end", async () => {
      const { computer, interaction } = await world.show();
      const begun = { begins: 59 };
      const { kysely } = world.context.database;
      await kysely.updateTable("interactions").set(begun).where("id", "=", interaction).execute();
      expect((await computer.begin(interaction)).status).toBe(201);
      const { status, body } = await computer.begin(interaction);
      expect([status, body["code"]]).toEqual([410, "request_expired"]);
    });
  });

  describe("a call that is not our page's", () => {
    it.each([
      ["without an origin", { origin: undefined }],
      ["of another origin", { origin: portalOrigin }],
      ["of the origin null", { origin: "null" }],
      ["of a page of the same site", { "sec-fetch-site": "same-site" }],
      ["of a page of another site", { "sec-fetch-site": "cross-site" }],
    ])("%s changes nothing", async (_name, headers) => {
      const { computer, interaction } = await world.showApproved();
      for (const action of ["challenge", "requests", "redeem", "cancel"]) {
        const call = { path: `/v1/interactions/${interaction}/${action}`, headers, body: { proof: "a.b.c" } };
        const { status, body } = await computer.call(call);
        expect([action, status, body["code"]]).toEqual([action, 403, "not_allowed"]);
      }
      expect((await computer.info(interaction)).body["status"]).toBe("open");
    });

    it("does not follow a page's events from another site", async () => {
      const { computer, interaction } = await world.show();
      const { status } = await computer.call({
        method: "GET",
        path: `/v1/interactions/${interaction}/events`,
        headers: { "sec-fetch-site": "cross-site" },
      });
      expect(status).toBe(403);
    });
  });

  describe("an interaction that a browser has begun", () => {
    const elsewhere = { status: 403, body: { code: "begun_elsewhere" } };

    it("is begun, challenged, followed and cancelled by no other browser", async () => {
      const { computer, interaction, request } = await world.show();
      const stranger = await world.newComputer();
      // A challenge from before the browser began, or from the browser itself, is worth no more.
      const challenge = await computer.challenge(interaction);
      expect(await stranger.begin(interaction, { challenge })).toMatchObject(elsewhere);
      expect(await stranger.call({ path: `/v1/interactions/${interaction}/challenge` })).toMatchObject(
        elsewhere,
      );
      expect(await stranger.cancel(interaction)).toMatchObject(elsewhere);
      const events = { method: "GET", path: `/v1/interactions/${interaction}/events` } as const;
      expect(await stranger.call(events)).toMatchObject({ status: 404 });
      expect((await world.row(request)).status).toBe("waiting");
      expect((await computer.begin(interaction)).status).toBe(201);
    });

    it("stays that browser's when its code has run out, and when somebody brings another cookie", async () => {
      const { interaction } = await world.show();
      world.clock.advance(qrSeconds);
      const { computer: stranger } = await world.show();
      expect(await stranger.call({ path: `/v1/interactions/${interaction}/challenge` })).toMatchObject(
        elsewhere,
      );
      expect(await stranger.cancel(interaction)).toMatchObject(elsewhere);
    });

    it("goes to one browser when two begin at once", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const computers = await Promise.all([1, 2, 3].map(() => world.newComputer()));
      const proofs = await Promise.all(computers.map((one) => one.prove(interaction, { action: "begin" })));
      const path = `/v1/interactions/${interaction}/requests`;
      const answers = await Promise.all(
        computers.map((one, index) => one.call({ path, body: { proof: proofs[index] } })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
    });

    it("is its tabs' alike, and survives another computer key in the same browser", async () => {
      const { computer, interaction } = await world.show();
      const tab = await world.newComputer();
      tab.cookie = computer.cookie;
      expect((await tab.begin(interaction)).status).toBe(201);
      expect((await computer.begin(interaction)).status).toBe(201);
    });
  });

  describe("what the page says of an interaction", () => {
    it("names who asks as it was registered", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const { body } = await (await world.newComputer()).info(interaction);
      expect(body).toEqual({
        kind: "sign-in",
        relying_party: { name: "Example portal", origin: portalOrigin },
        status: "open",
        title: null,
        return_to: null,
        decided: null,
      });
    });

    it("says whom to call at any hour, where the operator has set it", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const deskPhone = "+31 20 555 01 23";
      const context = { ...world.context, config: { ...world.context.config, deskPhone } };
      expect(await introduce(context, { interaction, browser: undefined })).toMatchObject({
        desk_phone: deskPhone,
      });
    });

    it("has the way back, with the portal's state, for the browser that began alone", async () => {
      const { interaction, state } = await world.portal.beginSignIn();
      const computer = await world.newComputer();
      const { body: begun } = await computer.begin(interaction);
      const back = new URL(String(begun["return_to"]));
      expect(back.searchParams.get("error")).toBe("access_denied");
      expect(back.searchParams.get("state")).toBe(state);
      expect((await computer.info(interaction)).body["return_to"]).toBe(begun["return_to"]);
      const stranger = await world.newComputer();
      expect((await stranger.info(interaction)).body["return_to"]).toBeNull();
      const { computer: other } = await world.show();
      expect((await other.info(interaction)).body["return_to"]).toBeNull();
    });

    it("does not say how a sign-in was decided", async () => {
      const { computer, interaction } = await world.redeemed();
      expect((await computer.info(interaction)).body).toMatchObject({ status: "done", decided: null });
    });

    it("has no way back from a sign-in that is done", async () => {
      const { computer, interaction } = await world.redeemed();
      expect((await computer.info(interaction)).body).toMatchObject({ status: "done", return_to: null });
    });
  });

  describe("cancelling", () => {
    it("ends the request and leads back with a refusal", async () => {
      const { computer, interaction, request } = await world.show();
      const { status, body } = await computer.cancel(interaction);
      expect(status).toBe(200);
      expect(new URL(String(body["return_to"])).searchParams.get("error")).toBe("access_denied");
      expect((await world.row(request)).status).toBe("withdrawn");
      expect((await computer.info(interaction)).body["status"]).toBe("cancelled");
      expect((await computer.cancel(interaction)).body).toEqual(body);
      expect((await computer.call({ path: `/v1/interactions/${interaction}/challenge` })).body["code"]).toBe(
        "request_closed",
      );
    });

    it("is for the browser that shows the request alone", async () => {
      const { computer, interaction, request } = await world.show();
      const stranger = await world.newComputer();
      expect((await stranger.cancel(interaction)).body["code"]).toBe("begun_elsewhere");
      expect((await world.row(request)).status).toBe("waiting");
      expect((await computer.cancel(interaction)).status).toBe(200);
    });

    it("is nobody's before anybody began, and the browser's alone when it is over", async () => {
      const { interaction } = await world.portal.beginSignIn();
      const computer = await world.newComputer();
      expect((await computer.cancel(interaction)).body["code"]).toBe("computer_refused");
      await computer.begin(interaction);
      await computer.cancel(interaction);
      const stranger = await world.newComputer();
      expect((await stranger.cancel(interaction)).body).toMatchObject({ code: "begun_elsewhere" });
    });

    it("comes too late for a sign-in that is done", async () => {
      const { computer, interaction } = await world.redeemed();
      expect((await computer.cancel(interaction)).body["code"]).toBe("request_closed");
    });
  });
});
