/**
 * Enrolling a passkey (docs/protocol.md §5), so that no crash and no lost answer at any point leaves the phone believing in one that
 * the server doesn't have: the phone's part is stored beside the one before, before the server is asked, and the server's signed
 * word says at the next unlocking which one counts. The mPIN works at every point.
 */
import type { Bytes, FactorEnrolment } from "@mtoken/protocol";
import {
  b64,
  computeVerifier,
  factorEnrolmentBinding,
  padToGroup,
  passkeyUserHandle,
  randomBytes,
  srpGroup,
} from "@mtoken/protocol";
import { Channel } from "./channel.ts";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import type { Aim } from "./open-handshake.ts";
import { asking, assertPasskey, passkeyExponent, passkeyRequest, passkeysOf } from "./passkey-proof.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";
import { activated } from "./vault.ts";
import type { DeviceKeys, PasskeyKeys } from "./vault-record.ts";

/** A passkey that this phone has made, and that opens nothing yet. */
export interface PreparedPasskey {
  readonly passkey: PasskeyKeys;
  readonly enrolment: FactorEnrolment;
}

/** @throws {DeviceError} `biometrics_unsupported`, `biometrics_cancelled`. */
export async function preparePasskey(context: DeviceContext, challenge: Bytes): Promise<PreparedPasskey> {
  const { keys } = activated(await context.vault.read());
  const salt = randomBytes(16);
  const { origin } = context.connection;
  const userHandle = await passkeyUserHandle({ device: keys.device, serverOrigin: origin });
  const request = await passkeyRequest(context, { keys, salt });
  const created = await asking(() => passkeysOf(context).create({ ...request, challenge, userHandle }));
  const { credential } = created;
  if (!created.hasPrf) throw new DeviceError("biometrics_unsupported");
  const prf = created.prf ?? (await firstOutput(context, { keys, salt, credential }));
  const x = await passkeyExponent(context, { keys, salt, prf });
  const group = srpGroup(keys.group);
  return {
    passkey: { credential, salt },
    enrolment: {
      registration: {
        attestation_object: b64(created.attestationObject),
        client_data: b64(created.clientData),
      },
      salt: b64(salt),
      verifier: b64(padToGroup(group, computeVerifier({ group, x }))),
    },
  };
}

/** What the mPIN is proven for. */
export async function enrolmentAim({ enrolment }: PreparedPasskey): Promise<Aim> {
  return { purpose: "enrol", binding: await factorEnrolmentBinding(enrolment) };
}

/** In the channel of that proof. */
export async function enrolPasskey(
  context: DeviceContext,
  { prepared: { passkey, enrolment }, proven }: { prepared: PreparedPasskey; proven: ProvenHandshake },
): Promise<void> {
  await context.vault.updateKeys((keys) => ({ ...keys, nextPasskey: passkey }));
  await new Channel(context.connection, proven).call("factor.enrol", enrolment);
  await context.vault.updateKeys(({ nextPasskey: _settled, ...keys }) => ({ ...keys, passkey }));
}

/** Many authenticators evaluate the PRF with an assertion alone: nobody verifies this one, so its challenge is any. */
async function firstOutput(
  context: DeviceContext,
  asked: { keys: DeviceKeys; salt: Bytes; credential: Bytes },
): Promise<Bytes | undefined> {
  return (await assertPasskey(context, { ...asked, challenge: randomBytes(32) })).prf;
}
