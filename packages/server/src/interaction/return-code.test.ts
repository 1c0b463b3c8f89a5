/**
 * Signing in on the device that also browses (docs/protocol.md §7, §8): who has the link, the cookie and the computer
 * key, and not the return code, gets nowhere [F].
 */
import type { RequestId } from "@mtoken/protocol";
import {
  b64,
  envelopeSchema,
  qrMac,
  randomBytes,
  readReturnCode,
  verifyIdentityToken,
} from "@mtoken/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endDevice } from "../device/end-device.ts";
import { qrSeconds, redemptionSeconds } from "../request/present-status.ts";
import { mpin, payment } from "../testing/phone-world.ts";
import { codeIn, type ShownSignIn, SignInWorld } from "../testing/sign-in-world.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";

/** A sign-in that was approved on its own device, and where the app leads back to. */
interface Approved extends ShownSignIn {
  returnTo: URL;
  code: string;
}

describeEachEngine("a sign-in on one device", (engine) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await SignInWorld.open(engine);
  });
  afterAll(() => world.close());

  async function approvedHere(): Promise<Approved> {
    const shown = await world.show();
    const claimed = await world.claimByLink(shown.request);
    const { return_to } = await world.decide({ request: shown.request, ...claimed });
    const returnTo = new URL(return_to ?? "");
    return { ...shown, returnTo, code: readReturnCode(returnTo.hash) ?? "" };
  }

  async function statusOf(request: RequestId): Promise<string> {
    return (await world.row(request)).status;
  }

  describe("the link", () => {
    it("gives an envelope that says so, and asks for no digits of a computer that nobody knows", async () => {
      const { request } = await world.show();
      const { envelope: token } = await world.claimByLink(request);
      const envelope = await verifyIdentityToken({
        token,
        typ: "mtoken-envelope+jws",
        schema: envelopeSchema,
        jwks: world.context.identity.jwks(),
        at: world.clock.now().getTime() / 1000,
      });
      expect(envelope).toMatchObject({ same_device: true, digits: false, computer: { known_since: null } });
      expect(await world.row(request)).toMatchObject({ same_device: true, digits: null, status: "claimed" });
    });

    it("is good for one claim, like a frame", async () => {
      const { request } = await world.show();
      const link = await world.link(request);
      await world.claimByLink(request);
      const session = await world.phone.unlock(mpin);
      expect(await codeOf(world.phone.call(session, "request.claim", { link }))).toBe("link_refused");
    });

    it("is good for as long as its page shows the code, and no longer", async () => {
      const { request } = await world.show();
      const link = await world.link(request);
      world.clock.advance(qrSeconds - 1);
      const session = await world.phone.unlock(mpin);
      expect(await codeOf(world.phone.call(session, "request.claim", { link }))).toBe("accepted");

      const other = await world.show();
      const late = await world.link(other.request);
      world.clock.advance(qrSeconds);
      const next = await world.phone.unlock(mpin);
      expect(await codeOf(world.phone.call(next, "request.claim", { link: late }))).toBe("request_expired");
    });

    it("can't be made of a frame, nor a frame of a link, nor one of another request", async () => {
      const { request } = await world.show();
      const other = await world.show();
      const link = await world.link(request);
      const frame = await world.frame(request);
      const session = await world.phone.unlock(mpin);
      const forged = [
        { link: { request, mac: frame.mac.padEnd(26, "0") } },
        {
          link: {
            request,
            mac: b64(randomBytes(32))
              .replace(/[^0-9A-H]/g, "0")
              .padEnd(26, "0")
              .slice(0, 26),
          },
        },
        { link: { ...link, request: other.request } },
        { link: { ...link, request: `req_${"0".repeat(26)}` as RequestId } },
        { qr: { request, tick: 0, mac: link.mac.slice(0, 16) } },
        { qr: { request, tick: 0, mac: await qrMac({ request, tick: 0, key: randomBytes(32) }) } },
      ];
      for (const source of forged) {
        const refusal = "link" in source ? "link_refused" : "frame_refused";
        expect(await codeOf(world.phone.call(session, "request.claim", source))).toBe(refusal);
      }
      expect(await statusOf(request)).toBe("waiting");
    });

    it("of a signature leads back too, with no code, since there is nothing to redeem", async () => {
      const { body } = await world.portal.call({
        path: "/v1/signatures",
        body: { user: world.user, content: payment },
      });
      const request = body["request"] as RequestId;
      const interaction = await world.interactionOf(request);
      await (await world.newComputer()).begin(interaction);
      const claimed = await world.claimByLink(request);
      const answer = { decision: "refuse", reason: "changed-mind" };
      const { return_to } = await world.decide({ request, ...claimed, answer });
      expect(return_to).toBe(`${world.context.config.signInOrigin}/i/${interaction}`);
    });
  });

  describe("the return code", () => {
    it("lets the browser that began in, led back to its own page", async () => {
      const { computer, interaction, request, returnTo, code } = await approvedHere();
      expect(returnTo.origin).toBe(world.context.config.signInOrigin);
      expect([returnTo.pathname, returnTo.search]).toEqual([`/i/${interaction}`, ""]);
      const { status, body } = await computer.redeemWith(interaction, request, code);
      expect(status).toBe(200);
      expect(codeIn(body["return_to"])).not.toBe(code);
      expect(await statusOf(request)).toBe("redeemed");
    });

    it("is what a relay by link never has: the sender's browser redeems nothing, the victim's own neither", async () => {
      // The attacker's browser begins. The victim opens the link that he sends, and confirms.
      const { computer: attacker, interaction, request, code } = await approvedHere();
      const { status, body } = await attacker.redeem(interaction, request);
      expect([status, body["code"]]).toEqual([403, "return_code_refused"]);

      // The app has led the victim's browser to the attacker's page, with the code, but without cookie and key.
      const victim = await world.newComputer();
      const path = `/v1/interactions/${interaction}/challenge`;
      expect((await victim.call({ path })).body["code"]).toBe("begun_elsewhere");
      const challenge = await attacker.challenge(interaction);
      const { body: refused } = await victim.redeemWith(interaction, request, code, { challenge });
      expect(refused["code"]).toBe("computer_refused");
      expect(await statusOf(request)).toBe("approved");
      world.clock.advance(redemptionSeconds);
      expect((await attacker.redeemWith(interaction, request, code)).body["code"]).toBe("redemption_refused");
    });

    it("may be guessed once: a wrong one voids the approval, and is written down", async () => {
      const { computer, interaction, request, code } = await approvedHere();
      const guessed = await computer.redeemWith(interaction, request, b64(randomBytes(32)));
      expect([guessed.status, guessed.body["code"]]).toEqual([403, "return_code_refused"]);
      const row = await world.row(request);
      expect([row.status, row.return_code_hash]).toEqual(["withdrawn", null]);
      const { body } = await computer.redeemWith(interaction, request, code);
      expect(body["code"]).toBe("redemption_refused");
      const entries = await world.context.database.kysely
        .selectFrom("audit_entries")
        .select("entry")
        .where("kind", "=", "request.wrong-return-code")
        .execute();
      expect(entries.map(({ entry }) => JSON.parse(entry).request)).toContain(request);
    });

    it("of another sign-in is a wrong one", async () => {
      const mine = await approvedHere();
      const other = await approvedHere();
      const { body } = await mine.computer.redeemWith(mine.interaction, mine.request, other.code);
      expect(body["code"]).toBe("return_code_refused");
    });

    it("stands in no row, only its hash does, and that goes with its use", async () => {
      const { computer, interaction, request, code } = await approvedHere();
      const row = await world.row(request);
      expect(JSON.stringify(row)).not.toContain(code);
      expect(row.return_code_hash).toHaveLength(64);
      await computer.redeemWith(interaction, request, code);
      expect((await world.row(request)).return_code_hash).toBeNull();
    });

    it("is made for no refusal, and for no sign-in that was scanned", async () => {
      const refused = await world.show();
      const claimed = await world.claimByLink(refused.request);
      const decided = await world.decide({
        request: refused.request,
        ...claimed,
        answer: { decision: "refuse", reason: "changed-mind" },
      });
      expect(readReturnCode(new URL(decided.return_to ?? "").hash)).toBeUndefined();

      const scanned = await world.show();
      const taken = await world.claim(scanned.request);
      const { digits } = await world.row(scanned.request);
      const { return_to } = await world.decide({ request: scanned.request, ...taken, answer: { digits } });
      expect(return_to).toBeUndefined();
      expect((await scanned.computer.redeem(scanned.interaction, scanned.request)).status).toBe(200);
    });

    it("is worth nothing once the device is deactivated", async () => {
      const { computer, interaction, request, code } = await approvedHere();
      await world.context.database.kysely.transaction().execute((transaction) =>
        endDevice(transaction, {
          device: world.phone.device,
          status: "deactivated",
          reason: "lost",
          by: "administrator",
          at: world.clock.now(),
        }),
      );
      const { body } = await computer.redeemWith(interaction, request, code);
      expect(body["code"]).toBe("redemption_refused");
      await world.renewPhone();
    });

    it("must have its form", async () => {
      const { computer, interaction, request } = await approvedHere();
      const { status, body } = await computer.redeemWith(interaction, request, "short");
      expect([status, body["code"]]).toEqual([400, "malformed_message"]);
      expect(await statusOf(request)).toBe("approved");
    });
  });
});
