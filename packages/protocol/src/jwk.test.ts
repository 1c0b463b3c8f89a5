import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RsaPublicJwk } from "./jwk.ts";
import {
  exportPublicJwk,
  generateSealingKeyPair,
  generateSigningKeyPair,
  importSealingKey,
  importVerifyKey,
  thumbprint,
} from "./jwk.ts";
import { testKeys } from "./vectors/test-keys.ts";

const { kty, n, e } = testKeys.device;

function publicJwk(bits: number, publicExponent = 65_537): RsaPublicJwk {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: bits, publicExponent });
  return publicKey.export({ format: "jwk" }) as unknown as RsaPublicJwk;
}

describe("the thumbprint", () => {
  it("is that of RFC 7638 §3.1's example", async () => {
    const example: RsaPublicJwk = {
      kty: "RSA",
      n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
      e: "AQAB",
    };
    expect(await thumbprint(example)).toBe("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  });
});

describe("importing a public key", () => {
  it.each([importVerifyKey, importSealingKey])("%o takes 2048, 3072 and 4096 bits", async (importKey) => {
    for (const jwk of [publicJwk(2048), publicJwk(3072), publicJwk(4096)]) {
      expect(await importKey(jwk)).toMatchObject({ type: "public" });
    }
  });

  const refused: [string, unknown][] = [
    ["1024 bits", publicJwk(1024)],
    ["2040 bits", publicJwk(2040)],
    ["2047 bits", publicJwk(2047)],
    ["4104 bits", publicJwk(4104)],
    ["exponent 3", publicJwk(2048, 3)],
    ["exponent 65537 with a zero byte in front", { kty, n, e: "AAEAAQ" }],
    [
      "a modulus with a zero byte in front",
      {
        kty,
        n: Buffer.from(`00${Buffer.from(n, "base64url").toString("hex")}`, "hex").toString("base64url"),
        e,
      },
    ],
    ["a modulus with a wrong last character", { kty, n: `${n.slice(0, -1)}_`, e }],
    ["a private key", testKeys.device],
    ["an alg of its own", { kty, n, e, alg: "RS256" }],
    ["a symmetric key", { kty: "oct", k: n }],
    ["an elliptic key", { kty: "EC", crv: "P-256", x: n, y: n }],
    ["nothing", undefined],
  ];

  it.each(refused)("refuses %s", async (_name, jwk) => {
    await expect(importVerifyKey(jwk as RsaPublicJwk)).rejects.toMatchObject({ code: "malformed_message" });
    await expect(importSealingKey(jwk as RsaPublicJwk)).rejects.toMatchObject({ code: "malformed_message" });
  });
});

describe("new key pairs", () => {
  it.each([generateSigningKeyPair, generateSealingKeyPair])(
    "%o keeps the private key in",
    async (generate) => {
      const { privateKey, publicKey } = await generate({ bits: 2048, extractable: false });
      await expect(crypto.subtle.exportKey("pkcs8", privateKey)).rejects.toThrow();
      expect(Object.keys(await exportPublicJwk(publicKey)).sort()).toEqual(["e", "kty", "n"]);
    },
  );

  it("never exports a private key as a public one", async () => {
    const { privateKey } = await generateSigningKeyPair({ bits: 2048, extractable: true });
    await expect(exportPublicJwk(privateKey)).rejects.toThrow(TypeError);
  });
});
