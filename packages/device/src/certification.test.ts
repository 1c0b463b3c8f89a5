import { exportPublicJwk, generateSigningKeyPair, newActivationId, sealAnswer } from "@mtoken/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { invite } from "./testing/test-activations.ts";
import { answerInstead, isCall, membersOf } from "./testing/test-faults.ts";
import type { TestPhone } from "./testing/test-phone.ts";
import { emptyPhone, mpin } from "./testing/test-phone.ts";
import { jose } from "./testing/test-server.ts";

let phone: TestPhone;

beforeEach(async () => {
  phone = await emptyPhone();
});

/** A server that certifies something else than it was asked to, sealed and signed as it should be. */
function certifyInstead(change: (members: Record<string, unknown>) => Promise<object>): void {
  answerInstead(phone.server, isCall, async (exchange) => {
    await exchange.forward();
    const [session] = phone.server.sessions.values();
    if (session === undefined) throw new TypeError("no session");
    const genuine = membersOf(session.device.certificate ?? "");
    const certificate = await phone.server.sign("mtoken-certificate+jws", await change(genuine));
    const { id, seq, keys } = session;
    const method = "activation.complete";
    const answer = { result: { certificate, status: "active" as const } };
    return jose(await sealAnswer({ method, answer, seq, session: id, key: keys.serverToDevice }));
  });
}

describe("a certificate is refused", () => {
  async function expectRefusal(): Promise<void> {
    const invitation = await invite(phone.server);
    await expect(phone.device.activate({ ...invitation, mpin })).rejects.toMatchObject({
      code: "untrusted_answer",
    });
    expect(phone.device.state).toEqual({ kind: "activating", needs: "mpin" });
    phone.server.heal();
    await phone.device.resume({ mpin });
    expect(phone.device.state.kind).toBe("unlocked");
  }

  test("when it is for another device", async () => {
    certifyInstead(async (members) => ({ ...members, device: `dev_${"A".repeat(43)}` }));
    await expectRefusal();
  });

  test("when it is for another signing key", async () => {
    const other = await generateSigningKeyPair({ bits: 2048, extractable: false });
    certifyInstead(async (members) => ({ ...members, signing_key: await exportPublicJwk(other.publicKey) }));
    await expectRefusal();
  });

  test("when it is for another server or suite, or says more than it should", async () => {
    for (const members of [
      { iss: "https://app.example.net" },
      { suite: "mtoken-0" },
      { activation: newActivationId() },
    ]) {
      phone = await emptyPhone();
      certifyInstead(async (genuine) => ({ ...genuine, ...members }));
      await expectRefusal();
    }
  });
});
