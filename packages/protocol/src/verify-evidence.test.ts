/** Evidence: every link is broken once. Whole files, and some broken ones, are in vectors/evidence.json. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { b64, fromB64, fromUtf8 } from "./bytes.ts";
import type { Evidence, EvidenceLink } from "./evidence.ts";
import type { IdentityJwk } from "./identity.ts";
import { newCompanyId, newHandshakeId, newRequestId, newUserId } from "./ids.ts";
import type { SampleChanges } from "./vectors/evidence-sample.ts";
import {
  identityEntry,
  publicHalf,
  sampleEvidence,
  sampleJwks,
  sampleTime,
} from "./vectors/evidence-sample.ts";
import { signFixed } from "./vectors/fixed-rsa.ts";
import { testKeys } from "./vectors/test-keys.ts";
import { VectorSource } from "./vectors/vector-source.ts";
import { verifyEvidence } from "./verify-evidence.ts";

const jwks = await sampleJwks();

function sample(changes: SampleChanges = {}): Promise<Evidence> {
  return sampleEvidence(new VectorSource("evidence"), changes);
}

async function brokenLink(
  evidence: unknown,
  dates: Partial<IdentityJwk> = {},
  at?: number,
): Promise<EvidenceLink | null> {
  const result = await verifyEvidence({ evidence, jwks: await sampleJwks(dates), at });
  return result.ok ? null : result.broken;
}

const good = await sample();
const otherHash = b64(new Uint8Array(64));
const elsewhere = "https://elsewhere.example";
const device = `dev_${"B".repeat(43)}`;

describe("good evidence", () => {
  it("says what was shown, who decided, how and when", async () => {
    const result = await verifyEvidence({ evidence: good, jwks });
    expect(result).toMatchObject({
      ok: true,
      envelope: {
        kind: "signature",
        content: { amount: "1234.50", payee: { account: "DE89370400440532013000" } },
      },
      approval: { decision: "approve" },
      receipt: { factor: "mpin", iat: sampleTime + 21 },
      entry: { kind: "request.approved" },
      checkpoint: { size: 5 },
      revokedKeys: [],
    });
  });

  it("holds for sign-ins and refusals too", async () => {
    const refused = {
      approval: { decision: "refuse", digits: undefined, reason: "not-me" },
      receipt: { decision: "refuse" },
      entry: { kind: "request.refused" },
    };
    expect(await brokenLink(await sample({ signIn: true }))).toBeNull();
    expect(await brokenLink(await sample({ signIn: true, payloads: refused }))).toBeNull();
    // What takes the mPIN is refused in a session that the passkey opened.
    const envelope = { fresh_factor: "mpin" };
    const byPasskey = { ...refused, envelope, receipt: { decision: "refuse", factor: "biometric" } };
    expect(await brokenLink(await sample({ signIn: true, payloads: byPasskey }))).toBeNull();
  });

  it("holds when its tokens were signed by successive identity keys", async () => {
    const keys = { receipt: testKeys.large, checkpoint: testKeys.large };
    expect(await brokenLink(await sample({ keys }))).toBeNull();
  });
});

describe("a checkpoint", () => {
  it("may be of the receipt's own second", async () => {
    expect(await brokenLink(await sample({ payloads: { checkpoint: { iat: sampleTime + 21 } } }))).toBeNull();
  });
});

describe("evidence is broken at", () => {
  const request = newRequestId();
  const cases: [EvidenceLink, string, SampleChanges][] = [
    ["envelope", "an envelope by a stranger", { keys: { envelope: testKeys.stranger } }],
    ["certificate", "a certificate by a stranger", { keys: { certificate: testKeys.stranger } }],
    ["receipt", "a receipt by a stranger", { keys: { receipt: testKeys.stranger } }],
    ["checkpoint", "a checkpoint by a stranger", { keys: { checkpoint: testKeys.stranger } }],
    ["approval", "an approval by the device key", { keys: { approval: testKeys.device } }],
    [
      "approval",
      "a certificate that names another signing key",
      { payloads: { certificate: { signing_key: publicHalf(testKeys.stranger) } } },
    ],
    ["certificate", "a certificate of another device", { payloads: { certificate: { device } } }],
    ["certificate", "a certificate of another user", { payloads: { certificate: { user: newUserId() } } }],
    [
      "certificate",
      "a certificate of another company",
      { payloads: { certificate: { company: newCompanyId() } } },
    ],
    ["certificate", "a certificate of another server", { payloads: { certificate: { iss: elsewhere } } }],
    ["approval", "an approval for another server", { payloads: { approval: { aud: elsewhere } } }],
    ["approval", "an approval of another envelope", { payloads: { approval: { envelope: otherHash } } }],
    ["approval", "an approval of another request", { payloads: { approval: { request } } }],
    ["approval", "an approval of another device", { payloads: { approval: { device } } }],
    [
      "approval",
      "an approval without the digits asked for",
      { signIn: true, payloads: { approval: { digits: undefined } } },
    ],
    ["receipt", "a receipt of another server", { payloads: { receipt: { iss: elsewhere } } }],
    ["receipt", "a receipt for another envelope", { payloads: { receipt: { envelope: otherHash } } }],
    ["receipt", "a receipt for another approval", { payloads: { receipt: { approval: otherHash } } }],
    ["receipt", "a receipt for another certificate", { payloads: { receipt: { certificate: otherHash } } }],
    ["receipt", "a receipt for another request", { payloads: { receipt: { request } } }],
    ["receipt", "a receipt of another kind", { payloads: { receipt: { kind: "sign-in" } } }],
    ["receipt", "a receipt that says otherwise", { payloads: { receipt: { decision: "refuse" } } }],
    ["receipt", "a receipt of another device", { payloads: { receipt: { device } } }],
    ["receipt", "a receipt of another user", { payloads: { receipt: { user: newUserId() } } }],
    ["receipt", "a receipt of another company", { payloads: { receipt: { company: newCompanyId() } } }],
    ["receipt", "a receipt of another handshake", { payloads: { receipt: { handshake: newHandshakeId() } } }],
    [
      "receipt",
      "an approval by another factor than the envelope asked for",
      { payloads: { envelope: { fresh_factor: "mpin" }, receipt: { factor: "biometric" } } },
    ],
    [
      "receipt",
      "a decision after the request had run out",
      { payloads: { receipt: { iat: sampleTime + 181 } } },
    ],
    ["audit-entry", "an entry of another receipt", { payloads: { entry: { receipt: otherHash } } }],
    ["audit-entry", "an entry of another decision", { payloads: { entry: { kind: "request.refused" } } }],
    ["audit-entry", "an entry of another kind", { payloads: { entry: { kind: "device.blocked" } } }],
    ["audit-entry", "an entry of another request", { payloads: { entry: { request } } }],
    ["audit-entry", "an entry of another device", { payloads: { entry: { device } } }],
    ["audit-entry", "an entry of another user", { payloads: { entry: { user: newUserId() } } }],
    ["audit-entry", "an entry of another company", { payloads: { entry: { company: newCompanyId() } } }],
    [
      "checkpoint",
      "a checkpoint dated before the receipt",
      { payloads: { checkpoint: { iat: sampleTime + 20 } } },
    ],
    ["checkpoint", "a checkpoint of another server", { payloads: { checkpoint: { iss: elsewhere } } }],
    ["inclusion-proof", "a checkpoint of another log", { payloads: { checkpoint: { root: otherHash } } }],
    ["inclusion-proof", "a checkpoint of a deeper log", { payloads: { checkpoint: { size: 9 } } }],
    ["inclusion-proof", "a checkpoint before the entry", { payloads: { checkpoint: { size: 2 } } }],
  ];

  it.each(cases)("%s: %s", async (link, _what, changes) => {
    expect(await brokenLink(await sample(changes))).toBe(link);
  });

  it("format: what is no evidence file", async () => {
    for (const value of [
      null,
      "evidence",
      [],
      {},
      { ...good, format: "mtoken-evidence-2" },
      { ...good, more: 1 },
    ]) {
      expect(await brokenLink(value)).toBe("format");
    }
  });

  it("inclusion-proof: another place in the log, or a hash too few or too many", async () => {
    const { audit } = good;
    for (const change of [
      { index: 3 },
      { index: 5 },
      { proof: audit.proof.slice(1) },
      { proof: [...audit.proof, otherHash] },
    ]) {
      expect(await brokenLink({ ...good, audit: { ...audit, ...change } })).toBe("inclusion-proof");
    }
  });

  it("whichever token is put in another's place", async () => {
    const places = ["envelope", "approval", "certificate", "receipt"] as const;
    for (const place of places) {
      for (const other of places) {
        if (other !== place) expect(await brokenLink({ ...good, [place]: good[other] })).not.toBeNull();
      }
    }
  });
});

describe("a key", () => {
  it("counts from its first second to its last", async () => {
    const earliest = sampleTime - 30 * 86_400;
    expect(await brokenLink(good, { nbf: earliest, exp: sampleTime + 61 })).toBeNull();
    expect(await brokenLink(good, { nbf: earliest + 1 })).toBe("key-validity");
    expect(await brokenLink(good, { exp: sampleTime + 60 })).toBe("key-validity");
  });

  it("has to have the thumbprint that it goes by", async () => {
    const kid = (await identityEntry(testKeys.identity)).kid;
    const forged = { ...(await identityEntry(testKeys.stranger)), kid };
    const keys = { envelope: testKeys.stranger };
    const result = await verifyEvidence({
      evidence: await sample({ keys }),
      jwks: { keys: [...jwks.keys, forged] },
    });
    expect(result).toMatchObject({ ok: false, broken: "envelope" });
    const source = new VectorSource("forged");
    const envelope = await signFixed({
      source,
      typ: "mtoken-envelope+jws",
      payload: JSON.parse(fromUtf8(fromB64(good.envelope.split(".")[1] ?? ""))),
      key: testKeys.stranger,
      kid,
    });
    const claimed = await verifyEvidence({
      evidence: { ...good, envelope },
      jwks: { keys: [forged, ...jwks.keys] },
    });
    expect(claimed).toMatchObject({ ok: false, broken: "envelope" });
    const swapped = await verifyEvidence({ evidence: good, jwks: { keys: [forged] } });
    expect(swapped).toMatchObject({ ok: false, broken: "envelope" });
  });

  it("that was revoked counts with an earlier checkpoint alone", async () => {
    expect(await brokenLink(good, { revoked: sampleTime + 61 })).toBeNull();
    expect(await brokenLink(good, { revoked: sampleTime + 60 })).toBe("key-validity");
    expect(await brokenLink(good, { revoked: sampleTime + 5 })).toBe("key-validity");
  });

  it("that was revoked doesn't count with a later checkpoint by another key", async () => {
    const evidence = await sample({ keys: { checkpoint: testKeys.large } });
    expect(await brokenLink(evidence, { revoked: sampleTime + 60 })).toBe("key-validity");
    expect(await brokenLink(evidence, { revoked: sampleTime + 61 })).toBeNull();
  });

  it("that was revoked signs no checkpoint afterwards for what other keys signed", async () => {
    const { large } = testKeys;
    const keys = { envelope: large, certificate: large, receipt: large };
    const evidence = await sample({ keys });
    expect(await brokenLink(evidence, { revoked: sampleTime + 60 })).toBe("key-validity");
    expect(await brokenLink(evidence, { revoked: sampleTime + 61 })).toBeNull();
  });

  it("that was revoked signs nothing afterwards, whatever a checkpoint says", async () => {
    const keys = { checkpoint: testKeys.large };
    const evidence = await sample({ keys, payloads: { checkpoint: { iat: sampleTime + 10 } } });
    expect(await brokenLink(evidence, { revoked: sampleTime + 15 })).toBe("key-validity");
  });

  it("that was revoked is named, for there is more to compare", async () => {
    const result = await verifyEvidence({
      evidence: good,
      jwks: await sampleJwks({ revoked: sampleTime + 61 }),
    });
    expect(result).toMatchObject({ ok: true, revokedKeys: [(await identityEntry(testKeys.identity)).kid] });
  });
});

describe("as of an instant", () => {
  it("what is dated later does not count", async () => {
    expect(await brokenLink(good, {}, sampleTime + 60)).toBeNull();
    expect(await brokenLink(good, {}, sampleTime + 59)).toBe("key-validity");
  });

  it("a revocation that was still to come is not named", async () => {
    const revoked = await sampleJwks({ revoked: sampleTime + 100 });
    const before = await verifyEvidence({ evidence: good, jwks: revoked, at: sampleTime + 99 });
    expect(before).toMatchObject({ ok: true, revokedKeys: [] });
    const after = await verifyEvidence({ evidence: good, jwks: revoked, at: sampleTime + 100 });
    expect(after).toMatchObject({ ok: true, revokedKeys: [expect.any(String)] });
  });
});

describe("change any one character", () => {
  const alphabet = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."];
  const tokens: [string, (evidence: Evidence) => string, (token: string) => Evidence][] = [
    ["envelope", ({ envelope }) => envelope, (envelope) => ({ ...good, envelope })],
    ["approval", ({ approval }) => approval, (approval) => ({ ...good, approval })],
    ["certificate", ({ certificate }) => certificate, (certificate) => ({ ...good, certificate })],
    ["receipt", ({ receipt }) => receipt, (receipt) => ({ ...good, receipt })],
    [
      "checkpoint",
      ({ audit }) => audit.checkpoint,
      (checkpoint) => ({ ...good, audit: { ...good.audit, checkpoint } }),
    ],
  ];

  function changedAt(token: string, place: number, character: string): string {
    return token.slice(0, place) + character + token.slice(place + 1);
  }

  it.each(tokens)("of the %s, and it is refused", async (_name, read, write) => {
    const token = read(good);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...alphabet), async (place, character) => {
        fc.pre(token[place] !== character);
        expect(await brokenLink(write(changedAt(token, place, character)))).not.toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  it.each(tokens)("of the %s at its very end, and it is refused", async (_name, read, write) => {
    const token = read(good);
    for (const character of alphabet) {
      const changed = changedAt(token, token.length - 1, character);
      if (changed !== token) expect(await brokenLink(write(changed))).not.toBeNull();
    }
    expect(await brokenLink(write(`${token}=`))).not.toBeNull();
    expect(await brokenLink(write(` ${token}`))).not.toBeNull();
  });

  it("of the audit entry, and it is refused", async () => {
    const { audit } = good;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(audit.entry.length - 1),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (place, character) => {
          fc.pre(audit.entry[place] !== character);
          const entry = changedAt(audit.entry, place, character);
          expect(await brokenLink({ ...good, audit: { ...audit, entry } })).not.toBeNull();
        },
      ),
      { numRuns: 150 },
    );
    expect(await brokenLink({ ...good, audit: { ...audit, entry: `${audit.entry} ` } })).not.toBeNull();
  });

  it("of a hash of the proof, and it is refused", async () => {
    const { audit } = good;
    const places = fc.tuple(fc.nat(audit.proof.length - 1), fc.nat(85), fc.constantFrom(...alphabet));
    await fc.assert(
      fc.asyncProperty(places, async ([index, place, character]) => {
        const proof = audit.proof.map((hash, at) =>
          at === index ? changedAt(hash, place, character) : hash,
        );
        fc.pre(proof[index] !== audit.proof[index]);
        expect(await brokenLink({ ...good, audit: { ...audit, proof } })).not.toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});
