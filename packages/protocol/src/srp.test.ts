import { createDiffieHellman, createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bigIntFromBytes, equalBytes, fromHex, randomBytes, toHex, utf8 } from "./bytes.ts";
import {
  clientEphemeral,
  clientSecret,
  computeVerifier,
  isSoundVerifier,
  modPow,
  multiplierK,
  padToGroup,
  prepareClientSecret,
  readGroupElement,
  scramblerU,
  serverEphemeral,
  serverSecret,
} from "./srp.ts";
import { rfc5054TestGroup, srpGroup } from "./srp-groups.ts";
import {
  rfc5054AppendixB,
  rfc5054Password,
  rfc5054Salt,
  rfc5054UserName,
} from "./vectors/rfc5054-appendix-b.ts";

const refused = { code: "handshake_refused" };

async function sha1(...parts: Uint8Array[]): Promise<Uint8Array> {
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

describe("RFC 5054 Appendix B, value by value", () => {
  const group = rfc5054TestGroup;
  const hash = (bytes: Uint8Array) => sha1(bytes);
  const integer = (name: keyof typeof rfc5054AppendixB) => bigIntFromBytes(fromHex(rfc5054AppendixB[name]));
  const [x, a, b, A, B] = [integer("x"), integer("a"), integer("b"), integer("A"), integer("B")];
  const verifier = integer("v");

  it("x, as RFC 2945 makes it of name, password and salt", async () => {
    const inner = await sha1(utf8(`${rfc5054UserName}:${rfc5054Password}`));
    expect(bigIntFromBytes(await sha1(fromHex(rfc5054Salt), inner))).toBe(x);
  });

  it("k", async () => {
    expect(await multiplierK(group, hash)).toBe(integer("k"));
  });

  it("v", () => {
    expect(computeVerifier({ group, x })).toBe(verifier);
  });

  it("A", () => {
    expect(clientEphemeral({ group, a }).A).toBe(A);
  });

  it("B", async () => {
    expect((await serverEphemeral({ group, verifier, b, hash })).B).toBe(B);
  });

  it("u", async () => {
    expect(await scramblerU(group, A, B, hash)).toBe(integer("u"));
  });

  it("the premaster secret, on both sides", async () => {
    expect(toHex(await clientSecret({ group, x, a, A, B, hash }))).toBe(rfc5054AppendixB.S);
    expect(toHex(await serverSecret({ group, verifier, A, b, B, hash }))).toBe(rfc5054AppendixB.S);
  });
});

describe.each([2048, 3072, 4096] as const)("a run with SHA-512 in the group of %d bits", (bits) => {
  const group = srpGroup(bits);

  it("gives both sides the same secret, and no other x the same", async () => {
    const x = bigIntFromBytes(randomBytes(64));
    const verifier = computeVerifier({ group, x });
    const { a, A } = clientEphemeral({ group });
    const { b, B } = await serverEphemeral({ group, verifier });
    const server = await serverSecret({ group, verifier, A, b, B });
    expect(server).toHaveLength(group.length);
    expect(equalBytes(await clientSecret({ group, x, a, A, B }), server)).toBe(true);
    expect(equalBytes(await clientSecret({ group, x: x + 1n, a, A, B }), server)).toBe(false);
  });

  it("takes ephemeral exponents of 256 bits with the top bit set", async () => {
    const { a } = clientEphemeral({ group });
    const { b } = await serverEphemeral({ group, verifier: 2n });
    for (const exponent of [a, b]) expect(exponent.toString(2)).toHaveLength(256);
    expect(a).not.toBe(b);
  });

  it("refuses an unsound B before x is there", async () => {
    const { a, A } = clientEphemeral({ group });
    for (const B of [0n, group.N]) {
      await expect(prepareClientSecret({ group, a, A, B })).rejects.toMatchObject(refused);
    }
  });

  it("refuses 0, N, and what is above, as A and as B", async () => {
    const x = 5n;
    const { a, A } = clientEphemeral({ group });
    for (const value of [0n, group.N, group.N + 1n, 2n * group.N, -1n]) {
      const client = clientSecret({ group, x, a, A, B: value });
      const server = serverSecret({ group, verifier: 2n, A: value, b: a, B: A });
      await expect(client).rejects.toMatchObject(refused);
      await expect(server).rejects.toMatchObject(refused);
      await expect(scramblerU(group, value, A)).rejects.toMatchObject(refused);
    }
  });

  it("reads only elements that are padded to the length of N", () => {
    expect(readGroupElement(group, padToGroup(group, 2n))).toBe(2n);
    expect(readGroupElement(group, padToGroup(group, group.N - 1n))).toBe(group.N - 1n);
    const wrong = [
      new Uint8Array(),
      Uint8Array.of(2),
      padToGroup(group, 2n).slice(1),
      new Uint8Array([0, ...padToGroup(group, 2n)]),
      padToGroup(group, 0n),
      padToGroup(group, group.N),
      padToGroup(group, group.N + 1n),
    ];
    for (const bytes of wrong) {
      expect(() => readGroupElement(group, bytes)).toThrow(expect.objectContaining(refused));
    }
  });

  it("takes no verifier of somebody else's making that would prove any mPIN, or none", () => {
    for (const value of [2n, group.N - 2n, computeVerifier({ group, x: 5n })]) {
      expect(isSoundVerifier(group, padToGroup(group, value))).toBe(true);
    }
    for (const value of [1n, group.N - 1n]) {
      expect(isSoundVerifier(group, padToGroup(group, value))).toBe(false);
    }
    for (const bytes of [
      padToGroup(group, 0n),
      padToGroup(group, group.N),
      padToGroup(group, group.N + 1n),
      padToGroup(group, 2n).slice(1),
      new Uint8Array([0, ...padToGroup(group, 2n)]),
    ]) {
      expect(() => isSoundVerifier(group, bytes)).toThrow(expect.objectContaining(refused));
    }
  });
});

describe("u", () => {
  const group = srpGroup(2048);

  it("is refused when it is zero, on both sides", async () => {
    const hash = async () => new Uint8Array(64);
    const { a, A } = clientEphemeral({ group });
    await expect(scramblerU(group, A, A, hash)).rejects.toMatchObject(refused);
    await expect(clientSecret({ group, x: 5n, a, A, B: A, hash })).rejects.toMatchObject(refused);
    await expect(serverSecret({ group, verifier: 2n, A, b: a, B: A, hash })).rejects.toMatchObject(refused);
  });

  it("covers A and B padded to the length of N", async () => {
    const expected = createHash("sha512")
      .update(padToGroup(group, 2n))
      .update(padToGroup(group, 3n))
      .digest("hex");
    expect(await scramblerU(group, 2n, 3n)).toBe(BigInt(`0x${expected}`));
  });
});

describe("a power of the generator", () => {
  const group = srpGroup(2048);
  const exponents = [0n, 1n, 15n, 16n, 2n ** 511n, 2n ** 512n - 1n, 2n ** 640n + 1n];
  const random = Array.from({ length: 4 }, () => bigIntFromBytes(randomBytes(64)));

  it.each([...exponents, ...random])("is that of modPow: %d", (x) => {
    expect(computeVerifier({ group, x })).toBe(modPow(group.g, x, group.N));
  });

  it("has no negative exponent", () => {
    expect(() => computeVerifier({ group, x: -1n })).toThrow(TypeError);
  });
});

describe("modPow", () => {
  it("agrees with multiplication step by step", () => {
    const small = fc.bigInt({ min: 0n, max: 300n });
    fc.assert(
      fc.property(small, small, fc.bigInt({ min: 1n, max: 300n }), (base, exponent, modulus) => {
        let expected = 1n % modulus;
        for (let step = 0n; step < exponent; step += 1n) expected = (expected * base) % modulus;
        expect(modPow(base, exponent, modulus)).toBe(expected);
      }),
    );
  });

  it("agrees with OpenSSL's in a true group", () => {
    const group = srpGroup(2048);
    const exponent = randomBytes(32);
    const openssl = createDiffieHellman(Buffer.from(padToGroup(group, group.N)), Buffer.from([2]));
    openssl.setPrivateKey(Buffer.from(exponent));
    const expected = bigIntFromBytes(openssl.generateKeys());
    expect(modPow(group.g, bigIntFromBytes(exponent), group.N)).toBe(expected);
  });

  it("refuses a negative exponent and a modulus below one", () => {
    expect(() => modPow(2n, -1n, 7n)).toThrow(TypeError);
    expect(() => modPow(2n, 1n, 0n)).toThrow(TypeError);
  });
});
