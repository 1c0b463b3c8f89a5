/** Vectors of the handshake's transcript, key schedule and proofs (docs/protocol.md §5). */
import * as v from "valibot";
import { b64, fromHex, toHex } from "../bytes.ts";
import { originSchema } from "../fields.ts";
import type { Factor } from "../handshake.ts";
import {
  deriveHandshakeKeys,
  factorSchema,
  handshakeTranscript,
  proofM1,
  proofM2,
  purposeSchema,
} from "../handshake.ts";
import { deviceIdOf, deviceIdSchema } from "../ids.ts";
import { thumbprint } from "../jwk.ts";
import { suiteIdSchema } from "../suite.ts";
import { hashToken } from "../token.ts";
import { signFixed } from "./fixed-rsa.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const inputSchema = v.strictObject({
  suite: suiteIdSchema,
  server_origin: originSchema,
  device: deviceIdSchema,
  factor: factorSchema,
  purpose: purposeSchema,
  /** Null for purpose session. */
  binding: v.nullable(v.string()),
  message_1: v.string(),
  message_2: v.string(),
  /** `PAD(S)` */
  secret: v.string(),
});

const outputSchema = v.strictObject({
  transcript: v.string(),
  confirm_device: v.string(),
  confirm_server: v.string(),
  device_to_server: v.string(),
  server_to_device: v.string(),
  M1: v.string(),
  M2: v.string(),
});

const schema = v.strictObject({ name: v.string(), input: inputSchema, output: outputSchema });

type Input = v.InferOutput<typeof inputSchema>;

async function compute(input: Input): Promise<v.InferOutput<typeof outputSchema>> {
  const transcript = await handshakeTranscript({
    suite: input.suite,
    serverOrigin: input.server_origin,
    device: input.device,
    factor: input.factor,
    purpose: input.purpose,
    binding: input.binding ?? undefined,
    message1: await hashToken(input.message_1),
    message2: await hashToken(input.message_2),
  });
  const keys = await deriveHandshakeKeys({ secret: fromHex(input.secret), transcript });
  const M1 = await proofM1({ key: keys.confirmDevice, transcript });
  const M2 = await proofM2({ key: keys.confirmServer, transcript, M1 });
  return {
    transcript: toHex(transcript),
    confirm_device: toHex(keys.confirmDevice),
    confirm_server: toHex(keys.confirmServer),
    device_to_server: toHex(keys.deviceToServer),
    server_to_device: toHex(keys.serverToDevice),
    M1: toHex(M1),
    M2: toHex(M2),
  };
}

async function makeInput(
  source: VectorSource,
  bytesOfN: number,
  binding: string | null,
  factor: Factor = "mpin",
): Promise<Input> {
  const origin = "https://phone.bank.example";
  const device = await deviceIdOf(testKeys.device);
  const purpose = binding === null ? "session" : "approve";
  const message1 = await signFixed({
    source,
    typ: "mtoken-handshake-1+jws",
    payload: {
      aud: origin,
      suite: "mtoken-1",
      device,
      factor,
      purpose,
      ...(binding === null ? {} : { binding }),
      A: b64(await source.bytes(bytesOfN)),
      counter: 7,
      app: "mtoken-phone/1.0.0+5f0c2a91be77",
    },
    key: testKeys.device,
  });
  const message2 = await signFixed({
    source,
    typ: "mtoken-handshake-2+jws",
    payload: {
      iss: origin,
      suite: "mtoken-1",
      message_1: await hashToken(message1),
      handshake: await source.id("hsk"),
      salt: b64(await source.bytes(16)),
      ...(factor === "mpin" && { argon2: { m: 65_536, t: 3, p: 1 } }),
      B: b64(await source.bytes(bytesOfN)),
      tries_left: 5,
      wrong_tries: 0,
      exp: 1_795_348_860,
    },
    key: testKeys.identity,
    kid: await thumbprint(testKeys.identity),
  });
  const secret = toHex(await source.bytes(bytesOfN));
  return {
    suite: "mtoken-1",
    server_origin: origin,
    device,
    factor,
    purpose,
    binding,
    message_1: message1,
    message_2: message2,
    secret,
  };
}

/** Handshakes: from both messages and S to transcript, keys and proofs. */
export const handshakeVectors = defineKind({
  name: "handshake",
  clause: "docs/protocol.md §5",
  schema,
  async make(source) {
    const binding = b64(await source.bytes(64));
    const session = await makeInput(source, 384, null);
    const approve = await makeInput(source, 384, binding);
    const small = await makeInput(source, 256, null);
    const passkey = await makeInput(source, 384, binding, "biometric");
    const padded = { ...small, secret: `00${small.secret.slice(2)}` };
    return [
      { name: "purpose session", input: session, output: await compute(session) },
      { name: "purpose approve, bound to an envelope", input: approve, output: await compute(approve) },
      { name: "2048 bits, S padded with a zero byte", input: padded, output: await compute(padded) },
      { name: "purpose approve, by a passkey", input: passkey, output: await compute(passkey) },
    ];
  },
  async check({ input, output }) {
    requireSame("key schedule", await compute(input), output);
  },
});
