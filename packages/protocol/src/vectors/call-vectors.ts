/** Vectors of calls and answers in a session (docs/protocol.md §6). */
import * as v from "valibot";
import { fromHex, toHex } from "../bytes.ts";
import { openAnswer, openCall } from "../calls.ts";
import { handshakeIdSchema } from "../ids.ts";
import { sealFixed } from "./fixed-rsa.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const schema = v.strictObject({
  name: v.string(),
  session: handshakeIdSchema,
  device_to_server: v.string(),
  server_to_device: v.string(),
  seq: v.number(),
  call: v.strictObject({
    method: v.picklist(["session.end", "requests.list", "request.claim", "device.deactivate"]),
    params: v.unknown(),
  }),
  answer: v.unknown(),
  sealed_call: v.string(),
  sealed_answer: v.string(),
});

type Vector = v.InferOutput<typeof schema>;
type Plain = Pick<Vector, "name" | "seq" | "call" | "answer">;

async function seal(source: VectorSource, plain: Plain): Promise<Vector> {
  const session = await source.id("hsk");
  const [up, down] = [await source.bytes(64), await source.bytes(64)];
  const members = { source, kid: session, seq: plain.seq };
  return {
    ...plain,
    session,
    device_to_server: toHex(up),
    server_to_device: toHex(down),
    sealed_call: await sealFixed({
      ...members,
      plaintext: JSON.stringify(plain.call),
      typ: "mtoken-call+jwe",
      recipient: { key: up },
    }),
    sealed_answer: await sealFixed({
      ...members,
      plaintext: JSON.stringify(plain.answer),
      typ: "mtoken-answer+jwe",
      recipient: { key: down },
    }),
  };
}

/** Calls with their answers. */
export const callVectors = defineKind({
  name: "call",
  clause: "docs/protocol.md §6",
  schema,
  async make(source) {
    const request = await source.id("req");
    const claim = {
      method: "request.claim",
      params: { qr: { request, tick: 3, mac: "0123456789ABCDEF" } },
    } as const;
    return [
      await seal(source, {
        name: "the first call, an empty result",
        seq: 1,
        call: { method: "session.end", params: {} },
        answer: { result: {} },
      }),
      await seal(source, {
        name: "a list",
        seq: 2,
        call: { method: "requests.list", params: {} },
        answer: { result: { requests: [], unread: 0, features: [] } },
      }),
      await seal(source, {
        name: "an error",
        seq: 41,
        call: claim,
        answer: { error: { code: "frame_refused" } },
      }),
      await seal(source, {
        name: "why a device is given up, in a session that has ended meanwhile",
        seq: 7,
        call: { method: "device.deactivate", params: { reason: "suspicious", note: "Éva hat es gesehen." } },
        answer: { error: { code: "session_ended" } },
      }),
    ];
  },
  async check({
    session,
    device_to_server,
    server_to_device,
    seq,
    call,
    answer,
    sealed_call,
    sealed_answer,
  }) {
    const opened = await openCall({ token: sealed_call, key: fromHex(device_to_server), session });
    requireSame("call", opened, { call, seq });
    const { method } = call;
    const key = fromHex(server_to_device);
    requireSame("answer", await openAnswer({ token: sealed_answer, key, session, method, seq }), answer);
  },
});
