/**
 * Vectors of the signed messages that no other kind shows whole (docs/protocol.md §3 to §5, §8): of each one that is good, and
 * what must be refused, by whoever verifies it, in any of them and in this one alone.
 */
import * as v from "valibot";
import { originSchema } from "../fields.ts";
import { importVerifyKey, thumbprint } from "../jwk.ts";
import { hashToken, verifyToken } from "../token.ts";
import { publicHalf } from "./evidence-sample.ts";
import { signFixed } from "./fixed-rsa.ts";
import type { MessageSample, MessageType, Payload } from "./message-samples.ts";
import { isMessageType, messageSchemas, sampleMessages, sampleOrigin } from "./message-samples.ts";
import { checkSigned, signedVectorSchema } from "./signed-vector.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const schema = signedVectorSchema(v.custom<MessageType>(isMessageType), {
  aud: v.nullable(originSchema),
  iss: v.nullable(originSchema),
});

type MessageVector = v.InferOutput<typeof schema>;

/** Messages with the key, `typ`, `kid`, `aud` and `iss` (null: none is expected) to verify them with. */
export const messageVectors = defineKind({
  name: "messages",
  clause: "docs/protocol.md §3, §4, §5, §8",
  schema,
  async make(source) {
    const vectors: MessageVector[] = [];
    for (const sample of await sampleMessages(source)) vectors.push(...(await vectorsOf(source, sample)));
    return vectors;
  },
  async check(vector) {
    const { token, typ, jwk, kid, aud, iss } = vector;
    const key = await importVerifyKey(jwk);
    const expected = { kid: kid ?? undefined, aud: aud ?? undefined, iss: iss ?? undefined };
    await checkSigned(vector, () =>
      verifyToken({ token, typ, schema: messageSchemas[typ], key, ...expected }),
    );
  },
});

async function vectorsOf(source: VectorSource, sample: MessageSample): Promise<MessageVector[]> {
  const { typ, signer, payloads, malformed } = sample;
  const [[, payload] = ["", {}]] = payloads;
  const party = "iss" in payload ? "iss" : "aud";
  const kid = party === "iss" ? await thumbprint(testKeys[signer]) : undefined;
  const common = {
    typ,
    jwk: publicHalf(testKeys[signer]),
    kid: kid ?? null,
    ...{ aud: null, iss: null, [party]: sampleOrigin },
  };
  const sign = (signed: Payload, other: Partial<Parameters<typeof signFixed>[0]> = {}) =>
    signFixed({ source, typ, payload: signed, key: testKeys[signer], kid, ...other });

  const vectors: MessageVector[] = [];
  for (const [name, good] of payloads) {
    const token = await sign(good);
    const rest = { payload: good, token, hash: await hashToken(token) };
    vectors.push({ name: `${typ}: ${name}`, operation: "verify", ...common, ...rest });
  }
  const refuse = (name: string, token: string, code: "message_refused" | "malformed_message") =>
    vectors.push({ name: `${typ}: ${name}`, operation: "refused", ...common, token, code });

  const otherKey = { key: testKeys.stranger };
  refuse("by another key", await sign(payload, otherKey), "message_refused");
  const otherServer = { ...payload, [party]: "https://other.example" };
  refuse(`another server's ${party}`, await sign(otherServer), "message_refused");
  const otherTyp = typ === "mtoken-refusal+jws" ? "mtoken-receipt+jws" : "mtoken-refusal+jws";
  refuse("what was signed as another kind", await sign(payload, { typ: otherTyp }), "message_refused");
  const otherKid = kid === undefined ? await thumbprint(testKeys.identity) : undefined;
  const kidName = kid === undefined ? "a kid where none belongs" : "no kid";
  refuse(kidName, await sign(payload, { kid: otherKid }), "message_refused");
  refuse("a member more", await sign({ ...payload, note: "more" }), "malformed_message");
  const [left = ""] = Object.keys(payload).filter((name) => name !== party);
  const less = Object.fromEntries(Object.entries(payload).filter(([name]) => name !== left));
  refuse(`without ${left}`, await sign(less), "malformed_message");
  for (const [name, changes] of malformed) {
    refuse(name, await sign({ ...payload, ...changes }), "malformed_message");
  }
  return vectors;
}
