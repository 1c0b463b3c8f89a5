/**
 * The suite of algorithms (docs/protocol.md §2): fixed at activation, part of every transcript, never
 * negotiated. A second suite is a second object of this interface.
 */
import * as v from "valibot";
import type { Bytes, HkdfOptions } from "./bytes.ts";
import { hkdfSha512, hmacSha512, sha512 } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import type { CryptoKey, RsaBits } from "./jwk.ts";
import type { SrpBits } from "./srp-groups.ts";

/** Schema of the name of a suite. */
export const suiteIdSchema = v.literal("mtoken-1");

/** The name of a suite. */
export type SuiteId = v.InferOutput<typeof suiteIdSchema>;

/** Argon2id's parameters: memory in KiB, passes, lanes. */
export interface Stretching {
  m: number;
  t: number;
  p: number;
}

/** What a suite fixes. */
export interface Suite {
  readonly id: SuiteId;
  readonly signature: "PS512";
  readonly contentEncryption: "A256CBC-HS512";
  readonly keyEncryption: "RSA-OAEP-512";
  /** Sizes of the device's and the server's RSA keys; the first is the default. */
  readonly rsaBits: readonly RsaBits[];
  /** SRP groups; the first is the default. */
  readonly srpBits: readonly SrpBits[];
  /** Argon2id as a phone should run it, and what no phone may fall below. */
  readonly stretching: { readonly usual: Readonly<Stretching>; readonly floor: Readonly<Stretching> };
  /** `H` */
  hash(bytes: Uint8Array): Promise<Bytes>;
  /** `HMAC` */
  mac(key: CryptoKey | Uint8Array, data: Uint8Array): Promise<Bytes>;
  /** `HKDF` */
  derive(options: HkdfOptions): Promise<Bytes>;
}

/** All suites, by name. */
export const suites: Readonly<Record<SuiteId, Suite>> = {
  "mtoken-1": {
    id: "mtoken-1",
    signature: "PS512",
    contentEncryption: "A256CBC-HS512",
    keyEncryption: "RSA-OAEP-512",
    rsaBits: [2048, 3072, 4096],
    srpBits: [3072, 2048, 4096],
    stretching: { usual: { m: 64 * 1024, t: 3, p: 1 }, floor: { m: 19 * 1024, t: 2, p: 1 } },
    hash: sha512,
    mac: hmacSha512,
    derive: hkdfSha512,
  },
};

/**
 * The suite of this name.
 *
 * @throws {ProtocolError} `unsupported_suite`
 */
export function suiteOf(id: unknown): Suite {
  if (!v.is(suiteIdSchema, id)) throw new ProtocolError("unsupported_suite");
  return suites[id];
}
