/**
 * The QR key of a request (docs/protocol.md §7): what its frames are authenticated with while a page shows them, and
 * what its typed code is made from. It lies sealed in the row; the typed code is in no row at all, only its HMAC
 * under the pepper, so that it can be looked up by who types it and read by nobody.
 */
import { createHmac, randomBytes } from "node:crypto";
import type { RequestId } from "@mtoken/protocol";
import { checkCharacter, encodeBase32, tuple } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { Place, Sealer } from "../keys/sealer.ts";

const keyLength = 32;
const typedCodeBits = 40;

export interface NewQrKey {
  sealed_qr_key: Buffer;
  typed_code_hash: Buffer | null;
}

/** A new key for a request; with `typedCode` the request can also be claimed by its typed code. */
export function newQrKey({ sealer }: Context, request: RequestId, typedCode: boolean): NewQrKey {
  const key = randomBytes(keyLength);
  return {
    sealed_qr_key: sealer.seal(placeOf(request), key),
    typed_code_hash: typedCode ? typedCodeHash(sealer, typedCodeOf(key, request)) : null,
  };
}

/** In memory of its own: a page keeps it for minutes, and a pooled buffer would keep the whole of its pool with it. */
export function openQrKey({ sealer }: Context, request: RequestId, sealed: Buffer): Uint8Array {
  const opened = sealer.open(placeOf(request), sealed);
  const key = Uint8Array.from(opened);
  opened.fill(0);
  return key;
}

/** Derived from the key, so that a page that reconnects can be shown the code again: nine characters. */
export function typedCodeOf(key: Uint8Array, request: RequestId): string {
  const mac = createHmac("sha512", key).update(tuple("mtoken-1/typed-code", request)).digest();
  const code = encodeBase32(mac, typedCodeBits);
  return code + checkCharacter(code);
}

export function typedCodeHash(sealer: Sealer, code: string): Buffer {
  return sealer.lookup("typed-code", code);
}

function placeOf(request: RequestId): Place {
  return { table: "requests", column: "sealed_qr_key", row: request };
}
