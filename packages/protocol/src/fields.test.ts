/** The members that messages are made of. */
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { b64 } from "./bytes.ts";
import {
  argon2Schema,
  bytesSchema,
  isOrigin,
  nameSchema,
  originSchema,
  timeSchema,
  tokenSchema,
} from "./fields.ts";

describe("bytesSchema", () => {
  it("takes exactly its lengths", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.integer({ min: 0, max: 70 }), (bytes, length) => {
        expect(v.is(bytesSchema(length), b64(bytes))).toBe(bytes.length === length);
      }),
    );
  });

  it("refuses a last character whose unused bits are not zero", () => {
    const text = b64(new Uint8Array(64));
    expect(v.is(bytesSchema(64), text)).toBe(true);
    expect(v.is(bytesSchema(64), `${text.slice(0, -1)}B`)).toBe(false);
  });

  it("refuses padding, the other alphabet and line breaks", () => {
    for (const text of ["AA==", "AAA+", "AAA/", "AAAA\n"]) {
      expect(v.is(bytesSchema(1, 3), text)).toBe(false);
    }
  });
});

describe("isOrigin", () => {
  it.each([
    "https://bank.example",
    "https://bank.example:8443",
    "http://localhost:8080",
    "http://[::1]:8080",
  ])("takes %s", (origin) => {
    expect(isOrigin(origin)).toBe(true);
  });

  it.each([
    "https://bank.example/",
    "https://bank.example:443",
    "https://BANK.example",
    "https://user@bank.example",
    "https://bank.example?x",
    "https://bank.example#x",
    "https://bank.example\n",
    "ftp://bank.example",
    "https://bank.example:99999",
    "https://bänk.example",
    "javascript:alert(1)",
    "null",
    "",
  ])("refuses %j", (origin) => {
    expect(isOrigin(origin)).toBe(false);
    expect(v.is(originSchema, origin)).toBe(false);
  });
});

describe("tokenSchema", () => {
  it("takes three parts of base64url, and no more characters than it is told", () => {
    expect(v.is(tokenSchema(), "a.b.c")).toBe(true);
    expect(v.is(tokenSchema(4), "a.b.c")).toBe(false);
    for (const text of ["a.b", "a..c", "a.b.c.d", "a.b.c ", "a.b.c\n"]) {
      expect(v.is(tokenSchema(), text)).toBe(false);
    }
  });
});

describe("the other members", () => {
  it("take times in whole seconds only", () => {
    expect(v.is(timeSchema, 1_795_348_800)).toBe(true);
    for (const time of [-1, 1.5, Number.NaN, 1_795_348_800_000, "1795348800"]) {
      expect(v.is(timeSchema, time)).toBe(false);
    }
  });

  it("refuse stretching below 19 MiB or two passes", () => {
    expect(v.is(argon2Schema, { m: 19_456, t: 2, p: 1 })).toBe(true);
    for (const weak of [
      { m: 19_455, t: 2, p: 1 },
      { m: 65_536, t: 1, p: 1 },
      { m: 65_536, t: 3, p: 0 },
    ]) {
      expect(v.is(argon2Schema, weak)).toBe(false);
    }
  });

  it("bound names", () => {
    expect(v.is(nameSchema, "A".repeat(140))).toBe(true);
    expect(v.is(nameSchema, "A".repeat(141))).toBe(false);
    expect(v.is(nameSchema, "")).toBe(false);
  });
});
