/** Vectors of a computer's id and its fingerprint, from its key (docs/protocol.md §1, §8). */
import * as v from "valibot";
import { computerFingerprint } from "../enrolment.ts";
import { computerIdOf, computerIdSchema } from "../ids.ts";
import { rsaPublicJwkSchema } from "../jwk.ts";
import { publicHalf } from "./evidence-sample.ts";
import { testKeys } from "./test-keys.ts";
import { defineKind, requireSame } from "./vector-kind.ts";

const schema = v.strictObject({
  name: v.string(),
  computer_key: rsaPublicJwkSchema,
  id: computerIdSchema,
  fingerprint: v.string(),
});

/** Computer keys with what is made of them. */
export const computerVectors = defineKind({
  name: "computer",
  clause: "docs/protocol.md §1, §8",
  schema,
  make: () => Promise.all((["computer", "stranger"] as const).map(vectorOf)),
  async check({ computer_key, id, fingerprint }) {
    requireSame("id", await computerIdOf(computer_key), id);
    requireSame("fingerprint", computerFingerprint(id), fingerprint);
  },
});

async function vectorOf(name: "computer" | "stranger") {
  const computer_key = publicHalf(testKeys[name]);
  const id = await computerIdOf(computer_key);
  return { name: `the ${name}'s key`, computer_key, id, fingerprint: computerFingerprint(id) };
}
