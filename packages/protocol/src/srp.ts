/**
 * SRP-6a (RFC 5054 §2.5 and §2.6, docs/protocol.md §2): the phone proves its mPIN, and the server, or who
 * steals its database, learns nothing to compute it from. The phone's side runs on BigInt; the server's
 * side here is for tests and vectors, the server itself has faster and constant-time exponentiation.
 * BigInt's time depends on its operands: on the phone nobody but the phone measures it.
 */
import type { Bytes } from "./bytes.ts";
import { bigIntFromBytes, bigIntToBytes, concat, randomBytes, sha512 } from "./bytes.ts";
import { ProtocolError } from "./errors.ts";
import type { SrpGroup } from "./srp-groups.ts";

/** A hash function. The suite's is SHA-512; RFC 5054's vectors take SHA-1. */
export type SrpHash = (bytes: Uint8Array) => Promise<Uint8Array>;

/** Any group, the one of the RFC's vectors included. */
export type AnySrpGroup = SrpGroup<number>;

const ephemeralLength = 32;

/** `PAD(value)`: big-endian, as long as the group's `N`. */
export function padToGroup(group: AnySrpGroup, value: bigint): Bytes {
  return bigIntToBytes(value, group.length);
}

/**
 * Reads `A`, `B` or a verifier as they travel: exactly `PAD`ded, below `N`, and not a multiple of `N` (RFC
 * 5054 §2.5.4; a zero would make the secret known to everybody).
 *
 * @throws {ProtocolError} `handshake_refused`
 */
export function readGroupElement(group: AnySrpGroup, bytes: Uint8Array): bigint {
  if (bytes.length !== group.length) throw new ProtocolError("handshake_refused");
  return requireElement(group, bigIntFromBytes(bytes));
}

/** `k = H(PAD(N) ‖ PAD(g))` */
export async function multiplierK(group: AnySrpGroup, hash: SrpHash = sha512): Promise<bigint> {
  return bigIntFromBytes(await hash(concat(padToGroup(group, group.N), padToGroup(group, group.g))));
}

/**
 * `u = H(PAD(A) ‖ PAD(B))`
 *
 * @throws {ProtocolError} `handshake_refused` when A or B is out of range, or u is zero: with u = 0 the
 *   verifier drops out of the server's secret.
 */
export async function scramblerU(
  group: AnySrpGroup,
  A: bigint,
  B: bigint,
  hash: SrpHash = sha512,
): Promise<bigint> {
  requireElement(group, A);
  requireElement(group, B);
  const u = bigIntFromBytes(await hash(concat(padToGroup(group, A), padToGroup(group, B))));
  if (u === 0n) throw new ProtocolError("handshake_refused");
  return u;
}

/** `v = g^x mod N` */
export function computeVerifier({ group, x }: { group: AnySrpGroup; x: bigint }): bigint {
  return generatorPower(group, x);
}

/**
 * Whether a verifier of somebody else's making may be taken: one of 0, 1 or -1 would prove any mPIN, or none.
 *
 * @throws {ProtocolError} as {@link readGroupElement}.
 */
export function isSoundVerifier(group: AnySrpGroup, verifier: Uint8Array): boolean {
  const value = readGroupElement(group, verifier);
  return value !== 1n && value !== group.N - 1n;
}

/** `a` and `A = g^a mod N`; `a` has 256 bits, the top one set, unless it is given. */
export function clientEphemeral({ group, a = newExponent() }: { group: AnySrpGroup; a?: bigint }): {
  a: bigint;
  A: bigint;
} {
  return { a, A: generatorPower(group, a) };
}

/** What {@link clientSecret} takes. */
export interface ClientSecretOptions extends ClientSecretBeforehand {
  x: bigint;
}

/** What {@link prepareClientSecret} takes. */
export interface ClientSecretBeforehand {
  group: AnySrpGroup;
  a: bigint;
  A: bigint;
  B: bigint;
  hash?: SrpHash;
}

/**
 * The phone's `PAD(S)`, where `S = (B − k·g^x) ^ (a + u·x) mod N`.
 *
 * @throws {ProtocolError} `handshake_refused` when `A` or `B` is zero or not below `N`, or `u` is zero.
 */
export async function clientSecret({ x, ...beforehand }: ClientSecretOptions): Promise<Bytes> {
  return (await prepareClientSecret(beforehand))(x);
}

/**
 * The same in two steps: what needs no `x` is done and refused now, while the mPIN is stretched; what it gives makes `PAD(S)` of `x`.
 *
 * @throws {ProtocolError} as {@link clientSecret}.
 */
