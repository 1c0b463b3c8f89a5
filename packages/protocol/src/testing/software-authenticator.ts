/**
 * A platform authenticator and its browser in software, for tests: passkeys with real ES256 signatures and a real PRF (WebAuthn
 * Level 3 §6, CTAP 2.1 `hmac-secret`), so that whoever verifies one verifies for real. It can be told to lie.
 */
import type { PasskeyAssertion, PasskeyRegistration } from "../biometrics.ts";
import { passkeyHost } from "../biometrics.ts";
import type { Bytes } from "../bytes.ts";
import { b64, concat, fromB64, randomBytes, utf8 } from "../bytes.ts";
import { attestationCertificate, importAttestationKey } from "./attestation-certificate.ts";
import { cborBytes, cborMap, cborText } from "./cbor.ts";

/** What a page asks of it, and what is to be false of the answer. */
export interface Ceremony {
  /** The page's; the relying party's id is its host. */
  origin: string;
  challenge: Uint8Array;
  /** Where the PRF is evaluated. */
  prfInput?: Uint8Array | undefined;
  lies?: {
    origin?: string;
    host?: string;
    challenge?: Uint8Array;
    type?: string;
    crossOrigin?: boolean;
    userPresent?: boolean;
    userVerified?: boolean;
    signCount?: number;
    /** COSE's number of another algorithm. */
    algorithm?: number;
    /** Attests with its maker's certificate. */
    isAttested?: boolean;
  };
}

/** One passkey. */
export interface SoftwarePasskey {
  id: Bytes;
  keys: { publicKey: CryptoKey; privateKey: CryptoKey };
  prfKey: Bytes;
  signCount: number;
}

/** What `create` gives. */
export interface Registered {
  passkey: SoftwarePasskey;
  registration: PasskeyRegistration;
  prf: Bytes | undefined;
}

const ecdsa = { name: "ECDSA", namedCurve: "P-256" };
const es256 = -7;

/** Makes a passkey, with attestation `none`. */
export async function registerPasskey(ceremony: Ceremony): Promise<Registered> {
  const keys = await crypto.subtle.generateKey(ecdsa, true, ["sign", "verify"]);
  const passkey = { id: randomBytes(20), keys, prfKey: randomBytes(32), signCount: 0 };
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", keys.publicKey);
  const { algorithm = es256 } = ceremony.lies ?? {};
  // RFC 9053 §7.1.1: kty EC2, alg, curve P-256, x, y.
  const cose = cborMap([
    ...([
      [1, 2],
      [3, algorithm],
      [-1, 1],
    ] as const),
    ...([
      [-2, fromB64(x)],
      [-3, fromB64(y)],
    ] as const),
  ]);
  const idLength = new Uint8Array([passkey.id.length >> 8, passkey.id.length & 0xff]);
  const attested = concat(new Uint8Array(16), idLength, passkey.id, cose);
  const authenticatorData = concat(await dataOf(ceremony, passkey, 0x40), attested);
  const { isAttested = false } = ceremony.lies ?? {};
  const client = clientData(ceremony, "webauthn.create");
  const statement = isAttested ? await packedStatement(authenticatorData, client) : cborMap([]);
  // A map of three; cborMap has no maps within.
  const attestation = concat(
    new Uint8Array([0xa3]),
    ...[cborText("fmt"), cborText(isAttested ? "packed" : "none"), cborText("attStmt"), statement],
    ...[cborText("authData"), cborBytes(authenticatorData)],
  );
  const registration = {
    attestation_object: b64(attestation),
    client_data: b64(client),
  };
  return { passkey, registration, prf: await evaluate(passkey, ceremony.prfInput) };
}

/** WebAuthn Level 3 §8.2, by the maker's key. */
async function packedStatement(authenticatorData: Bytes, client: Bytes): Promise<Bytes> {
  const signature = derSignature(await signed(await importAttestationKey(), authenticatorData, client));
  return concat(
    new Uint8Array([0xa3]),
    ...[cborText("alg"), new Uint8Array([0x26]), cborText("sig"), cborBytes(signature)],
    // A list of one.
    ...[cborText("x5c"), new Uint8Array([0x81]), cborBytes(attestationCertificate)],
  );
}

/** Over the authenticator's and the browser's part, as both kinds of signatures are. */
async function signed(key: CryptoKey, authenticatorData: Bytes, client: Bytes): Promise<Bytes> {
  const clientHash = new Uint8Array(await crypto.subtle.digest("SHA-256", client));
  const data = concat(authenticatorData, clientHash);
  return new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, data));
}

/** Signs with a passkey, and counts. */
export async function assertPasskey(
  passkey: SoftwarePasskey,
  ceremony: Ceremony,
): Promise<{ assertion: PasskeyAssertion; prf: Bytes | undefined }> {
  passkey.signCount += 1;
  const authenticatorData = await dataOf(ceremony, passkey, 0);
  const client = clientData(ceremony, "webauthn.get");
  const raw = await signed(passkey.keys.privateKey, authenticatorData, client);
  const assertion = {
    credential: b64(passkey.id),
    authenticator_data: b64(authenticatorData),
    client_data: b64(client),
    signature: b64(derSignature(raw)),
  };
  return { assertion, prf: await evaluate(passkey, ceremony.prfInput) };
}

/** WebAuthn Level 3 §6.1: hash of the relying party's id, flags, sign counter. */
async function dataOf(
  { origin, lies = {} }: Ceremony,
  passkey: SoftwarePasskey,
  more: number,
): Promise<Bytes> {
  const host = utf8(lies.host ?? passkeyHost(origin));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", host));
  const flags = (lies.userPresent === false ? 0 : 1) | (lies.userVerified === false ? 0 : 4) | more;
  const count = new DataView(new ArrayBuffer(4));
  count.setUint32(0, lies.signCount ?? passkey.signCount);
  return concat(hash, new Uint8Array([flags]), new Uint8Array(count.buffer));
}

function clientData({ origin, challenge, lies = {} }: Ceremony, type: string): Bytes {
  return utf8(
    JSON.stringify({
      type: lies.type ?? type,
      challenge: b64(lies.challenge ?? challenge),
      origin: lies.origin ?? origin,
      crossOrigin: lies.crossOrigin ?? false,
    }),
  );
}

/** WebAuthn Level 3 §10.1.4: the input is hashed under a label before it reaches the authenticator's HMAC. */
async function evaluate(
  { prfKey }: SoftwarePasskey,
  input: Uint8Array | undefined,
): Promise<Bytes | undefined> {
  if (input === undefined) return undefined;
  const salt = await crypto.subtle.digest("SHA-256", concat(utf8("WebAuthn PRF"), new Uint8Array(1), input));
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", prfKey, hmac, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, salt));
}

/** WebCrypto gives r and s side by side; WebAuthn has them as ASN.1 (RFC 3279 §2.2.3). */
function derSignature(raw: Bytes): Bytes {
  const whole = concat(derInteger(raw.slice(0, 32)), derInteger(raw.slice(32)));
  return concat(new Uint8Array([0x30, whole.length]), whole);
}

function derInteger(bytes: Bytes): Bytes {
  const from = Math.min(
    bytes.findIndex((byte) => byte !== 0),
    bytes.length - 1,
  );
  const digits = bytes.slice(Math.max(from, 0));
  const sign = (digits[0] ?? 0) >= 0x80 ? [0] : [];
  return concat(new Uint8Array([0x02, digits.length + sign.length, ...sign]), digits);
}
