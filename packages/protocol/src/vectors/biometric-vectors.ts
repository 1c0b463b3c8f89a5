/**
 * Vectors of what the protocol adds to a passkey (docs/protocol.md §3, §5): the PRF's input, its output's way to `x` and the
 * verifier, the user handle, the binding of purpose `enrol` and the challenge of an assertion.
 */
import * as v from "valibot";
import {
  assertionChallenge,
  factorEnrolmentBinding,
  factorEnrolmentSchema,
  passkeyHost,
  passkeyUserHandle,
  prfInput,
} from "../biometrics.ts";
import { b64, bigIntFromBytes, bigIntToBytes, fromHex, hmacSha512, sha512, toHex } from "../bytes.ts";
import { deriveExponent } from "../device-secrets.ts";
import { hashSchema, originSchema } from "../fields.ts";
import { deviceIdOf, deviceIdSchema } from "../ids.ts";
import { computeVerifier } from "../srp.ts";
import { srpGroup } from "../srp-groups.ts";
import { tuple } from "../tuple.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const passkeySchema = v.strictObject({
  name: v.string(),
  operation: v.literal("passkey"),
  device: deviceIdSchema,
  server_origin: originSchema,
  salt: v.string(),
  rp_id: v.string(),
  user_handle: v.string(),
  prf_input: v.string(),
  device_secret: v.string(),
  prf_output: v.string(),
  x: v.string(),
  group: v.literal(3072),
  verifier: v.string(),
});

const enrolmentSchema = v.strictObject({
  name: v.string(),
  operation: v.literal("enrol"),
  input: factorEnrolmentSchema,
  binding: hashSchema,
});

const challengeSchema = v.strictObject({
  name: v.string(),
  operation: v.literal("assertion"),
  message_1: hashSchema,
  message_2: hashSchema,
  challenge: hashSchema,
});

const schema = v.variant("operation", [passkeySchema, enrolmentSchema, challengeSchema]);
type PasskeyVector = v.InferOutput<typeof passkeySchema>;

/** The values are computed from the formulas of the clause, and the check holds our own code against them. */
export const biometricVectors = defineKind({
  name: "biometrics",
  clause: "docs/protocol.md §3, §5",
  schema,
  async make(source) {
    return [
      await makePasskey(source, "https://phone.bank.example"),
      await makePasskey(source, "http://localhost:8700"),
      await makeEnrolment(source),
      await makeChallenge(source),
    ];
  },
  async check(vector) {
    switch (vector.operation) {
      case "passkey":
        return checkPasskey(vector);
      case "enrol":
        return requireSame("binding", await factorEnrolmentBinding(vector.input), vector.binding);
      case "assertion": {
        const hashes = { message1: vector.message_1, message2: vector.message_2 };
        return requireSame("challenge", b64(await assertionChallenge(hashes)), vector.challenge);
      }
    }
  },
});

async function makePasskey(source: VectorSource, origin: string): Promise<PasskeyVector> {
  const device = await deviceIdOf(testKeys.device);
  const [salt, secret, output] = [await source.bytes(16), await source.bytes(64), await source.bytes(32)];
  const text = tuple("mtoken-1/x", "mtoken-1", "biometric", device, origin, salt, output);
  const x = await hmacSha512(secret, text);
  return {
    name: `a passkey of ${origin}`,
    operation: "passkey",
    device,
    server_origin: origin,
    salt: toHex(salt),
    rp_id: new URL(origin).hostname,
    user_handle: toHex((await sha512(tuple("mtoken-1/passkey-user", device, origin))).slice(0, 32)),
    prf_input: toHex(await sha512(tuple("mtoken-1/prf", device, origin, salt))),
    device_secret: toHex(secret),
    prf_output: toHex(output),
    x: toHex(x),
    group: 3072,
    verifier: verifierOf(bigIntFromBytes(x)),
  };
}

async function checkPasskey(vector: PasskeyVector): Promise<void> {
  const { device, server_origin: serverOrigin } = vector;
  const salt = fromHex(vector.salt);
  requireSame("rp_id", passkeyHost(serverOrigin), vector.rp_id);
  requireSame("user_handle", toHex(await passkeyUserHandle({ device, serverOrigin })), vector.user_handle);
  requireSame("prf_input", toHex(await prfInput({ device, serverOrigin, salt })), vector.prf_input);
  const hmac = { name: "HMAC", hash: "SHA-512" };
  const secret = fromHex(vector.device_secret);
  const x = await deriveExponent({
    deviceSecret: await crypto.subtle.importKey("raw", secret, hmac, false, ["sign"]),
    suite: "mtoken-1",
    factor: "biometric",
    ...{ device, serverOrigin, salt },
    stretched: fromHex(vector.prf_output),
  });
  requireSame("x", toHex(bigIntToBytes(x, 64)), vector.x);
  requireSame("verifier", verifierOf(x), vector.verifier);
}

function verifierOf(x: bigint): string {
  return toHex(bigIntToBytes(computeVerifier({ group: srpGroup(3072), x }), 384));
}

async function makeEnrolment(source: VectorSource): Promise<v.InferOutput<typeof enrolmentSchema>> {
  const [attestation, client] = [await source.bytes(194), await source.bytes(121)];
  const [salt, verifier] = [await source.bytes(16), await source.bytes(384)];
  return {
    name: "the binding of purpose enrol",
    operation: "enrol",
    input: {
      registration: { attestation_object: b64(attestation), client_data: b64(client) },
      ...{ salt: b64(salt), verifier: b64(verifier) },
    },
    binding: b64(await sha512(tuple("mtoken-1/factor-enrolment", attestation, client, salt, verifier))),
  };
}

async function makeChallenge(source: VectorSource): Promise<v.InferOutput<typeof challengeSchema>> {
  const [one, two] = [await source.bytes(64), await source.bytes(64)];
  return {
    name: "the challenge of an assertion",
    operation: "assertion",
    ...{ message_1: b64(one), message_2: b64(two) },
    challenge: b64(await sha512(tuple("mtoken-1/assertion", one, two))),
  };
}
