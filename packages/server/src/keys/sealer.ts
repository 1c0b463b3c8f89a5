/**
 * Seals what the database must not give away to its thief: AES-256-GCM under the pepper, with table, column and row as
 * additional data, so that a sealed value moved elsewhere does not open (docs/protocol.md §3, the server's keys).
 * Form: version byte, 12-byte random iv, ciphertext, 16-byte tag.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { tuple } from "@mtoken/protocol";
import type { Tables } from "../database/tables.ts";

/** Where a sealed value stands: one table, one of its columns, one row. */
export interface Place {
  table: keyof Tables;
  column: `sealed_${string}`;
  row: string;
}

const version = 1;
const ivBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + ivBytes;

export class Sealer {
  readonly #sealingKey: KeyObject;
  readonly #lookupKey: KeyObject;

  constructor(pepper: Buffer) {
    if (pepper.length !== 32) throw new TypeError("Sealer: the pepper must be 32 bytes");
    this.#sealingKey = derive(pepper, "mtoken-1/seal");
    this.#lookupKey = derive(pepper, "mtoken-1/lookup");
  }

  seal(place: Place, plaintext: Uint8Array): Buffer {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv("aes-256-gcm", this.#sealingKey, iv);
    cipher.setAAD(associatedData(place));
    return Buffer.concat([
      Buffer.of(version),
      iv,
      cipher.update(plaintext),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
  }

  /** Throws when the value was not sealed for this place under this pepper. */
  open(place: Place, sealed: Uint8Array): Buffer {
    if (sealed.length < headerBytes + tagBytes || sealed[0] !== version) {
      throw new Error(`What is in ${place.table}.${place.column} was not sealed by this version.`);
    }
    const decipher = createDecipheriv("aes-256-gcm", this.#sealingKey, sealed.subarray(1, headerBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(associatedData(place));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(headerBytes, -tagBytes)), decipher.final()]);
  }

  /**
   * A keyed hash for what must be found in an index but not read from it, such as typed codes: they are short enough
   * for a thief of the database to try them all against a plain hash.
   */
  lookup(purpose: string, text: string): Buffer {
    return createHmac("sha512", this.#lookupKey)
      .update(tuple("mtoken-1/lookup", purpose, text))
      .digest();
  }
}

function associatedData({ table, column, row }: Place): Uint8Array {
  return tuple("mtoken-1/sealed", table, column, row);
}

function derive(pepper: Buffer, info: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha512", pepper, Buffer.alloc(0), info, 32)));
}
