import { describe, expect, test } from "vitest";
import { addressKey } from "./address-key.ts";

describe("the key of an address", () => {
  test("of IPv4 is itself, in whatever way a socket writes it", () => {
    const mapped = [
      "::ffff:192.0.2.1",
      "::FFFF:c000:201",
      "0:0:0:0:0:ffff:192.0.2.1",
      "::ffff:192.0.2.1%eth0",
    ];
    for (const spelling of ["192.0.2.1", ...mapped]) {
      expect(addressKey(spelling)).toBe("192.0.2.1");
    }
    expect(addressKey("192.0.2.2")).not.toBe(addressKey("192.0.2.1"));
  });

  test("of IPv6 is its /64", () => {
    const spellings = ["2001:db8:1:2::1", "2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:0db8:0001:0002:3::"];
    for (const spelling of spellings) expect(addressKey(spelling)).toBe("2001:db8:1:2::/64");
    expect(addressKey("2001:db8:1:3::1")).toBe("2001:db8:1:3::/64");
    expect(addressKey("2001:db8::1")).toBe("2001:db8:0:0::/64");
    expect(addressKey("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
    expect(addressKey("::1")).toBe("0:0:0:0::/64");
  });

  test("has no port in it, so that a client whose proxy names it has one count for all its connections", () => {
    for (const spelling of [
      "192.0.2.1:1234",
      "192.0.2.1:1",
      "[::ffff:192.0.2.1]:443",
      "[::ffff:192.0.2.1]",
    ]) {
      expect(addressKey(spelling)).toBe("192.0.2.1");
    }
    for (const spelling of ["[2001:db8:1:2::1]:443", "[2001:db8:1:2::7]", "[2001:db8:1:2::1%eth0]:1"]) {
      expect(addressKey(spelling)).toBe("2001:db8:1:2::/64");
    }
  });

  test("of what is no address is itself", () => {
    for (const text of ["", "unknown", "::ffff:1.2.3", "unknown:1234", "[unknown]:1", "192.0.2:1"])
      expect(addressKey(text)).toBe(text);
  });
});
