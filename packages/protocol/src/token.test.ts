import fc from "fast-check";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { b64, utf8 } from "./bytes.ts";
import type { CryptoKey } from "./jwk.ts";
import { generateSigningKeyPair, importVerifyKey } from "./jwk.ts";
import { hashToken, readKid, readUnverified, signToken, verifyToken } from "./token.ts";
import { signFixed } from "./vectors/fixed-rsa.ts";
import { testKeys } from "./vectors/test-keys.ts";
import { VectorSource } from "./vectors/vector-source.ts";

const typ = "mtoken-approval+jws";
const schema = v.strictObject({ aud: v.string(), iss: v.optional(v.string()), n: v.number() });
const payload = { aud: "https://mtoken.example", n: 1 };
const refused = { code: "message_refused" };
const malformed = { code: "malformed_message" };

let publicKey: CryptoKey;
let privateKey: CryptoKey;
let token: string;

beforeAll(async () => {
  ({ publicKey, privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: false }));
  token = await signToken({ typ, payload, key: privateKey });
});

describe("a signed token", () => {
  it("is verified, and gives its payload", async () => {
    expect(await verifyToken({ token, typ, schema, key: publicKey })).toEqual(payload);
  });

  it("has exactly alg and typ in its header, and kid where it was asked for", async () => {
    const withKid = await signToken({ typ, payload, key: privateKey, kid: "key" });
    expect(headerOf(token)).toEqual({ alg: "PS512", typ });
    expect(headerOf(withKid)).toEqual({ alg: "PS512", typ, kid: "key" });
    expect(readKid(withKid)).toBe("key");
  });

  it("is refused with a kid that is not expected, and without one that is", async () => {
    const withKid = await signToken({ typ, payload, key: privateKey, kid: "key" });
    const common = { typ, schema, key: publicKey } as const;
    await expect(verifyToken({ ...common, token: withKid })).rejects.toMatchObject(refused);
    await expect(verifyToken({ ...common, token: withKid, kid: "other" })).rejects.toMatchObject(refused);
    await expect(verifyToken({ ...common, token, kid: "key" })).rejects.toMatchObject(refused);
    expect(await verifyToken({ ...common, token: withKid, kid: "key" })).toEqual(payload);
    expect(() => readKid(token)).toThrow(expect.objectContaining(refused));
  });

  it("is refused as a token of any other kind", async () => {
    const common = { token, schema, key: publicKey };
    await expect(verifyToken({ ...common, typ: "mtoken-receipt+jws" })).rejects.toMatchObject(refused);
  });

  it("is refused when another key signed it", async () => {
    const { publicKey: other } = await generateSigningKeyPair({ bits: 2048, extractable: false });
    await expect(verifyToken({ token, typ, schema, key: other })).rejects.toMatchObject(refused);
  });

  it("is refused for another addressee or issuer, exactly as for a wrong signature", async () => {
    const common = { token, typ, schema, key: publicKey } as const;
    await expect(verifyToken({ ...common, aud: "https://other.example" })).rejects.toMatchObject(refused);
    await expect(verifyToken({ ...common, iss: "https://mtoken.example" })).rejects.toMatchObject(refused);
    expect(await verifyToken({ ...common, aud: "https://mtoken.example" })).toEqual(payload);
  });

  it("is refused when its aud is a list that holds ours", async () => {
    const listed = await signToken({ typ, payload: { ...payload, aud: [payload.aud] }, key: privateKey });
    const options = {
      token: listed,
      typ,
      schema: v.looseObject({}),
      key: publicKey,
      aud: payload.aud,
    } as const;
    await expect(verifyToken(options)).rejects.toMatchObject(refused);
  });

  it("is malformed when its payload is not of the schema", async () => {
    const wrong = await signToken({ typ, payload: { ...payload, more: true }, key: privateKey });
    await expect(verifyToken({ token: wrong, typ, schema, key: publicKey })).rejects.toMatchObject(malformed);
  });

  it("leaves out members that are undefined", async () => {
    const signed = await signToken({ typ, payload: { ...payload, more: undefined }, key: privateKey });
    expect(await verifyToken({ token: signed, typ, schema, key: publicKey })).toEqual(payload);
  });

  it("is refused when any one character is another", async () => {
    const character = fc.constantFrom(
      ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=",
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), character, async (index, other) => {
        fc.pre(token[index] !== other);
        const changed = token.slice(0, index) + other + token.slice(index + 1);
        await expect(verifyToken({ token: changed, typ, schema, key: publicKey })).rejects.toMatchObject({
          code: expect.stringMatching(/^(message_refused|malformed_message)$/),
        });
      }),
    );
  });

  it("is refused with any member more in its header", async () => {
    const key = await importVerifyKey(publicPart(testKeys.device));
    const source = new VectorSource("headers");
    const names = [
      "b64",
      "crit",
      "jku",
      "jwk",
      "x5u",
      "x5c",
      "cty",
      "kid",
      "zip",
      "constructor",
      "__proto__",
      "x",
    ];
    for (const name of names) {
      // JSON.parse makes __proto__ a member like any other, as it is in a token.
      const header = JSON.parse(`{"alg":"PS512","typ":"${typ}","${name}":"1"}`);
      const signed = await signFixed({ source, typ, payload, key: testKeys.device, header });
      expect(headerText(signed)).toContain(`"${name}"`);
      await expect(verifyToken({ token: signed, typ, schema, key }), name).rejects.toMatchObject(refused);
    }
  });

  it("is refused when its header asks for no signature or for a symmetric one", async () => {
    const body = token.split(".")[1];
    for (const alg of ["none", "None", "HS512", "HS256", "PS256", "RS512", "ES512", "ps512"]) {
      const head = b64(utf8(JSON.stringify({ alg, typ })));
      for (const signature of ["", "AAAA"]) {
        const forged = `${head}.${body}.${signature}`;
        await expect(verifyToken({ token: forged, typ, schema, key: publicKey })).rejects.toMatchObject(
          refused,
        );
      }
    }
  });

  it("is too large above 64 KiB, before anything in it is looked at", async () => {
    const options = { typ, schema: v.looseObject({}), key: publicKey } as const;
    const fits = await signToken({ typ, payload: { text: "x".repeat(48_000) }, key: privateKey });
    expect(await verifyToken({ ...options, token: fits })).toHaveProperty("text");
    await expect(verifyToken({ ...options, token: "!".repeat(65_537) })).rejects.toMatchObject({
      code: "message_too_large",
    });
  });
});

describe("readUnverified", () => {
  it("gives the payload to find the key with", () => {
    expect(readUnverified({ token, typ, schema })).toEqual(payload);
  });

  it("refuses a token of another kind", () => {
    const read = () => readUnverified({ token, typ: "mtoken-computer+jws", schema });
    expect(read).toThrow(expect.objectContaining(refused));
  });

  it("refuses what is not of the schema", () => {
    const read = () => readUnverified({ token, typ, schema: v.strictObject({ device: v.string() }) });
    expect(read).toThrow(expect.objectContaining(malformed));
  });
});

describe("the hash of a token", () => {
  it("covers its exact characters", async () => {
    const again = await signToken({ typ, payload, key: privateKey });
    expect(await hashToken(token)).toMatch(/^[A-Za-z0-9_-]{86}$/);
    expect(await hashToken(again)).not.toBe(await hashToken(token));
  });
});

function headerText(message: string): string {
  return Buffer.from(message.split(".")[0] ?? "", "base64url").toString();
}

function headerOf(message: string): unknown {
  return JSON.parse(headerText(message));
}

function publicPart({ kty, n, e }: (typeof testKeys)["device"]) {
  return { kty, n, e };
}