export async function prepareClientSecret(options: ClientSecretBeforehand): Promise<(x: bigint) => Bytes> {
  const { group, a, A, B, hash = sha512 } = options;
  const u = await scramblerU(group, A, B, hash);
  const k = await multiplierK(group, hash);
  return (x) => {
    const base = modulo(B - k * generatorPower(group, x), group.N);
    return padToGroup(group, modPow(base, a + u * x, group.N));
  };
}

/** What {@link serverEphemeral} takes. */
export interface ServerEphemeralOptions {
  group: AnySrpGroup;
  verifier: bigint;
  b?: bigint;
  hash?: SrpHash;
}

/** `b` and `B = k·v + g^b mod N`. For tests and vectors. */
export async function serverEphemeral(options: ServerEphemeralOptions): Promise<{ b: bigint; B: bigint }> {
  const { group, verifier, b = newExponent(), hash = sha512 } = options;
  const k = await multiplierK(group, hash);
  return { b, B: modulo(k * verifier + modPow(group.g, b, group.N), group.N) };
}

/** What {@link serverSecret} takes. */
export interface ServerSecretOptions {
  group: AnySrpGroup;
  verifier: bigint;
  A: bigint;
  b: bigint;
  B: bigint;
  hash?: SrpHash;
}

/**
 * The server's `PAD(S)`, where `S = (A·v^u) ^ b mod N`. For tests and vectors; refuses what
 * {@link clientSecret} refuses.
 */
export async function serverSecret(options: ServerSecretOptions): Promise<Bytes> {
  const { group, verifier, A, b, B, hash = sha512 } = options;
  const u = await scramblerU(group, A, B, hash);
  return padToGroup(group, modPow(A * modPow(verifier, u, group.N), b, group.N));
}

/** `base ^ exponent mod modulus`, five bits at a time: as many steps for any exponent of the same length. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (exponent < 0n || modulus < 1n) throw new TypeError("modPow: exponent or modulus out of range");
  const powers = [1n % modulus];
  const reduced = modulo(base, modulus);
  for (let index = 1; index < 32; index += 1) powers.push(((powers[index - 1] ?? 0n) * reduced) % modulus);
  let result = 1n % modulus;
  for (const digit of exponent.toString(32)) {
    for (let squaring = 0; squaring < 5; squaring += 1) result = (result * result) % modulus;
    result = (result * (powers[Number.parseInt(digit, 32)] ?? 0n)) % modulus;
  }
  return result;
}

/** `g^(16^i)` of each group for i = 0, 1, 2, …: they don't depend on anything secret. */
const generatorPowers = new WeakMap<AnySrpGroup, bigint[]>();
/** Hexadecimal digits of `x`, the longest exponent of a generator. */
const longestExponent = 128;

/**
 * `g ^ exponent mod N` without a single squaring: the powers are made once, with the first `A`, which is before an mPIN is typed to its
 * end. Those whose digit is the same are multiplied, and then `p₁·p₂²·…·p₁₅¹⁵` by two products for each digit (Yao's method; Knuth, The
 * Art of Computer Programming 4.6.3, exercise 9). As many steps for any exponent of the same length.
 */
function generatorPower(group: AnySrpGroup, exponent: bigint): bigint {
  if (exponent < 0n) throw new TypeError("generatorPower: exponent out of range");
  const { N } = group;
  const digits = exponent.toString(16);
  const powers = powersOfGenerator(group, digits.length);
  const products = Array.from({ length: 16 }, () => 1n);
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number.parseInt(digits.charAt(digits.length - 1 - place), 16);
    products[digit] = ((products[digit] ?? 1n) * (powers[place] ?? 1n)) % N;
  }
  let running = 1n;
  let result = 1n;
  for (let digit = 15; digit > 0; digit -= 1) {
    running = (running * (products[digit] ?? 1n)) % N;
    result = (result * running) % N;
  }
  return result;
}

function powersOfGenerator(group: AnySrpGroup, length: number): readonly bigint[] {
  const powers = generatorPowers.get(group) ?? [group.g];
  generatorPowers.set(group, powers);
  while (powers.length < Math.max(length, longestExponent)) {
    let power = powers[powers.length - 1] ?? 1n;
    for (let squaring = 0; squaring < 4; squaring += 1) power = (power * power) % group.N;
    powers.push(power);
  }
  return powers;
}

function newExponent(): bigint {
  const bytes = randomBytes(ephemeralLength);
  // The length of an exponent shows in the time it takes; the top bit makes it the same for all.
  bytes[0] = (bytes[0] ?? 0) | 0x80;
  return bigIntFromBytes(bytes);
}

function requireElement(group: AnySrpGroup, value: bigint): bigint {
  if (value <= 0n || value >= group.N) throw new ProtocolError("handshake_refused");
  return value;
}

function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}
