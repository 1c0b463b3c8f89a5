/**
 * Values on their way from and to the database. Both engines give the same JavaScript values: bigint as number (every counter
 * here stays far below 2^53, and a larger one is refused rather than rounded), timestamptz as Date, bytea as Buffer,
 * json as parsed value.
 */
const int8 = 20;
const bytea = 17;
const timestamptz = 1184;
const json = 114;
const jsonb = 3802;

/** Keyed by PostgreSQL's type oid, from the text representation. */
export const valueParsers: Record<number, (text: string) => unknown> = {
  [int8]: parseInt8,
  [bytea]: (text) => Buffer.from(text.slice(2), "hex"),
  [timestamptz]: parseTimestamp,
  [json]: (text) => JSON.parse(text),
  [jsonb]: (text) => JSON.parse(text),
};

function parseInt8(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError("A bigint from the database is too large for a number.");
}

/** `2026-03-01 12:00:00.123+00`, as PostgreSQL writes it when the session's time zone is UTC. */
function parseTimestamp(text: string): Date {
  const at = new Date(`${text.replace(" ", "T").replace(/\+00$/, "Z")}`);
  if (!Number.isNaN(at.getTime())) return at;
  throw new RangeError("A timestamp from the database is not in UTC.");
}

/** What PostgreSQL reads as the value: bytes as they are, all else as text. */
export function wireValue(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return arrayText(value);
  return value instanceof Date ? value.toISOString() : String(value);
}

/** PostgreSQL 8.15.6, "Array Input and Output Syntax". */
function arrayText(values: readonly unknown[]): string {
  return `{${values.map(elementText).join(",")}}`;
}

function elementText(value: unknown): string {
  if (Array.isArray(value)) return arrayText(value);
  const text = value instanceof Uint8Array ? `\\x${Buffer.from(value).toString("hex")}` : wireValue(value);
  return text === null ? "null" : `"${String(text).replaceAll(/["\\]/g, "\\$&")}"`;
}
