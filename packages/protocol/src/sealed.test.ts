import fc from "fast-check";
import { CompactEncrypt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { randomBytes, utf8 } from "./bytes.ts";
import { newHandshakeId } from "./ids.ts";
import type { KeyPair, RsaPublicJwk } from "./jwk.ts";
import { exportPublicJwk, generateSealingKeyPair, thumbprint } from "./jwk.ts";
import { openDirect, openWithKey, readSealedHeader, sealDirect, sealToKey } from "./sealed.ts";

const refused = { code: "message_refused" };
const either = { code: expect.stringMatching(/^(message_refused|malformed_message)$/) };
const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";

describe("a message sealed to a key", () => {
  const typ = "mtoken-activation+jwe";
  let pair: KeyPair;
  let jwk: RsaPublicJwk;
  let kid: string;

  beforeAll(async () => {
    pair = await generateSealingKeyPair({ bits: 2048, extractable: false });
    jwk = await exportPublicJwk(pair.publicKey);
    kid = await thumbprint(jwk);
  });

  it("is opened with the private key, which need not be extractable", async () => {
    const token = await sealToKey({ plaintext: "Žofie", jwk, kid, typ });
    expect(await openWithKey({ token, privateKey: pair.privateKey, kid, typ })).toBe("Žofie");
  });

  it("is refused with another key, kid or typ, always alike", async () => {
    const token = await sealToKey({ plaintext: "secret", jwk, kid, typ });
    const { privateKey } = pair;
    const other = await generateSealingKeyPair({ bits: 2048, extractable: false });
    await expect(openWithKey({ token, privateKey: other.privateKey, kid, typ })).rejects.toMatchObject(
      refused,
    );
    await expect(openWithKey({ token, privateKey, kid: "other", typ })).rejects.toMatchObject(refused);
    await expect(openWithKey({ token, privateKey, kid, typ: "mtoken-call+jwe" })).rejects.toMatchObject(
      refused,
    );
  });

  it("never differs in what the refusal says", async () => {
    const token = await sealToKey({ plaintext: "secret", jwk, kid, typ });
    const messages = new Set<string>();
    for (const index of [1, 2, 3, 4]) {
      const changed = changePart(token, index);
      const error = await openWithKey({ token: changed, privateKey: pair.privateKey, kid, typ }).catch(
        String,
      );
      messages.add(String(error));
    }
    expect([...messages]).toHaveLength(1);
  });
});

describe("a message sealed under a common key", () => {
  const typ = "mtoken-call+jwe";
  const key = randomBytes(64);
  const kid = newHandshakeId();

  it("is opened with the key, and gives its seq", async () => {
    const token = await sealDirect({ plaintext: "{}", key, typ, kid, seq: 7 });
    expect(await openDirect({ token, key, typ, kid })).toEqual({ plaintext: "{}", seq: 7 });
    expect(readSealedHeader(token, typ)).toEqual({ kid, seq: 7 });
  });

  it("is refused without a seq, or with one that does not count", async () => {
    for (const seq of [undefined, -1, 1.5, 2 ** 53, "1", null]) {
      const header = { alg: "dir", enc: "A256CBC-HS512", typ, kid, seq };
      const token = await new CompactEncrypt(utf8("{}"))
        .setProtectedHeader({ ...header, alg: "dir" })
        .encrypt(key);
      await expect(openDirect({ token, key, typ, kid })).rejects.toMatchObject(refused);
      expect(() => readSealedHeader(token, typ)).toThrow(expect.objectContaining(refused));
    }
  });

  it("shows its kid and seq only when it is of the kind that is expected, with no member more", async () => {
    const answer = await sealDirect({ plaintext: "{}", key, typ: "mtoken-answer+jwe", kid, seq: 1 });
    const header = { alg: "dir", enc: "A256CBC-HS512", typ, kid, seq: 1, cty: "JWT" };
    const more = await new CompactEncrypt(utf8("{}"))
      .setProtectedHeader({ ...header, alg: "dir" })
      .encrypt(key);
    for (const token of [answer, more]) {
      expect(() => readSealedHeader(token, typ)).toThrow(expect.objectContaining(refused));
    }
  });

  it("has neither kid nor seq outside of a session", async () => {
    const answer = "mtoken-activation-answer+jwe";
    const token = await sealDirect({ plaintext: "answer", key, typ: answer });
    expect(await openDirect({ token, key, typ: answer })).toEqual({ plaintext: "answer" });
    await expect(openDirect({ token, key, typ: answer, kid })).rejects.toMatchObject(refused);
    expect(() => readSealedHeader(token, answer)).toThrow(expect.objectContaining(refused));
  });

  it("is refused with another key, session or direction", async () => {
    const token = await sealDirect({ plaintext: "{}", key, typ, kid, seq: 1 });
    await expect(openDirect({ token, key: randomBytes(64), typ, kid })).rejects.toMatchObject(refused);
    await expect(openDirect({ token, key, typ, kid: newHandshakeId() })).rejects.toMatchObject(refused);
    await expect(openDirect({ token, key, typ: "mtoken-answer+jwe", kid })).rejects.toMatchObject(refused);
    await expect(openDirect({ token, key, typ })).rejects.toMatchObject(refused);
  });

  it("is refused when any one character is another", async () => {
    const token = await sealDirect({ plaintext: "{}", key, typ, kid, seq: 1 });
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...characters), async (index, other) => {
        fc.pre(token[index] !== other);
        const changed = token.slice(0, index) + other + token.slice(index + 1);
        await expect(openDirect({ token: changed, key, typ, kid })).rejects.toMatchObject(either);
      }),
    );
  });

  it("is refused when it was compressed, which could grow without bounds", async () => {
    const header = { alg: "dir", enc: "A256CBC-HS512", typ, kid, seq: 1, zip: "DEF" } as const;
    const token = await new CompactEncrypt(utf8("{}")).setProtectedHeader(header).encrypt(key);
    await expect(openDirect({ token, key, typ, kid })).rejects.toMatchObject(refused);
  });

  it("is too large above 64 KiB", async () => {
    const token = await sealDirect({ plaintext: "x".repeat(65_536), key, typ, kid, seq: 1 });
    await expect(openDirect({ token, key, typ, kid })).rejects.toMatchObject({ code: "message_too_large" });
    expect(() => readSealedHeader(token, typ)).toThrow(
      expect.objectContaining({ code: "message_too_large" }),
    );
  });

  it("takes keys of 64 bytes only", async () => {
    const short = { plaintext: "{}", key: randomBytes(32), typ } as const;
    await expect(sealDirect(short)).rejects.toThrow(TypeError);
  });
});

function changePart(token: string, index: number): string {
  const parts = token.split(".").map((part) => Buffer.from(part, "base64url"));
  const part = parts[index];
  if (part !== undefined) part[0] = (part[0] ?? 0) ^ 1;
  return parts.map((bytes) => bytes.toString("base64url")).join(".");
}
