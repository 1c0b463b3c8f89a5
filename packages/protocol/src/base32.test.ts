import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCharacter,
  decodeBase32,
  decodeBase32Number,
  encodeBase32,
  encodeBase32Number,
  formatRegistrationCode,
  formatTypedCode,
  newRegistrationCode,
  newTypedCode,
  parseRegistrationCode,
  parseTypedCode,
} from "./base32.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const payloadArbitrary = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 9, maxLength: 9 });

describe("base32", () => {
  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes), bytes.length)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it("has one reading only: what is read is written back the same, but for what people confuse", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...alphabet), minLength: 4, maxLength: 4 }), (text) => {
        const bytes = decodeBase32(text, 2);
        if (bytes !== undefined) expect(encodeBase32(bytes)).toBe(text);
      }),
    );
  });

  it("refuses more or fewer characters than the bytes have", () => {
    expect(decodeBase32("ZZZZZZZZ", 5)).toBeDefined();
    expect(decodeBase32("ZZZZZZZ", 5)).toBeUndefined();
    expect(decodeBase32("ZZZZZZZZ0", 5)).toBeUndefined();
    expect(decodeBase32("", 5)).toBeUndefined();
  });

  it("takes the first bits, most significant first", () => {
    expect(encodeBase32(Uint8Array.of(0b1111_1000, 0b0100_0000), 10)).toBe("Z1");
    expect(encodeBase32(Uint8Array.of(0b1111_1111), 3)).toBe("W");
  });

  it("refuses to invent bits", () => {
    expect(() => encodeBase32(Uint8Array.of(0), 9)).toThrow(TypeError);
  });

  it("reads numbers back", () => {
    fc.assert(
      fc.property(fc.nat(1023), (value) => decodeBase32Number(encodeBase32Number(value, 2)) === value),
    );
  });

  it.each([-1, 0.5, 1024, Number.NaN])("refuses %d as a number of two characters", (value) => {
    expect(() => encodeBase32Number(value, 2)).toThrow(TypeError);
  });
});

describe("the check character", () => {
  it("is Luhn's for the base 32", () => {
    // By hand: 1 is doubled to 2, so 32 − 2 = 30 is missing, and that is Y.
    expect(checkCharacter("1")).toBe("Y");
    // 1, then Z (31) doubled to 62 = 1·32 + 30, digits 31: 32 in all, nothing is missing.
    expect(checkCharacter("1Z")).toBe("0");
  });

  it("notices any one wrong character", () => {
    const position = fc.nat(9);
    fc.assert(
      fc.property(payloadArbitrary, position, fc.constantFrom(...alphabet), (payload, index, other) => {
        const code = payload + checkCharacter(payload);
        const changed = code.slice(0, index) + other + code.slice(index + 1);
        expect(parseRegistrationCode(changed)).toBe(changed === code ? code : undefined);
      }),
    );
  });

  it("notices two neighbours exchanged, but for 0 and Z", () => {
    fc.assert(
      fc.property(payloadArbitrary, fc.nat(8), (payload, index) => {
        const code = payload + checkCharacter(payload);
        const [left = "", right = ""] = code.slice(index, index + 2);
        const changed = code.slice(0, index) + right + left + code.slice(index + 2);
        const unnoticed = left === right || `${left}${right}` === "0Z" || `${left}${right}` === "Z0";
        expect(parseRegistrationCode(changed) === undefined).toBe(!unnoticed);
      }),
    );
  });
});

describe("codes that people type", () => {
  it("are read as they are shown", () => {
    const registration = newRegistrationCode();
    const typed = newTypedCode();
    expect(formatRegistrationCode(registration)).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    expect(formatTypedCode(typed)).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
    expect(parseRegistrationCode(formatRegistrationCode(registration))).toBe(registration);
    expect(parseTypedCode(formatTypedCode(typed))).toBe(typed);
  });

  it("are read as people write them", () => {
    const payload = "10V10V10V";
    const code = payload + checkCharacter(payload);
    const written = ` iou-lOu ${code.slice(6).toLowerCase()} `;
    expect(parseRegistrationCode(written)).toBe(code);
  });

  it("are not made of letters that only look like ours", () => {
    const code = `${"S".repeat(9)}${checkCharacter("S".repeat(9))}`;
    expect(parseRegistrationCode(code)).toBe(code);
    expect(parseRegistrationCode(code.replace("S", "ſ"))).toBeUndefined();
  });

  it("are told from one another by their length, whatever their check character", () => {
    expect(parseRegistrationCode(newTypedCode())).toBeUndefined();
    expect(parseTypedCode(newRegistrationCode())).toBeUndefined();
    expect(parseRegistrationCode("")).toBeUndefined();
    expect(parseTypedCode(checkCharacter(""))).toBeUndefined();
  });

  it("differ from one another", () => {
    expect(new Set(Array.from({ length: 200 }, newRegistrationCode)).size).toBe(200);
    expect(new Set(Array.from({ length: 200 }, newTypedCode)).size).toBe(200);
  });

  it("use the whole alphabet", () => {
    const seen = new Set(Array.from({ length: 500 }, newRegistrationCode).join(""));
    expect([...seen].sort().join("")).toBe(alphabet);
  });
});
