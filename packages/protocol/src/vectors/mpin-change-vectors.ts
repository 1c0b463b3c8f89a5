/** Vectors of the binding of purpose `change` (docs/protocol.md §5). */
import * as v from "valibot";
import { b64 } from "../bytes.ts";
import type { Argon2Parameters } from "../fields.ts";
import { mpinChangeBinding, mpinChangeSchema } from "../mpin-change.ts";
import { defineKind, requireSame } from "./vector-kind.ts";
import type { VectorSource } from "./vector-source.ts";

const schema = v.strictObject({ name: v.string(), input: mpinChangeSchema, binding: v.string() });

async function makeVector(
  source: VectorSource,
  { name, length, argon2 }: { name: string; length: number; argon2: Argon2Parameters },
): Promise<v.InferOutput<typeof schema>> {
  const salt = b64(await source.bytes(16));
  const input = { salt, argon2, verifier: b64(await source.bytes(length)) };
  return { name, input, binding: await mpinChangeBinding(input) };
}

/** What the handshake proves the mPIN of before for. */
export const mpinChangeVectors = defineKind({
  name: "mpin-change",
  clause: "docs/protocol.md §5",
  schema,
  async make(source) {
    return [
      await makeVector(source, { name: "3072 bits", length: 384, argon2: { m: 65_536, t: 3, p: 1 } }),
      await makeVector(source, {
        name: "2048 bits, less of Argon2id",
        length: 256,
        argon2: { m: 19_456, t: 2, p: 1 },
      }),
    ];
  },
  async check({ input, binding }) {
    requireSame("binding", await mpinChangeBinding(input), binding);
  },
});
