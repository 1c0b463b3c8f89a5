/**
 * What a passkey has signed, verified as WebAuthn asks (Level 3 §7.1, §7.2): challenge, origin, relying party, presence and verification
 * of the user, algorithm, signature, sign counter. The library is loaded when a passkey is first used: a start need not wait for it.
 */
import type { PasskeyAssertion, PasskeyRegistration } from "@mtoken/protocol";
import { b64, passkeyHost } from "@mtoken/protocol";
import type { PasskeyRow } from "./store.ts";

/** COSE's ES256, which every platform has, and RS256, which some have alone. */
const algorithms = [-7, -257];

/** Who may have signed, and what for. */
interface Expected {
  /** Exactly this one. */
  challenge: Uint8Array;
  serverOrigin: string;
}

export interface RegisteredPasskey {
  credential_id: string;
  public_key: Buffer;
  sign_count: number;
}

/** Undefined for whatever does not verify. */
export async function verifyRegistration(
  { attestation_object, client_data }: PasskeyRegistration,
  expected: Expected,
): Promise<RegisteredPasskey | undefined> {
  const [{ verifyRegistrationResponse }, helpers] = await load();
  return orUndefined(async () => {
    const attestation = helpers.decodeAttestationObject(helpers.isoBase64URL.toBuffer(attestation_object));
    const statement = attestation.get("attStmt");
    // None was asked for. One with certificates would have the library fetch what they name, and so whatever a phone wants.
    const isBare = attestation.get("fmt") === "none" || attestation.get("fmt") === "packed";
    if (!isBare || statement.get("x5c") !== undefined) return undefined;
    if (isForeign(helpers.decodeClientDataJSON(client_data))) return undefined;
    const { credentialID } = helpers.parseAuthenticatorData(attestation.get("authData"));
    if (credentialID === undefined) return undefined;
    const id = b64(credentialID);
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...{ id, rawId: id, type: "public-key", clientExtensionResults: {} },
        response: { attestationObject: attestation_object, clientDataJSON: client_data },
      },
      ...wanted(expected),
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified) return undefined;
    const { publicKey, counter } = registrationInfo.credential;
    return { credential_id: id, public_key: Buffer.from(publicKey), sign_count: counter };
  });
}

/** The sign counter that comes with a right assertion by this passkey; undefined for whatever does not verify. */
export async function verifyAssertion(
  { credential, authenticator_data, client_data, signature }: PasskeyAssertion,
  { passkey, ...expected }: Expected & { passkey: PasskeyRow },
): Promise<number | undefined> {
  const [{ verifyAuthenticationResponse }, helpers] = await load();
  // The library takes the caller's word that this is the credential.
  if (credential !== passkey.credential_id) return undefined;
  return orUndefined(async () => {
    if (isForeign(helpers.decodeClientDataJSON(client_data))) return undefined;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...{ id: credential, rawId: credential, type: "public-key", clientExtensionResults: {} },
        response: { authenticatorData: authenticator_data, clientDataJSON: client_data, signature },
      },
      ...wanted(expected),
      credential: {
        id: credential,
        publicKey: Uint8Array.from(passkey.public_key),
        counter: passkey.sign_count,
      },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  });
}

function wanted({ challenge, serverOrigin }: Expected) {
  return {
    expectedChallenge: b64(challenge),
    expectedOrigin: serverOrigin,
    expectedRPID: passkeyHost(serverOrigin),
    requireUserVerification: true,
  };
}

/** Another page has shown ours in a frame. */
function isForeign({ crossOrigin }: { crossOrigin?: boolean }): boolean {
  return crossOrigin === true;
}

function load() {
  return Promise.all([import("@simplewebauthn/server"), import("@simplewebauthn/server/helpers")]);
}

/** The library throws for whatever is wrong in what somebody sent. */
async function orUndefined<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
