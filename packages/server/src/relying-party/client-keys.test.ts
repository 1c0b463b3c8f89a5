import { exportPublicJwk, generateSigningKeyPair } from "@mtoken/protocol";
import type { JWK } from "jose";
import { exportJWK, generateKeyPair } from "jose";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { clientKeysSchema, keyFor } from "./client-keys.ts";

let rsa: JWK;
let ec: JWK;
let privateEc: JWK;

beforeAll(async () => {
  rsa = await exportPublicJwk((await generateSigningKeyPair({ bits: 2048, extractable: true })).publicKey);
  const pair = await generateKeyPair("ES256", { extractable: true });
  ec = await exportJWK(pair.publicKey);
  privateEc = await exportJWK(pair.privateKey);
});

function accepts(...keys: unknown[]): boolean {
  return v.is(clientKeysSchema, { keys });
}

describe("the keys of a relying party", () => {
  it("may be RSA or P-256", () => {
    expect(accepts(rsa)).toBe(true);
    expect(accepts(ec)).toBe(true);
    expect(accepts({ ...rsa, kid: "1", use: "sig", alg: "PS256" }, { ...ec, kid: "2", alg: "ES256" })).toBe(
      true,
    );
  });

  it("are public: a private member is refused, not stored", () => {
    expect(accepts(privateEc)).toBe(false);
    expect(accepts({ ...rsa, d: "AQAB" })).toBe(false);
    expect(accepts({ kty: "oct", k: "AQAB" })).toBe(false);
  });

  it("are strong enough", () => {
    expect(accepts({ ...rsa, n: "A".repeat(171) })).toBe(false);
    expect(accepts({ ...rsa, n: `AA${rsa.n?.slice(2)}` })).toBe(false);
    expect(accepts({ ...rsa, e: "Aw" })).toBe(false);
    expect(accepts({ ...ec, y: ec.x })).toBe(false);
  });

  it("are for no algorithm outside of the list", () => {
    expect(accepts({ ...rsa, alg: "RS256" })).toBe(false);
    expect(accepts({ ...rsa, use: "enc" })).toBe(false);
  });

  it("have each a name of their own when there are several, and at least one there is", () => {
    expect(accepts()).toBe(false);
    expect(accepts(rsa, { ...ec, kid: "2" })).toBe(false);
    expect(accepts({ ...rsa, kid: "1" }, { ...ec, kid: "1" })).toBe(false);
  });

  it("are chosen by name and by what they can sign", () => {
    const keys = v.parse(clientKeysSchema, {
      keys: [
        { ...rsa, kid: "1", alg: "PS256" },
        { ...ec, kid: "2" },
      ],
    });
    expect(keyFor(keys, { alg: "PS256", kid: "1" })?.kid).toBe("1");
    expect(keyFor(keys, { alg: "PS512", kid: "1" })).toBeUndefined();
    expect(keyFor(keys, { alg: "ES256", kid: "1" })).toBeUndefined();
    expect(keyFor(keys, { alg: "ES256", kid: "2" })?.kid).toBe("2");
    expect(keyFor(keys, { alg: "ES256", kid: undefined })).toBeUndefined();
    expect(keyFor(keys, { alg: "ES256", kid: "3" })).toBeUndefined();
  });
});
