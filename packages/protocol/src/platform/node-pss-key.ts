/**
 * RSA keys that say of themselves what PS512 says of a signature (RFC 4055 §3.1: RSASSA-PSS, SHA-512, MGF1 with SHA-512,
 * 64 bytes of salt). OpenSSL then makes and takes no other by them, and nothing has to be said at each use: beside
 * options, Node 24 makes and swallows two exceptions to find out that they are no key.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

const rsassaPss = Buffer.from(
  "304106092a864886f70d01010a3034a00f300d06096086480165030402030500a11c301a06092a864886f70d010108300d06096086480165030402030500a203020140",
  "hex",
);
const version = Buffer.of(0x02, 0x01, 0x00);
const noUnusedBits = Buffer.of(0x00);
const [bitString, octetString, sequence] = [0x03, 0x04, 0x30];

/** The same key under that name, as PKCS #8 (RFC 5208) and SubjectPublicKeyInfo (RFC 5280 §4.1) carry it. */
export function pssKeyOf(key: KeyObject): KeyObject {
  if (key.type === "public") {
    const rsa = key.export({ type: "pkcs1", format: "der" });
    const info = der(sequence, rsassaPss, der(bitString, noUnusedBits, rsa));
    return createPublicKey({ key: info, type: "spki", format: "der" });
  }
  const rsa = key.export({ type: "pkcs1", format: "der" });
  const inner = der(octetString, rsa);
  const whole = der(sequence, version, rsassaPss, inner);
  const found = createPrivateKey({ key: whole, type: "pkcs8", format: "der" });
  for (const secret of [rsa, inner, whole]) secret.fill(0);
  return found;
}

/** One element: its tag, its length in as many bytes as that takes, its parts. */
function der(tag: number, ...parts: Uint8Array[]): Buffer<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const digits = Buffer.from(length.toString(16).padStart(length < 0x100 ? 2 : 4, "0"), "hex");
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 + digits.length, ...digits];
  return Buffer.concat([Buffer.from(head), ...parts]);
}
