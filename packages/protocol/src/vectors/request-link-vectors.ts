/** Vectors of the link that opens the app on the same device (docs/protocol.md §7). */
import * as v from "valibot";
import { fromHex, toHex } from "../bytes.ts";
import { requestIdSchema } from "../ids.ts";
import { formatRequestLink, parseRequestLink, requestLinkMac } from "../request-link.ts";
import { defineKind, requireSame } from "./vector-kind.ts";

const schema = v.strictObject({
  name: v.string(),
  origin: v.string(),
  request: requestIdSchema,
  qr_key: v.string(),
  mac: v.string(),
  text: v.string(),
});

const cases = [
  { name: "a link", origin: "https://phone.bank.example" },
  { name: "a server on this machine", origin: "http://localhost:8080" },
];

/** Links to requests. */
export const requestLinkVectors = defineKind({
  name: "request-link",
  clause: "docs/protocol.md §7",
  schema,
  async make(source) {
    const vectors: v.InferOutput<typeof schema>[] = [];
    for (const { name, origin } of cases) {
      const request = await source.id("req");
      const key = await source.bytes(32);
      const mac = await requestLinkMac({ request, key });
      const text = await formatRequestLink({ origin, request, key });
      vectors.push({ name, origin, request, qr_key: toHex(key), mac, text });
    }
    return vectors;
  },
  async check({ origin, request, qr_key, mac, text }) {
    const key = fromHex(qr_key);
    requireSame("mac", await requestLinkMac({ request, key }), mac);
    requireSame("text", await formatRequestLink({ origin, request, key }), text);
    requireSame("what is read", parseRequestLink(text), { origin, request, mac });
  },
});
