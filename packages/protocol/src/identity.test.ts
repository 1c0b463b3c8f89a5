import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import type { IdentityJwk } from "./identity.ts";
import { identityJwksSchema, verifyIdentityToken } from "./identity.ts";
import { thumbprint } from "./jwk.ts";
import { signFixed } from "./vectors/fixed-rsa.ts";
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

describe("a JWKS", () => {
  it("is refused with a private key in it", () => {
    expect(v.is(identityJwksSchema, { keys: [jwk] })).toBe(true);
    expect(v.is(identityJwksSchema, { keys: [{ ...jwk, d: testKeys.identity.d }] })).toBe(false);
  });
});
