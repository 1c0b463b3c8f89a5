import { offerSchema, verifyIdentityToken } from "@mtoken/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { toNumericDate } from "../clock.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import { codeOf } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";

let world: PhoneWorld;

describeEachEngine("the size of a phone's keys", (engine) => {
  beforeAll(async () => {
    world = await PhoneWorld.open({ rsaBits: 3072 }, engine);
  });
  afterAll(() => world.close());

  it("is the configured one, as the signed offer says", async () => {
    const invitation = await world.invite();
    const phone = await world.newPhone();
    const token = await phone.fetchOffer(invitation.link);
    const form = { token, typ: "mtoken-offer+jws", schema: offerSchema } as const;
    const at = toNumericDate(world.clock.now());
    const offer = await verifyIdentityToken({ ...form, jwks: world.context.identity.jwks(), at });
    expect(offer.rsa_bits).toBe(3072);
    expect(await phone.setUp({ ...invitation, mpin })).toMatchObject({ status: "active" });
  });

  it.each([2048, 4096] as const)("refuses a device key of %i bits", async (rsaBits) => {
    const phone = await world.newPhone({ rsaBits });
    const code = await codeOf(phone.activate({ ...(await world.invite()), mpin }));
    expect(code).toBe("activation_refused");
  });

  it.each([2048, 4096] as const)("refuses a signing key of %i bits", async (rsaBits) => {
    const phone = await world.newPhone();
    phone.signingKey = (await world.newPhone({ rsaBits })).signingKey;
    expect(await codeOf(phone.setUp({ ...(await world.invite()), mpin }))).toBe("message_refused");
  });

  it("stays that of the invitation when another is configured before it is used", async () => {
    const invitation = await world.invite();
    const { config } = world.context;
    Object.assign(config, { rsaBits: 2048, srpBits: 3072 });
    const phone = await world.newPhone({ rsaBits: 3072 });
    expect(await phone.setUp({ ...invitation, mpin })).toMatchObject({ status: "active" });
    Object.assign(config, { rsaBits: 3072, srpBits: 2048 });
    expect(await codeOf(phone.unlock(mpin))).toBe("accepted");
  });
});
