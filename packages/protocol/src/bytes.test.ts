import { createHmac, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  b64,
  bigIntFromBytes,
  bigIntToBytes,
  concat,
  equalBytes,
  fromB64,
  fromHex,
  fromUtf8,
  hkdfSha512,
  hmacSha512,
  randomBytes,
  sha512,
  toHex,
  utf8,
} from "./bytes.ts";
import { ProtocolError } from "./errors.ts";

const bytesArbitrary = fc.uint8Array({ maxLength: 200 });

describe("base64url", () => {
  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(bytesArbitrary, (bytes) => {
        expect(fromB64(b64(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it("has one spelling only: whatever is read is written back the same", () => {
    const nearly = fc.string({ unit: fc.constantFrom(..."AQgwBEIz09-_+/= \n"), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        try {
          expect(b64(fromB64(text))).toBe(text);
        } catch (error) {
          expect(error).toMatchObject({ code: "malformed_message" });
        }
      }),
    );
  });
});

describe("text", () => {
  it("comes back from its bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => fromUtf8(utf8(text)) === text.toWellFormed()),
    );
  });

  it("keeps a byte order mark, since hashes cover what was sent", () => {
    expect(fromUtf8(utf8("\uFEFFa"))).toBe("\uFEFFa");
  });

  it("is refused when its bytes are not UTF-8", () => {
    expect(() => fromUtf8(Uint8Array.of(0xc0, 0x80))).toThrow(ProtocolError);
  });
});

describe("equalBytes", () => {
  it("is true for the same bytes and false for any others", () => {
    fc.assert(
      fc.property(bytesArbitrary, bytesArbitrary, (left, right) => {
        expect(equalBytes(left, left.slice())).toBe(true);
        expect(equalBytes(left, right)).toBe(toHex(left) === toHex(right));
      }),
    );
  });

  it("finds one changed bit wherever it is", () => {
    const bytes = randomBytes(64);
    for (let bit = 0; bit < 512; bit += 1) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(equalBytes(bytes, changed)).toBe(false);
    }
  });

  it("does not take a beginning for the whole", () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of())).toBe(false);
  });
});

describe("integers", () => {
  it("come back from their padded bytes", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 512n - 1n }), (value) => {
        const bytes = bigIntToBytes(value, 64);
        expect(bytes).toHaveLength(64);
        expect(bigIntFromBytes(bytes)).toBe(value);
      }),
    );
  });

  it("are refused when they do not fit or are negative", () => {
    expect(() => bigIntToBytes(256n, 1)).toThrow(TypeError);
    expect(() => bigIntToBytes(-1n, 8)).toThrow(TypeError);
  });
});

describe("hexadecimal", () => {
  it("comes back", () => {
    fc.assert(
      fc.property(bytesArbitrary, (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it.each(["0", "0g", "0x00", " 00"])("refuses %j", (text) => {
    expect(() => fromHex(text)).toThrow(TypeError);
  });
});

describe("hashes and derivation", () => {
  it("SHA-512 of abc is FIPS 180's", async () => {
    expect(toHex(await sha512(utf8("abc")))).toMatch(/^ddaf35a193617aba.*a54ca49f$/);
  });

  it("HMAC-SHA-512 gives RFC 4231's test case 2", async () => {
    const mac = await hmacSha512(utf8("Jefe"), utf8("what do ya want for nothing?"));
    expect(toHex(mac)).toBe(
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
    );
  });

  it("HMAC takes a key that is not extractable", async () => {
    const algorithm = { name: "HMAC", hash: "SHA-512" };
    const key = await crypto.subtle.importKey("raw", utf8("secret"), algorithm, false, ["sign"]);
    const expected = createHmac("sha512", "secret").update("data").digest("hex");
    expect(toHex(await hmacSha512(key, utf8("data")))).toBe(expected);
  });

  it("HMAC refuses an empty key", async () => {
    await expect(async () => hmacSha512(new Uint8Array(), utf8("data"))).rejects.toThrow(TypeError);
  });

  it("HKDF agrees with Node's", async () => {
    const [key, salt] = [randomBytes(64), randomBytes(64)];
    for (const length of [32, 64]) {
      const expected = Buffer.from(hkdfSync("sha512", key, salt, "mtoken-1/kek", length)).toString("hex");
      expect(toHex(await hkdfSha512({ key, salt, info: "mtoken-1/kek", length }))).toBe(expected);
    }
  });

  it("takes bytes that lie in shared memory, and parts of larger ones", async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3));
    shared.set(utf8("abc"));
    const part = concat(utf8("xx"), utf8("abc")).subarray(2);
    expect(await sha512(shared)).toEqual(await sha512(utf8("abc")));
    expect(await sha512(part)).toEqual(await sha512(utf8("abc")));
  });
});
