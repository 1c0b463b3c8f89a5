/**
 * All the ways in which a secret could stand in a text by mistake: raw, hex, base64 and base64url (also in the middle of
 * something larger that was encoded), base32; and what the tokens in a text say, once they are decoded.
 */
import { encodeBase32 } from "@mtoken/protocol";

export function spellingsOf(secret: string | Uint8Array): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const base32 = encodeBase32(bytes);
  const spellings = [bytes.toString("latin1"), hex, hex.toUpperCase(), base32, base32.toLowerCase()];
  for (const encoding of ["base64", "base64url"] as const) spellings.push(...inBase64(bytes, encoding));
  // Bytes as a JSON array or as a Buffer's JSON.
  spellings.push([...bytes].join(","));
  return [...new Set(spellings)];
}

/** Three bytes are four characters: what stands in the middle depends on where it begins. The ends are left out. */
function inBase64(bytes: Buffer, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString(encoding)
      .replaceAll("=", "");
    const whole = (offset + bytes.length) % 3 === 0 ? text : text.slice(0, -1);
    return whole.slice(Math.ceil((offset * 8) / 6));
  });
}

const encoded = /[A-Za-z0-9_-]{16,}/g;

/** A text, and what is encoded in it, and what is encoded in that. */
export function unfold(text: string, depth = 3): string {
  if (depth === 0) return text;
  const inside = [...new Set(text.match(encoded) ?? [])].map((part) =>
    Buffer.from(part, "base64url").toString("latin1"),
  );
  return [text, ...inside.map((part) => unfold(part, depth - 1))].join("\n");
}
