/**
 * The phone's passkeys by the browser (WebAuthn Level 3, extension PRF): made by the phone's own authenticator and no other, and never used
 * without its asking for fingerprint, face or screen lock.
 */
import type { AssertedPasskey, AssertPasskey, CreatedPasskey, CreatePasskey } from "@mtoken/device";
import type { Bytes } from "@mtoken/protocol";

/** Below the handshake's minute: what comes later is refused anyway. */
const timeout = 50_000;
/** COSE's ES256 and RS256. */
const algorithms = [-7, -257];

/** A passkey belongs to a name: on a bare address there can be none. */
const bareAddress = /^[\d.]+$|:/;

export async function available(): Promise<boolean> {
  const { PublicKeyCredential } = globalThis;
  if (PublicKeyCredential === undefined || bareAddress.test(location.hostname)) return false;
  if (!(await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())) return false;
  // Older browsers don't tell; there it shows when one is made.
  const told = await PublicKeyCredential.getClientCapabilities?.();
  return told?.["extension:prf"] !== false;
}

export async function create(options: CreatePasskey): Promise<CreatedPasskey> {
  const { host, challenge, prfInput, userHandle } = options;
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { id: host, name: "mtoken" },
      // What the phone lists it by; nothing of the user.
      user: { id: userHandle, name: "mtoken", displayName: "mtoken" },
      challenge,
      pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: {
        authenticatorAttachment: "platform",
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
      attestation: "none",
      extensions: { prf: { eval: { first: prfInput } } },
      timeout,
    },
  });
  const { credential, response } = parted(made, AuthenticatorAttestationResponse);
  const prf = credential.getClientExtensionResults().prf;
  return {
    credential: bytes(credential.rawId),
    attestationObject: bytes(response.attestationObject),
    clientData: bytes(response.clientDataJSON),
    hasPrf: prf?.enabled === true || prf?.results !== undefined,
    prf: output(credential),
  };
}

export async function assert(options: AssertPasskey): Promise<AssertedPasskey> {
  const { host, challenge, prfInput, credential: id } = options;
  const used = await navigator.credentials.get({
    publicKey: {
      rpId: host,
      challenge,
      allowCredentials: [{ type: "public-key", id, transports: ["internal"] }],
      userVerification: "required",
      extensions: { prf: { eval: { first: prfInput } } },
      timeout,
    },
  });
  const { credential, response } = parted(used, AuthenticatorAssertionResponse);
  return {
    authenticatorData: bytes(response.authenticatorData),
    clientData: bytes(response.clientDataJSON),
    signature: bytes(response.signature),
    prf: output(credential),
  };
}

function parted<R>(made: Credential | null, kind: new () => R) {
  if (!(made instanceof PublicKeyCredential) || !(made.response instanceof kind))
    throw new TypeError("The browser gave no passkey.");
  return { credential: made, response: made.response };
}

function output(credential: PublicKeyCredential): Bytes | undefined {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) return undefined;
  return ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength).slice()
    : bytes(first);
}

function bytes(buffer: ArrayBuffer): Bytes {
  return new Uint8Array(buffer);
}
