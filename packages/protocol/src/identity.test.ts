import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import type { IdentityJwk } from "./identity.ts";
import { identityJwksSchema, trustedKeys, verifyIdentityToken } from "./identity.ts";
import { thumbprint } from "./jwk.ts";
import type { TokenType } from "./token.ts";
import { signFixed } from "./vectors/fixed-rsa.ts";
import type { TestKey } from "./vectors/test-keys.ts";
import { testKeys } from "./vectors/test-keys.ts";
import { VectorSource } from "./vectors/vector-source.ts";

const typ = "mtoken-envelope+jws";
const schema = v.strictObject({ iss: v.string() });
const payload = { iss: "https://mtoken.example" };
const at = 1_800_000_000;
const refused = { code: "message_refused" };

let kid: string;
let jwk: IdentityJwk;
let token: string;

beforeAll(async () => {
  const { kty, n, e } = testKeys.identity;
  kid = await thumbprint(testKeys.identity);
  jwk = { kty, n, e, kid, alg: "PS512", use: "sig", nbf: at - 1000, exp: at + 1000 };
  token = await signFixed({
    source: new VectorSource("identity"),
    typ,
    payload,
    key: testKeys.identity,
    kid,
  });
});

function verify(
  keys: IdentityJwk[],
  other: { pins?: string[]; at?: number; iss?: string; token?: string } = {},
) {
  return verifyIdentityToken({ token, typ, schema, jwks: { keys }, at, ...other });
}

describe("a token by an identity key", () => {
  it("is verified with the key that its kid names", async () => {
    expect(await verify([jwk])).toEqual(payload);
    expect(await verify([jwk], { pins: [kid], iss: payload.iss })).toEqual(payload);
  });

  it("is refused when the key is unknown", async () => {
    await expect(verify([])).rejects.toMatchObject(refused);
  });

  it("is refused when the key is not pinned", async () => {
    await expect(verify([jwk], { pins: [] })).rejects.toMatchObject(refused);
    await expect(verify([jwk], { pins: [await thumbprint(testKeys.stranger)] })).rejects.toMatchObject(
      refused,
    );
  });

  it("is refused when the JWKS gives a foreign key the pinned kid", async () => {
    const { n } = testKeys.stranger;
    const source = new VectorSource("foreign");
    const forged = await signFixed({ source, typ, payload, key: testKeys.stranger, kid });
    await expect(verify([{ ...jwk, n }], { pins: [kid], token: forged })).rejects.toMatchObject(refused);
  });

  it("is refused for another issuer", async () => {
    await expect(verify([jwk], { iss: "https://other.example" })).rejects.toMatchObject(refused);
  });

  it("is refused before the key's first and after its last moment, give or take five minutes", async () => {
    expect(await verify([jwk], { at: jwk.nbf - 300 })).toEqual(payload);
    expect(await verify([jwk], { at: jwk.exp + 299 })).toEqual(payload);
    await expect(verify([jwk], { at: jwk.nbf - 301 })).rejects.toMatchObject(refused);
    await expect(verify([jwk], { at: jwk.exp + 300 })).rejects.toMatchObject(refused);
  });

  it("is refused from the moment of revocation on, and counts before it", async () => {
    const revoked = { ...jwk, revoked: at };
    expect(await verify([revoked], { at: at - 1 })).toEqual(payload);
    await expect(verify([revoked], { at })).rejects.toMatchObject(refused);
  });

  it("is judged by the present when no moment is given", async () => {
    const now = Math.floor(Date.now() / 1000);
    const options = { token, typ, schema } as const;
    const current = { keys: [{ ...jwk, nbf: now - 10, exp: now + 1000 }] };
    const past = { keys: [{ ...jwk, nbf: 0, exp: now - 1000 }] };
    expect(await verifyIdentityToken({ ...options, jwks: current })).toEqual(payload);
    await expect(verifyIdentityToken({ ...options, jwks: past })).rejects.toMatchObject(refused);
  });
});

describe("a new key", () => {
  const iss = payload.iss;
  let next: IdentityJwk;
  let third: IdentityJwk;

  /** A key of the JWKS, introduced by another. */
  async function introduced(
    key: TestKey,
    by: TestKey,
    said: Record<string, unknown> = {},
    typ: TokenType = "mtoken-key+jws",
  ): Promise<IdentityJwk> {
    const { kty, n, e } = key;
    const own = { kid: await thumbprint(key), nbf: at, exp: at + 2000 };
    const endorsement = await signFixed({
      source: new VectorSource("endorsement"),
      typ,
      payload: { iss, ...own, iat: at, ...said },
      key: by,
      kid: await thumbprint(by),
    });
    return { kty, n, e, alg: "PS512", use: "sig", ...own, endorsement };
  }

  function trusted(keys: IdentityJwk[], pins = [kid]): Promise<string[]> {
    return trustedKeys({ iss, jwks: { keys }, pins, at });
  }

  beforeAll(async () => {
    next = await introduced(testKeys.large, testKeys.identity);
    third = await introduced(testKeys.stranger, testKeys.large);
  });

  it("is trusted when a pinned key introduces it, or a key so introduced, in any order", async () => {
    expect(await trusted([jwk])).toEqual([kid]);
    expect(await trusted([next, jwk])).toEqual([kid, next.kid]);
    expect(await trusted([third, jwk, next])).toEqual([kid, next.kid, third.kid]);
  });

  it("is not trusted without an introduction, or by a key that nobody pinned", async () => {
    const { endorsement, ...bare } = next;
    expect(await trusted([jwk, bare])).toEqual([kid]);
    expect(await trusted([jwk, third])).toEqual([kid]);
    expect(await trusted([jwk, next], [])).toEqual([]);
    const itself = await introduced(testKeys.large, testKeys.large);
    expect(await trusted([jwk, itself])).toEqual([kid]);
  });

  it("is not trusted once the key that introduced it is revoked, whatever the dates", async () => {
    expect(await trusted([{ ...jwk, revoked: at + 500 }, next])).toEqual([kid]);
    expect(await trusted([{ ...jwk, revoked: at - 500 }, next])).toEqual([kid]);
  });

  it("is not trusted when the introduction is of another key, time, server or kind", async () => {
    const wrong = [
      await introduced(testKeys.large, testKeys.identity, { kid: third.kid }),
      await introduced(testKeys.large, testKeys.identity, { exp: at + 9000 }),
      await introduced(testKeys.large, testKeys.identity, { nbf: at - 9000 }),
      await introduced(testKeys.large, testKeys.identity, { iss: "https://other.example" }),
      await introduced(testKeys.large, testKeys.identity, {}, "mtoken-checkpoint+jws"),
    ];
    for (const key of wrong) expect(await trusted([jwk, key])).toEqual([kid]);
  });

  it("has a kid that is its own: an introduction is worth nothing to a foreign key under its name", async () => {
    const foreign = { ...next, n: testKeys.stranger.n };
    const pins = await trusted([jwk, foreign]);
    const source = new VectorSource("foreign");
    const forged = await signFixed({ source, typ, payload, key: testKeys.stranger, kid: next.kid });
    await expect(verify([jwk, foreign], { pins, token: forged })).rejects.toMatchObject(refused);
  });
});

describe("a JWKS", () => {
  it("is refused with a private key in it", () => {
    expect(v.is(identityJwksSchema, { keys: [jwk] })).toBe(true);
    expect(v.is(identityJwksSchema, { keys: [{ ...jwk, d: testKeys.identity.d }] })).toBe(false);
  });
});
