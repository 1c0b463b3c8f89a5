/**
 * What signed and sealed messages have in common: the compact serialisation (RFC 7515 §7.1, RFC 7516 §7.1),
 * read strictly. A message has one spelling only, since hashes cover its exact characters.
 */
import * as v from "valibot";
import { fromB64, fromUtf8 } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";

/** No message that a phone or a browser sends is larger, signed or sealed: 64 KiB of characters. */
export const largestMessage = 64 * 1024;

/**
 * Nor is any that the server sends: 2 MiB. An envelope holds each payment of a batch, a thousand of them at most
 * with long names in any script, and the answer that brings it is a third longer again.
 */
export const largestEnvelope = 2 * 1024 * 1024;

const largeTypes: ReadonlySet<string> = new Set([
  "mtoken-envelope+jws",
  "mtoken-answer+jwe",
  "mtoken-handshake-4+jwe",
]);

/** How many characters a message of a kind may have. */
export function largestOf(typ: string): number {
  return largeTypes.has(typ) ? largestEnvelope : largestMessage;
}

/** A header that has been read, and believed in nothing. */
export type UnverifiedHeader = Readonly<Record<string, unknown>>;

/**
 * The header and the decoded parts of a compact serialisation.
 *
 * @param count 3 for JWS, 5 for JWE.
 * @param largest how many characters there may be; see {@link largestOf}.
 * @throws {ProtocolError} `message_too_large`, `malformed_message`
 */
export function readCompact(
  message: string,
  count: 3 | 5,
  largest: number,
): { header: UnverifiedHeader; parts: Uint8Array[] } {
  if (message.length > largest) throw new ProtocolError("message_too_large");
  const texts = message.split(".", count + 1);
  if (texts.length !== count) throw new ProtocolError("malformed_message");
  const parts = texts.map(fromB64);
  const [head] = parts;
  if (head === undefined) throw new ProtocolError("malformed_message");
  return { header: parseJsonObject(head), parts };
}

/**
 * Refuses every header but the expected one. What is not expected (`b64`, `crit`, `jku`, `jwk`, `x5u`,
 * `zip`, …) is an attempt to have the message read in some other way than ours.
 */
export function requireHeader(header: UnverifiedHeader, expected: Record<string, string | number>): void {
  const names = Object.keys(expected);
  const same =
    names.length === Object.keys(header).length && names.every((name) => header[name] === expected[name]);
  if (!same) throw new ProtocolError("message_refused");
}

/**
 * Parses UTF-8 JSON. A member that is there twice is refused: another reader could take the first where we take the
 * last, and both would stand under one signature (RFC 8725 §2.6).
 *
 * @throws {ProtocolError} `malformed_message`
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes);
  try {
    const value: unknown = JSON.parse(text);
    if (hasEachMemberOnce(text, value)) return value;
  } catch (cause) {
    throw new ProtocolError("malformed_message", { cause });
  }
  throw new ProtocolError("malformed_message");
}

/** What JavaScript writes again in the same way has lost nothing, and that is nearly all. The rest is counted. */
function hasEachMemberOnce(text: string, value: unknown): boolean {
  return JSON.stringify(value) === text || countColons(text) === countMembers(value);
}

/** Outside of strings every colon belongs to one member. */
function countColons(text: string): number {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, "").split(":").length - 1;
}

function countMembers(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const members = Object.values(value);
  const own = Array.isArray(value) ? 0 : members.length;
  return members.reduce<number>((sum, member) => sum + countMembers(member), own);
}

/** Parses UTF-8 JSON that must be an object. */
export function parseJsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const value = parseJson(bytes);
  if (!isObject(value)) throw new ProtocolError("malformed_message");
  return value;
}

/**
 * By hand, since valibot's record drops members such as `constructor`, and a header must not have any more
 * than ours.
 */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What the schema makes of it, or `malformed_message`. */
export function parseWith<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw new ProtocolError("malformed_message");
  return parsed.output;
}
