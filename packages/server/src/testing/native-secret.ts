/**
 * The phone's `PAD(S)` with its long exponentiation by OpenSSL: on BigInt, as real phones do it, that was a sixth of what tests of handshakes take.
 * `handshake/modexp.test.ts` holds the phone's own against the server's, and `tests/` takes it for every handshake.
 */
import { createDiffieHellman, type DiffieHellman } from "node:crypto";
import {
  bigIntToBytes,
  type ClientSecretOptions,
  clientSecret,
  computeVerifier,
  multiplierK,
  padToGroup,
  scramblerU,
} from "@mtoken/protocol";

/** The group of nearly all tests. OpenSSL tests a prime for as long as a dozen secrets of a larger one take. */
const usualLength = 256;
let usual: DiffieHellman | undefined;

export async function nativeSecret(options: ClientSecretOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { group, x, a, A, B } = options;
  if (group.length !== usualLength) return clientSecret(options);
  const u = await scramblerU(group, A, B);
  const base = (B - (await multiplierK(group)) * computeVerifier({ group, x })) % group.N;
  usual ??= createDiffieHellman(padToGroup(group, group.N), Number(group.g));
  usual.setPrivateKey(bytesOf(a + u * x));
  return Uint8Array.from(usual.computeSecret(padToGroup(group, base < 0n ? base + group.N : base)));
}

function bytesOf(value: bigint): Uint8Array<ArrayBuffer> {
  return bigIntToBytes(value, Math.ceil(value.toString(16).length / 2));
}
