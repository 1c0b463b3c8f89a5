/**
 * Crockford's base32 and the two codes that people type (docs/protocol.md §1, §4, §7): the registration
 * code and the typed code of a request, each closed by a check character (Luhn mod 32) that catches any one
 * wrong character.
 */
import type { Bytes } from "./bytes.ts";
import { randomBytes } from "./bytes.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const values = new Map([...alphabet].map((character, value) => [character, value]));

/** Ten characters, the last of them the check character. */
export const registrationCodeLength = 10;
/** Nine characters, the last of them the check character. */
export const typedCodeLength = 9;

/** Five-bit values of a text, forgiving what people confuse; undefined when a character is none of ours. */
function readValues(text: string): number[] | undefined {
  const read = [...normalizeBase32(text)].map((character) => values.get(character));
  return read.every((value) => value !== undefined) ? read : undefined;
}

function character(value: number): string {
  return alphabet.charAt(value & 31);
}

/**
 * What people write, in the form the alphabet has: upper case, without spaces and hyphens, `I` and `L` as
 * `1`, `O` as `0`, `U` as `V`.
 */
export function normalizeBase32(text: string): string {
  // Only ASCII is folded: toUpperCase would turn the long s into S, a character nobody meant.
  return text
    .replace(/[\s-]/g, "")
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/[IL]/g, "1")
    .replaceAll("O", "0")
    .replaceAll("U", "V");
}

/**
 * The first `bits` bits in base32, upper case, most significant bit first; the last character is filled up
 * with zero bits.
 *
 * @param bits a number of bits no greater than the bytes hold; all of them when left out.
 */
export function encodeBase32(bytes: Uint8Array, bits: number = bytes.length * 8): string {
  if (bits > bytes.length * 8) throw new TypeError("encodeBase32: more bits asked for than there are");
  let text = "";
  for (let start = 0; start < bits; start += 5) {
    let value = 0;
    for (let bit = start; bit < start + 5; bit += 1) {
      const byte = bit < bits ? (bytes[bit >> 3] ?? 0) : 0;
      value = (value << 1) | ((byte >> (7 - (bit & 7))) & 1);
    }
    text += character(value);
  }
  return text;
}

/**
 * Reads base32 that {@link encodeBase32} wrote from `length` bytes, forgiving as people need it.
 *
 * @returns undefined when a character, the number of characters or the filling bits are wrong.
 */
export function decodeBase32(text: string, length: number): Bytes | undefined {
  const read = readValues(text);
  if (read === undefined || read.length !== Math.ceil((length * 8) / 5)) return undefined;
  const bits = read.reduce((whole, value) => (whole << 5n) | BigInt(value), 0n);
  const filling = BigInt(read.length * 5 - length * 8);
  if ((bits & ((1n << filling) - 1n)) !== 0n) return undefined;
  const bytes = new Uint8Array(length);
  let rest = bits >> filling;
  for (let index = length - 1; index >= 0; index -= 1) {
    bytes[index] = Number(rest & 255n);
    rest >>= 8n;
  }
  return bytes;
}

/** An integer in a fixed number of base32 characters, most significant first. */
export function encodeBase32Number(value: number, length: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 32 ** length) {
    throw new TypeError(`encodeBase32Number: ${value} does not fit ${length} characters`);
  }
  return Array.from({ length }, (_, index) =>
    character(Math.floor(value / 32 ** (length - 1 - index)) % 32),
  ).join("");
}

/** Reads what {@link encodeBase32Number} wrote; undefined when it is not base32. */
export function decodeBase32Number(text: string): number | undefined {
  return readValues(text)?.reduce((whole, value) => whole * 32 + value, 0);
}

/**
 * The check character (Luhn mod 32): from the right, every other value, the last first, is doubled and its
 * two base-32 digits are added; the check value brings the sum to a multiple of 32.
 *
 * @throws {TypeError} when the text is not base32.
 */
export function checkCharacter(text: string): string {
  const read = readValues(text);
  if (read === undefined) throw new TypeError("checkCharacter: not base32");
  const sum = read.reverse().reduce((total, value, index) => {
    const addend = index % 2 === 0 ? value * 2 : value;
    return total + Math.floor(addend / 32) + (addend % 32);
  }, 0);
  return character((32 - (sum % 32)) % 32);
}

function newCode(length: number): string {
  const payload = Array.from(randomBytes(length - 1), character).join("");
  return payload + checkCharacter(payload);
}

function parseCode(text: string, length: number): string | undefined {
  const code = normalizeBase32(text);
  if (code.length !== length || readValues(code) === undefined) return undefined;
  return checkCharacter(code.slice(0, -1)) === code.slice(-1) ? code : undefined;
}

function grouped(code: string, size: number): string {
  return code.match(new RegExp(`.{1,${size}}`, "g"))?.join("-") ?? "";
}

/** A new registration code: 45 random bits and the check character, ten characters in upper case. */
export function newRegistrationCode(): string {
  return newCode(registrationCodeLength);
}

/** The ten characters of a registration code as somebody typed it, or undefined when it can't be one. */
export function parseRegistrationCode(text: string): string | undefined {
  return parseCode(text, registrationCodeLength);
}

/** A registration code as it is shown: `XXXXX-XXXXX`. */
export function formatRegistrationCode(code: string): string {
  return grouped(code, 5);
}

/** A new typed code: 40 random bits and the check character, nine characters in upper case. */
export function newTypedCode(): string {
  return newCode(typedCodeLength);
}

/** The nine characters of a typed code as somebody typed it, or undefined when it can't be one. */
export function parseTypedCode(text: string): string | undefined {
  return parseCode(text, typedCodeLength);
}

/** A typed code as it is shown: `XXX-XXX-XXX`. */
export function formatTypedCode(code: string): string {
  return grouped(code, 3);
}
