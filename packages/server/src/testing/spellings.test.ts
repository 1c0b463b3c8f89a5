/** The search for secrets finds what is there; else it would be worth nothing. */
import { randomBytes } from "node:crypto";
import { encodeBase32 } from "@mtoken/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spellingsOf, unfold } from "./spellings.ts";

function isFound(secret: Uint8Array, text: string): boolean {
  const unfolded = unfold(text);
  return spellingsOf(secret).some((spelling) => unfolded.includes(spelling));
}

describe("the search for a secret", () => {
  const secret = randomBytes(32);

  test.each([
    ["raw", secret.toString("latin1")],
    ["in hex", secret.toString("hex")],
    ["in base32", encodeBase32(secret).toLowerCase()],
    ["as JSON", JSON.stringify(secret)],
    ["in a token's payload", Buffer.from(`{"x":"${secret.toString("hex")}"}`).toString("base64url")],
  ])("finds it %s", (_name, text) => {
    expect(isFound(secret, `before|${text}|after`)).toBe(true);
  });

  test("finds it in the middle of anything that is base64", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (before, after) => {
        const whole = Buffer.concat([before, secret, after]);
        expect(isFound(secret, whole.toString("base64"))).toBe(true);
        expect(isFound(secret, whole.toString("base64url"))).toBe(true);
      }),
    );
  });

  test("finds nothing where it is not", () => {
    expect(isFound(secret, randomBytes(5000).toString("latin1"))).toBe(false);
  });
});
