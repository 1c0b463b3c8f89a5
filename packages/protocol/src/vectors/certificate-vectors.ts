/** Vectors of the device certificate and its fingerprint (docs/protocol.md §4). */
import * as v from "valibot";
import { certificateSchema, fingerprintOf } from "../certificate.ts";
import { deviceIdOf } from "../ids.ts";
import { importVerifyKey, rsaPublicJwkSchema, thumbprint } from "../jwk.ts";
import { hashToken, verifyToken } from "../token.ts";
import { publicHalf, sampleTime } from "./evidence-sample.ts";
import { signFixed } from "./fixed-rsa.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireSame } from "./vector-kind.ts";

const schema = v.strictObject({
  name: v.string(),
  identity_key: rsaPublicJwkSchema,
  certificate: v.string(),
  payload: certificateSchema,
  hash: v.string(),
  fingerprint: v.string(),
});

/** Certificates with their fingerprints. */
export const certificateVectors = defineKind({
  name: "certificate",
  clause: "docs/protocol.md §4",
  schema,
  async make(source) {
    const payload = {
      iss: "https://phone.bank.example",
      suite: "mtoken-1",
      device: await deviceIdOf(testKeys.device),
      signing_key: publicHalf(testKeys.signing),
      user: await source.id("usr"),
      company: await source.id("cmp"),
      iat: sampleTime,
    } as const;
    const key = testKeys.identity;
    const certificate = await signFixed({
      source,
      typ: "mtoken-certificate+jws",
      payload,
      key,
      kid: await thumbprint(key),
    });
    return [
      {
        name: "a certificate",
        identity_key: publicHalf(key),
        certificate,
        payload,
        hash: await hashToken(certificate),
        fingerprint: await fingerprintOf(certificate),
      },
    ];
  },
  async check({ identity_key, certificate, payload, hash, fingerprint }) {
    const read = await verifyToken({
      token: certificate,
      typ: "mtoken-certificate+jws",
      schema: certificateSchema,
      key: await importVerifyKey(identity_key),
      kid: await thumbprint(identity_key),
    });
    requireSame("payload", read, payload);
    requireSame("hash", await hashToken(certificate), hash);
    requireSame("fingerprint", await fingerprintOf(certificate), fingerprint);
  },
});
