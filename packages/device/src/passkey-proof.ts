/**
 * What the phone proves with its passkey (docs/protocol.md §5): `x` from the PRF's output, which never leaves the phone, and the
 * passkey's signature over both messages.
 */
import type { Bytes, PasskeyAssertion } from "@mtoken/protocol";
import {
  assertionChallenge,
  b64,
  deriveExponent,
  equalBytes,
  hashToken,
  passkeyHost,
  prfInput,
} from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError, isDeviceError } from "./errors.ts";
import type { Opening } from "./open-handshake.ts";
import type { AssertedPasskey, AssertPasskey, Passkeys } from "./ports.ts";
import type { DeviceKeys } from "./vault-record.ts";

/** HMAC-SHA-256's, as WebAuthn's PRF has it. */
const prfLength = 32;

/** Asks for the passkey that message 2 names, for exactly these messages. */
export async function passkeyProof(
  context: DeviceContext,
  { keys, salt, message1, message2 }: Opening,
): Promise<{ x: bigint; assertion: PasskeyAssertion }> {
  const stored = [keys.passkey, keys.nextPasskey].find((one) => one && equalBytes(one.salt, salt));
  if (stored === undefined) throw new DeviceError("untrusted_answer");
  const hashes = { message1: await hashToken(message1), message2: await hashToken(message2) };
  const challenge = await assertionChallenge(hashes);
  const { credential } = stored;
  const asserted = await assertPasskey(context, { keys, salt, credential, challenge });
  const assertion = {
    credential: b64(credential),
    authenticator_data: b64(asserted.authenticatorData),
    client_data: b64(asserted.clientData),
    signature: b64(asserted.signature),
  };
  return { x: await passkeyExponent(context, { keys, salt, prf: asserted.prf }), assertion };
}

/** What {@link assertPasskey} takes. */
interface Asking extends Pick<AssertPasskey, "credential" | "challenge"> {
  keys: Pick<DeviceKeys, "device">;
  salt: Bytes;
}

/** @throws {DeviceError} `biometrics_unsupported`, `biometrics_cancelled`. */
export async function assertPasskey(
  context: DeviceContext,
  { keys, salt, ...asked }: Asking,
): Promise<AssertedPasskey> {
  const request = { ...asked, ...(await passkeyRequest(context, { keys, salt })) };
  return asking(() => passkeysOf(context).assert(request));
}

/** Where a passkey belongs, and where its PRF is evaluated. */
export async function passkeyRequest(
  { connection: { origin } }: DeviceContext,
  { keys, salt }: Pick<Asking, "keys" | "salt">,
): Promise<Pick<AssertPasskey, "host" | "prfInput">> {
  const input = await prfInput({ device: keys.device, serverOrigin: origin, salt });
  return { host: passkeyHost(origin), prfInput: input };
}

/** `x`, from the PRF's output as the mPIN's is from Argon2id's. */
export function passkeyExponent(
  { connection: { origin } }: DeviceContext,
  { keys, salt, prf }: { keys: DeviceKeys; salt: Bytes; prf: Bytes | undefined },
): Promise<bigint> {
  if (prf?.length !== prfLength) throw new DeviceError("biometrics_unsupported");
  const { device, deviceSecret } = keys;
  return deriveExponent({
    ...{ deviceSecret, device, salt },
    ...{ suite: "mtoken-1", factor: "biometric", serverOrigin: origin, stretched: prf },
  });
}

export function passkeysOf({ ports: { passkeys } }: DeviceContext): Passkeys {
  if (passkeys === undefined) throw new DeviceError("biometrics_unsupported");
  return passkeys;
}

/** Whatever the phone's maker says, the user is told one thing: browsers keep to themselves which it was. */
export async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isDeviceError(cause)) throw cause;
    throw new DeviceError("biometrics_cancelled", { cause });
  }
}
