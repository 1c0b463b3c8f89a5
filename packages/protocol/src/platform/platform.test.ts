import { constants, generateKeyPairSync, KeyObject, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { platform as chosen } from "#platform";
import { randomBytes, utf8 } from "../bytes.ts";
import { exportPublicJwk, generateSealingKeyPair, generateSigningKeyPair } from "../jwk.ts";
import { platform as node } from "./node.ts";
import type { Bytes } from "./platform.ts";
import { platform as web } from "./web.ts";

const bytes = (constraints: fc.IntArrayConstraints = {}): fc.Arbitrary<Bytes> =>
  fc.uint8Array(constraints).map((array) => new Uint8Array(array));
const pairs = [
  { name: "Node's to WebCrypto's", from: node, to: web },
  { name: "WebCrypto's to Node's", from: web, to: node },
];
const header = { alg: "dir", enc: "A256CBC-HS512", typ: "mtoken-call+jwe", kid: "hsk_žluť", seq: 7 };

describe("the protocol's cryptography in Node", () => {
  it("is node:crypto's", () => {
    expect(chosen).toBe(node);
  });

  it("writes and reads bytes as WebCrypto's does", () => {
    fc.assert(
      fc.property(bytes(), (array) => {
        const text = web.encodeB64(array);
        expect(node.encodeB64(array)).toBe(text);
        expect(node.decodeB64(text)).toEqual(web.decodeB64(text));
        expect(node.toHex(array)).toBe(web.toHex(array));
        expect(node.fromHex(web.toHex(array))).toEqual(array);
        expect(web.fromHex(web.toHex(array).toUpperCase())).toEqual(array);
      }),
    );
  });

  it("hashes and derives what WebCrypto's does", async () => {
    await fc.assert(
      fc.asyncProperty(bytes({ minLength: 1 }), bytes(), fc.string(), async (key, data, info) => {
        expect(await node.sha512(data)).toEqual(await web.sha512(data));
        expect(await node.hmacSha512(key, data)).toEqual(await web.hmacSha512(key, data));
        const options = { key, salt: data, info, length: 64 };
        expect(await node.hkdfSha512(options)).toEqual(await web.hkdfSha512(options));
      }),
      { numRuns: 30 },
    );
  });

  it("takes an HMAC key that can't be exported", async () => {
    const algorithm = { name: "HMAC", hash: "SHA-512" };
    const key = await crypto.subtle.importKey("raw", randomBytes(64), algorithm, false, ["sign"]);
    const data = utf8("data");
    expect(await node.hmacSha512(key, data)).toEqual(await web.hmacSha512(key, data));
  });

  it("gives bytes in memory of their own, so that wiping or moving them reaches nothing else", async () => {
    const given = [
      await node.sha512(utf8("")),
      node.decodeB64("AAAA"),
      await node.hmacSha512(utf8("k"), utf8("")),
    ];
    for (const array of given) expect(array.buffer.byteLength).toBe(array.length);
  });

  it("names a key by the thumbprint that jose gives it", async () => {
    const jwk = await exportPublicJwk(
      (await generateSigningKeyPair({ bits: 2048, extractable: false })).publicKey,
    );
    expect(await node.thumbprint(jwk)).toBe(await web.thumbprint(jwk));
  });
});

describe.each(pairs)("a signature from $name", ({ from, to }) => {
  it("verifies, and not with one bit changed or by another key", async () => {
    const pair = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const other = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const signed = { header: { alg: "PS512", typ: "mtoken-approval+jws" }, payload: utf8("{}") };
    const token = await from.sign({ ...signed, key: pair.privateKey });
    const imported = await to.importVerifyKey(await exportPublicJwk(pair.publicKey));
    await expect(to.verify(token, imported)).resolves.toBeUndefined();
    await expect(to.verify(token, other.publicKey)).rejects.toThrow();
    const [head = "", payload = "", signature = ""] = token.split(".");
    const changed = [
      [to.encodeB64(utf8('{"alg":"PS512"}')), payload, signature],
      [head, to.encodeB64(utf8("[]")), signature],
      [head, payload, to.encodeB64(flipped(to.decodeB64(signature)))],
      [head, payload, ""],
    ];
    for (const parts of changed) await expect(to.verify(parts.join("."), pair.publicKey)).rejects.toThrow();
  });
});

describe("a signing key in Node", () => {
  it.each([2048, 3072, 4096] as const)(
    "of %i bits signs what WebCrypto verifies, and verifies what it signs",
    async (bits) => {
      const { publicKey, privateKey } = await generateSigningKeyPair({ bits, extractable: true });
      const signed = { header: { alg: "PS512" }, payload: utf8("{}"), key: privateKey };
      await expect(web.verify(await node.sign(signed), publicKey)).resolves.toBeUndefined();
      await expect(node.verify(await web.sign(signed), publicKey)).resolves.toBeUndefined();
    },
  );

  it("takes no signature with another hash, another length of salt or PKCS #1's padding", async () => {
    const { publicKey, privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: true });
    const key = KeyObject.from(privateKey);
    const message = "e30.e30";
    const signedBy = (hash: string, padding: object) =>
      node.verify(
        `${message}.${sign(hash, Buffer.from(message), { key, ...padding }).toString("base64url")}`,
        publicKey,
      );
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    await expect(signedBy("sha512", { padding, saltLength: 64 })).resolves.toBeUndefined();
    for (const saltLength of [0, 32, 63, 65])
      await expect(signedBy("sha512", { padding, saltLength })).rejects.toThrow();
    await expect(signedBy("sha256", { padding, saltLength: 64 })).rejects.toThrow();
    await expect(signedBy("sha512", { padding: constants.RSA_PKCS1_PADDING })).rejects.toThrow();
  });
});

