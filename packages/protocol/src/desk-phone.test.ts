import { describe, expect, it } from "vitest";
import { isDeskPhone, telAddressOf } from "./desk-phone.ts";

describe("the number of a desk", () => {
  it.each([
    ["+31 20 555 01 23", "tel:+31205550123"],
    ["0800-555.123", "tel:0800555123"],
    ["112", "tel:112"],
  ])("%s is called by %s", (phone, address) => {
    expect(isDeskPhone(phone)).toBe(true);
    expect(telAddressOf(phone)).toBe(address);
  });

  it.each([
    ...["", "+", "12", "+31  20 555", "020 555 0123 ", "call us", "+31 (0)20 555 01 23", "javascript:1"],
    ...["123456789012345678901", "\u0661\u0662\u0663", "123\n456", "1234;ext=5"],
  ])("%j is none", (text) => {
    expect(isDeskPhone(text)).toBe(false);
  });
});
