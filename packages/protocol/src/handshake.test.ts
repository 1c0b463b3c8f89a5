/** The handshake's keys and proofs, on true SRP values; their vectors are in vectors/handshake.json. */
import { describe, expect, it } from "vitest";
import { b64, bigIntToBytes, randomBytes, toHex } from "./bytes.ts";
import type { HandshakeTranscriptFields } from "./handshake.ts";
import { deriveHandshakeKeys, handshakeTranscript, proofM1, proofM2 } from "./handshake.ts";
import { deviceIdOf } from "./ids.ts";
import { clientEphemeral, clientSecret, computeVerifier, serverEphemeral, serverSecret } from "./srp.ts";
import { srpGroup } from "./srp-groups.ts";
import { hashToken } from "./token.ts";
import { testKeys } from "./vectors/test-keys.ts";

async function someFields(): Promise<HandshakeTranscriptFields> {
  return {
    suite: "mtoken-1",
    serverOrigin: "https://phone.bank.example",
    device: await deviceIdOf(testKeys.device),
    factor: "mpin",
    purpose: "approve",
    binding: b64(randomBytes(64)),
    message1: await hashToken("one.one.one"),
    message2: await hashToken("two.two.two"),
  };
}

describe("the handshake transcript", () => {
  it("changes with every one of its members", async () => {
    const fields = await someFields();
    const before = toHex(await handshakeTranscript(fields));
    const changes: Partial<HandshakeTranscriptFields>[] = [
      { serverOrigin: "https://evil.example" },
      { device: await deviceIdOf(testKeys.stranger) },
      { factor: "biometric" },
      { purpose: "session" },
      { binding: b64(randomBytes(64)) },
      { binding: undefined },
      { message1: await hashToken("one.one.onf") },
      { message2: await hashToken("two.two.twp") },
      { message1: fields.message2, message2: fields.message1 },
    ];
    for (const change of changes) {
      expect(toHex(await handshakeTranscript({ ...fields, ...change }))).not.toBe(before);
    }
  });
});

describe("the handshake keys", () => {
  it("are four different keys of 64 bytes, and others for another transcript or secret", async () => {
    const transcript = await handshakeTranscript(await someFields());
    const secret = randomBytes(384);
    const all = [
      await deriveHandshakeKeys({ secret, transcript }),
      await deriveHandshakeKeys({ secret, transcript: randomBytes(64) }),
      await deriveHandshakeKeys({ secret: randomBytes(384), transcript }),
    ].flatMap((keys) => Object.values(keys).map(toHex));
    expect(new Set(all).size).toBe(12);
    expect(all.every((key) => key.length === 128)).toBe(true);
  });

  it("depend on S with its leading zeros", async () => {
    const transcript = randomBytes(64);
    const padded = await deriveHandshakeKeys({ secret: bigIntToBytes(7n, 384), transcript });
    const bare = await deriveHandshakeKeys({ secret: bigIntToBytes(7n, 1), transcript });
    expect(padded.confirmDevice).not.toEqual(bare.confirmDevice);
  });
});

describe("both proofs", () => {
  /** One run, with the mPIN's exponent that the phone uses and the one that made the verifier. */
  async function run(phoneX: bigint, enrolledX: bigint) {
    const group = srpGroup(2048);
    const verifier = computeVerifier({ group, x: enrolledX });
    const { a, A } = clientEphemeral({ group });
    const { b, B } = await serverEphemeral({ group, verifier });
    const phone = await clientSecret({ group, x: phoneX, a, A, B });
    const server = await serverSecret({ group, verifier, A, b, B });
    const transcript = await handshakeTranscript(await someFields());
    return {
      transcript,
      phone: await deriveHandshakeKeys({ secret: phone, transcript }),
      server: await deriveHandshakeKeys({ secret: server, transcript }),
    };
  }

  it("agree on phone and server when the mPIN is right", async () => {
    const { transcript, phone, server } = await run(12_345n, 12_345n);
    const M1 = await proofM1({ key: phone.confirmDevice, transcript });
    expect(await proofM1({ key: server.confirmDevice, transcript })).toEqual(M1);
    const M2 = await proofM2({ key: server.confirmServer, transcript, M1 });
    expect(await proofM2({ key: phone.confirmServer, transcript, M1 })).toEqual(M2);
    expect(M1).not.toEqual(M2);
  });

  it("differ when it is wrong", async () => {
    const { transcript, phone, server } = await run(12_346n, 12_345n);
    const M1 = await proofM1({ key: phone.confirmDevice, transcript });
    expect(await proofM1({ key: server.confirmDevice, transcript })).not.toEqual(M1);
  });

  it("cover the transcript, and M2 covers M1", async () => {
    const [key, transcript, M1] = [randomBytes(64), randomBytes(64), randomBytes(64)];
    const proofs = [
      await proofM1({ key, transcript }),
      await proofM1({ key, transcript: randomBytes(64) }),
      await proofM2({ key, transcript, M1 }),
      await proofM2({ key, transcript: randomBytes(64), M1 }),
      await proofM2({ key, transcript, M1: randomBytes(64) }),
    ];
    expect(new Set(proofs.map(toHex)).size).toBe(proofs.length);
  });
});