describe("a signing key of another kind", () => {
  it("is refused on both platforms, to sign and to verify", async () => {
    const sealing = await generateSealingKeyPair({ bits: 2048, extractable: false });
    const signing = await generateSigningKeyPair({ bits: 2048, extractable: false });
    const signed = { header: { alg: "PS512" }, payload: utf8("{}") };
    const token = await node.sign({ ...signed, key: signing.privateKey });
    const sha256 = await crypto.subtle.importKey(
      "pkcs8",
      new Uint8Array(
        generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
          type: "pkcs8",
          format: "der",
        }),
      ),
      { name: "RSA-PSS", hash: "SHA-256" },
      false,
      ["sign"],
    );
    for (const platform of [node, web]) {
      for (const key of [sealing.privateKey, signing.publicKey, sha256]) {
        await expect(platform.sign({ ...signed, key })).rejects.toThrow();
      }
      for (const key of [sealing.publicKey, signing.privateKey]) {
        await expect(platform.verify(token, key)).rejects.toThrow();
      }
    }
  });
});

describe.each(pairs)("a sealed message from $name", ({ from, to }) => {
  it("opens to the same bytes", async () => {
    await fc.assert(
      fc.asyncProperty(bytes(), async (plaintext) => {
        const key = randomBytes(64);
        const token = await from.seal({ header, plaintext, key });
        expect(new Uint8Array(await to.open(token, key))).toEqual(plaintext);
      }),
      { numRuns: 30 },
    );
  });

  it("does not open with any part changed, shortened or missing, nor under another key", async () => {
    const key = randomBytes(64);
    const parts = (await from.seal({ header, plaintext: utf8("secret"), key })).split(".");
    const changedBy = (change: (part: Bytes) => Bytes, index: number) =>
      parts.map((part, at) => (at === index ? to.encodeB64(change(to.decodeB64(part))) : part)).join(".");
    for (const index of [0, 2, 3, 4]) {
      await expect(to.open(changedBy(flipped, index), key)).rejects.toThrow();
      await expect(
        to.open(
          changedBy((part) => part.slice(0, -1), index),
          key,
        ),
      ).rejects.toThrow();
      await expect(
        to.open(
          changedBy(() => new Uint8Array(), index),
          key,
        ),
      ).rejects.toThrow();
    }
    await expect(to.open(parts.toSpliced(1, 1, "AAAA").join("."), key)).rejects.toThrow();
    await expect(to.open(parts.slice(0, 4).join("."), key)).rejects.toThrow();
    await expect(to.open(parts.join("."), randomBytes(64))).rejects.toThrow();
    // Either half of the key alone, too: the one that authenticates, the one that deciphers.
    await expect(to.open(parts.join("."), flipped(key))).rejects.toThrow();
  });
});

/** One bit of the first byte changed. */
function flipped(array: Bytes): Bytes {
  const copy = new Uint8Array(array);
  copy[0] = (copy[0] ?? 0) ^ 1;
  return copy;
}
