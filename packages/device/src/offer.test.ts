import { generateSigningKeyPair, newActivationId, signToken } from "@mtoken/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { Device } from "./device.ts";
import { invite } from "./testing/test-activations.ts";
import { answerInstead, changeToken, isOffer, isRegistration, membersOf } from "./testing/test-faults.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { emptyPhone, mpin } from "./testing/test-phone.ts";
import { jose } from "./testing/test-server.ts";

let phone: TestPhone;
let invitation: Awaited<ReturnType<typeof invite>>;

beforeEach(async () => {
  phone = await emptyPhone();
  invitation = await invite(phone.server);
});

describe("readLink", () => {
  test("reads the link of the own server", () => {
    expect(phone.device.readLink(invitation.text)).toEqual(invitation.link);
  });

  test("refuses the link of any other server, and what is no link", () => {
    const { host } = new URL(phone.server.origin);
    for (const other of ["app.example.net", `${host}.example.net`, `${host}:8443`]) {
      const text = invitation.text.replace(host, other);
      expect(() => phone.device.readLink(text)).toThrow(expect.objectContaining({ code: "wrong_server" }));
    }
    const code = expect.objectContaining({ code: "unreadable_code" });
    expect(() => phone.device.readLink("https://app.example.com/")).toThrow(code);
  });
});

describe("an offer is refused, and nothing is sent,", () => {
  async function expectRefusal(code: string): Promise<void> {
    const fault = phone.server.intercept;
    let registrations = 0;
    phone.server.intercept = (exchange) => {
      if (isRegistration(exchange)) registrations += 1;
      return fault(exchange);
    };
    await expect(phone.device.activate({ ...invitation, mpin })).rejects.toMatchObject({ code });
    await expect(phone.device.begin(invitation.link)).rejects.toMatchObject({ code });
    expect(registrations).toBe(0);
    expect(await phone.storage.read()).toBeUndefined();
  }

  test("when a stranger signed it, even under the identity key's name", async () => {
    const stranger = await generateSigningKeyPair({ bits: 2048, extractable: false });
    answerInstead(phone.server, isOffer, async (exchange) => {
      const payload = membersOf((await exchange.forward()).body);
      const { kid } = phone.server.identity;
      return jose(await signToken({ typ: "mtoken-offer+jws", payload, key: stranger.privateKey, kid }));
    });
    await expectRefusal("untrusted_answer");
  });

  test("when the server's identity key is not the one that the app carries", async () => {
    const ports = { ...phone.ports, pins: async () => ["A".repeat(43)] };
    phone = { ...phone, device: await Device.open(ports) };
    await expectRefusal("untrusted_answer");
  });

  test("when the app carries no pin at all", async () => {
    phone = { ...phone, device: await Device.open({ ...phone.ports, pins: async () => [] }) };
    await expectRefusal("untrusted_answer");
  });

  test("when the identity key was revoked", async () => {
    Object.assign(phone.server.identity, { revoked: phone.server.now - 1 });
    await expectRefusal("untrusted_answer");
  });

  test.each([
    [{ activation: newActivationId() }, "untrusted_answer"],
    [{ iss: "https://app.example.net" }, "untrusted_answer"],
    [{ suite: "mtoken-0" }, "untrusted_answer"],
    [{ group: 1024 }, "untrusted_answer"],
    [{ rsa_bits: 1024 }, "untrusted_answer"],
    [{ mpin: { min: 4, max: 4 } }, "untrusted_answer"],
    [{ exp: 1_000_000_000 }, "activation_closed"],
  ])("when it says %j", async (members, code) => {
    const change = (genuine: object) => ({ ...genuine, ...members });
    changeToken(phone.server, { which: isOffer, typ: "mtoken-offer+jws", change });
    await expectRefusal(code);
  });

  test("when its link was made for another server", async () => {
    invitation = { ...invitation, link: { ...invitation.link, origin: "https://app.example.net" } };
    await expectRefusal("wrong_server");
  });
});
