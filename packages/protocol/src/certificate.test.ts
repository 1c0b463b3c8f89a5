/** The fingerprint; its vector is in vectors/certificate.json. */
import { describe, expect, it } from "vitest";
import { fingerprintOf } from "./certificate.ts";

describe("the fingerprint", () => {
  it("has 100 bits in groups that people can read to each other", async () => {
    expect(await fingerprintOf("a.b.c")).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it("is another one as soon as one character of the certificate is", async () => {
    expect(await fingerprintOf("a.b.c")).not.toBe(await fingerprintOf("a.b.d"));
  });
});
