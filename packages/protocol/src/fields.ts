/**
 * The members that messages are made of (docs/protocol.md §1, §2): bytes, hashes, times, origins, tokens. Every text
 * from outside has a longest length and a form of its own, so that nothing later has to ask again.
 */
import * as v from "valibot";
import { largestEnvelope } from "./compact.ts";
import { displayText } from "./display-text.ts";

/** The last character of base64url, by how many bytes are left over: its unused bits are zero (RFC 4648 §3.5). */
const endings = ["", "[A-Za-z0-9_-][AQgw]", "[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048]"] as const;

function bytesPattern(length: number): string {
  return `[A-Za-z0-9_-]{${Math.floor(length / 3) * 4}}${endings[length % 3] ?? ""}`;
}

/** The schema of a text member: a string with a pattern. */
export type TextSchema = v.GenericSchema<string, string>;

/** Exactly `length` bytes, or one of several lengths, in base64url without padding. */
export function bytesSchema(...lengths: number[]): TextSchema {
  const pattern = new RegExp(`^(?:${lengths.map(bytesPattern).join("|")})$`);
  return v.pipe(v.string(), v.regex(pattern, `must be ${lengths.join(" or ")} bytes as base64url`));
}

/** One byte or more, up to `most`, in base64url without padding. */
export function bytesUpToSchema(most: number): TextSchema {
  const pattern = new RegExp(`^(?:[A-Za-z0-9_-]{4})*(?:${endings.slice(1).join("|")})?$`);
  const longest = Math.ceil((most * 4) / 3);
  return v.pipe(
    v.string(),
    v.minLength(2),
    v.maxLength(longest),
    v.regex(pattern, `must be at most ${most} bytes as base64url`),
  );
}

/** SHA-512 as base64url: what `hash(token)` of docs/protocol.md gives, a proof, or a key of 64 bytes. */
export const hashSchema: TextSchema = bytesSchema(64);

/** A number of SRP's group, padded to the length of N: 2048, 3072 or 4096 bits. */
export const groupElementSchema: TextSchema = bytesSchema(256, 384, 512);

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): v.GenericSchema<number, number> {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}

/** NumericDate in whole seconds, up to the last second of the year 9999. */
export const timeSchema: v.GenericSchema<number, number> = wholeNumber(0, 253_402_300_799);

const originPattern = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?$/;

/** Whether a text is an origin in the one form that browsers write (RFC 6454 §6.2): no path, no default port. */
export function isOrigin(text: string): boolean {
  return originPattern.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** An origin, such as `https://bank.example`. */
export const originSchema: TextSchema = v.pipe(
  v.string(),
  v.maxLength(255),
  v.regex(originPattern, "must be an origin"),
  v.check(isOrigin, "must be an origin as browsers write it"),
);

const tokenPattern = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** A compact JWS inside another message; its signature is checked by who opens it. */
export function tokenSchema(longest = 16_384): TextSchema {
  return v.pipe(v.string(), v.maxLength(longest), v.regex(tokenPattern, "must be a signed token"));
}

/** A signed envelope inside another message. */
export const envelopeTokenSchema: TextSchema = tokenSchema(largestEnvelope);

/** The name of a company, a user or a relying party, as people read it on the phone. */
export const nameSchema: TextSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(140),
  displayText("name"),
);

/** Room for the longest redirect address with a state in which every character is percent-encoded. */
export const urlSchema = v.pipe(v.string(), v.maxLength(4096), v.regex(/^https?:\/\/\S+$/), v.url());

/** Argon2id's parameters, `m` in KiB: never below 19 MiB and two passes (docs/protocol.md §2). */
export const argon2Schema: v.GenericSchema<unknown, Argon2Parameters> = v.strictObject({
  m: wholeNumber(19 * 1024, 1024 * 1024),
  t: wholeNumber(2, 16),
  p: wholeNumber(1, 4),
});

/** How long and wide Argon2id works: `m` in KiB, `t` passes, `p` lanes. */
export interface Argon2Parameters {
  m: number;
  t: number;
  p: number;
}
