/** Vectors of the rotating QR code (docs/protocol.md §7). */
import * as v from "valibot";
import { fromHex, toHex } from "../bytes.ts";
import { requestIdSchema } from "../ids.ts";
import { formatQrText, parseQrText, qrMac } from "../qr-text.ts";
import { defineKind, requireSame } from "./vector-kind.ts";

const schema = v.strictObject({
  name: v.string(),
  origin: v.string(),
  request: requestIdSchema,
  tick: v.number(),
  qr_key: v.string(),
  mac: v.string(),
  text: v.string(),
});

const cases = [
  { name: "the first frame", origin: "https://phone.bank.example", tick: 0 },
  { name: "the last frame of three minutes", origin: "https://phone.bank.example", tick: 89 },
  { name: "the highest tick", origin: "https://phone.bank.example:8443", tick: 1023 },
  { name: "a server on this machine", origin: "http://localhost:8080", tick: 32 },
];

/** Frames of QR codes. */
export const qrVectors = defineKind({
  name: "qr",
  clause: "docs/protocol.md §7",
  schema,
  async make(source) {
    const vectors: v.InferOutput<typeof schema>[] = [];
    for (const { name, origin, tick } of cases) {
      const request = await source.id("req");
      const key = await source.bytes(64);
      const mac = await qrMac({ request, tick, key });
      const text = await formatQrText({ origin, request, tick, key });
      vectors.push({ name, origin, request, tick, qr_key: toHex(key), mac, text });
    }
    return vectors;
  },
  async check({ origin, request, tick, qr_key, mac, text }) {
    const key = fromHex(qr_key);
    requireSame("mac", await qrMac({ request, tick, key }), mac);
    requireSame("text", await formatQrText({ origin, request, tick, key }), text);
    requireSame("what is read", parseQrText(text), { origin, request, tick, mac });
  },
});
