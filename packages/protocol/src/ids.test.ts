import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as ids from "./ids.ts";
import { testKeys } from "./vectors/test-keys.ts";

const kinds = [
  ["cmp", ids.newCompanyId, ids.isCompanyId, ids.companyIdSchema],
  ["usr", ids.newUserId, ids.isUserId, ids.userIdSchema],
  ["act", ids.newActivationId, ids.isActivationId, ids.activationIdSchema],
  ["hsk", ids.newHandshakeId, ids.isHandshakeId, ids.handshakeIdSchema],
  ["int", ids.newInteractionId, ids.isInteractionId, ids.interactionIdSchema],
  ["req", ids.newRequestId, ids.isRequestId, ids.requestIdSchema],
  ["cli", ids.newClientId, ids.isClientId, ids.clientIdSchema],
  ["chg", ids.newChallengeId, ids.isChallengeId, ids.challengeIdSchema],
  ["prp", ids.newProposalId, ids.isProposalId, ids.proposalIdSchema],
  ["ntc", ids.newNoticeId, ids.isNoticeId, ids.noticeIdSchema],
] as const;

describe.each(kinds)("ids with the prefix %s", (prefix, make, is, schema) => {
  it("are 128 random bits in lower-case base32", () => {
    expect(make()).toMatch(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));
    expect(make()).not.toBe(make());
  });

  it("are told from ids of every other kind", () => {
    for (const [other, makeOther] of kinds) {
      const id = makeOther();
      expect(is(id)).toBe(other === prefix);
      expect(v.is(schema, id)).toBe(other === prefix);
    }
  });

  it("are nothing but whole texts", () => {
    const id = make();
    for (const wrong of [
      id.toUpperCase(),
      `${id}\n`,
      ` ${id}`,
      id.slice(0, -1),
      `${id}0`,
      undefined,
      1,
      [id],
    ]) {
      expect(is(wrong)).toBe(false);
    }
  });
});

describe("ids of keys", () => {
  it("are the key's thumbprint after the prefix", async () => {
    const device = await ids.deviceIdOf(testKeys.device);
    const computer = await ids.computerIdOf(testKeys.device);
    expect(ids.isDeviceId(device)).toBe(true);
    expect(ids.isComputerId(computer)).toBe(true);
    expect(ids.isComputerId(device)).toBe(false);
    expect(ids.withoutPrefix(device)).toBe(ids.withoutPrefix(computer));
  });

  it("differ for different keys", async () => {
    expect(await ids.deviceIdOf(testKeys.device)).not.toBe(await ids.deviceIdOf(testKeys.stranger));
  });
});
