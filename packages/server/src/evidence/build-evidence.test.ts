/** Evidence verifies by itself, offline, and stays good when keys change and end. */
import {
  type Evidence,
  evidenceSchema,
  hashToken,
  ProtocolError,
  parseWith,
  type RequestId,
  verifyEvidence,
} from "@mtoken/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyAudit } from "../audit/verify-audit.ts";
import { revokeIdentityKey, rotateIdentity } from "../keys/identity.ts";
import { mpin, PhoneWorld } from "../testing/phone-world.ts";
import type { TestPhone } from "../testing/test-phone.ts";
import { describeEachEngine } from "../testing/use-server.ts";
import { buildEvidence } from "./build-evidence.ts";

describeEachEngine("evidence", (engine) => {
  let world: PhoneWorld;
  let phone: TestPhone;
  beforeAll(async () => {
    world = await PhoneWorld.open({}, engine);
    phone = await world.activePhone();
  }, 60_000);
  afterAll(() => world.close());

  async function signed(): Promise<RequestId> {
    const request = await world.addSignature();
    const session = await phone.unlock(mpin);
    const { envelope } = await phone.call(session, "request.claim", { request });
    const channel = await phone.unlock(mpin, { purpose: "approve", binding: await hashToken(envelope) });
    const approval = await phone.approval(channel, envelope, request);
    await phone.call(channel, "request.decide", { request, approval });
    return request;
  }

  async function refused(): Promise<RequestId> {
    const request = await world.addSignature();
    const session = await phone.unlock(mpin);
    const { envelope } = await phone.call(session, "request.claim", { request });
    const lies = { decision: "refuse", reason: "wrong-content" };
    const approval = await phone.approval(session, envelope, request, lies);
    await phone.call(session, "request.decide", { request, approval });
    return request;
  }

  const verify = (evidence: Evidence) => verifyEvidence({ evidence, jwks: world.context.identity.jwks() });

  test("of a signature verifies, and has the form of the protocol", async () => {
    const request = await signed();
    const evidence = await buildEvidence(world.context, request);
    expect(parseWith(evidenceSchema, JSON.parse(JSON.stringify(evidence)))).toEqual(evidence);
    expect(await verify(evidence)).toMatchObject({
      ok: true,
      envelope: { request },
      approval: { decision: "approve" },
    });
    expect(await verifyAudit(world.context)).toMatchObject({ ok: true });
  });

  test("of a refusal verifies too", async () => {
    const evidence = await buildEvidence(world.context, await refused());
    expect(await verify(evidence)).toMatchObject({ ok: true, receipt: { decision: "refuse" } });
  });

  test("of an early decision verifies when the log has grown", async () => {
    const requests = [await signed(), await refused(), await signed()];
    for (const request of requests)
      expect(await verify(await buildEvidence(world.context, request))).toMatchObject({ ok: true });
  });

  test("is not there before the decision", async () => {
    const request = await world.addSignature();
    await expect(buildEvidence(world.context, request)).rejects.toThrow(
      new ProtocolError("evidence_not_ready"),
    );
  });

  test("made before its key was revoked still verifies", async () => {
    const evidence = await buildEvidence(world.context, await signed());
    const [old] = world.context.identity.pins();
    // Within the second of its last checkpoint.
    await rotateIdentity(world.context);
    await revokeIdentityKey(world.context, old ?? "");
    expect(await verify(evidence)).toMatchObject({ ok: true, revokedKeys: [old] });
    expect(await verifyAudit(world.context)).toMatchObject({ ok: true });
  });
});
