/**
 * The second half of an activation (docs/protocol.md §4): a handshake brings the share, the signing key is made,
 * wrapped, stored, read back, unwrapped and proven, and the server certifies it. Each part may be repeated.
 */
import type { Bytes, Certificate, CryptoKey, Result, RsaBits } from "@mtoken/protocol";
import {
  certificateSchema,
  exportPublicJwk,
  fingerprintOf,
  fromB64,
  importVerifyKey,
  parseWith,
  rsaBitsOf,
  rsaBitsSchema,
  signingKeyProofSchema,
  signToken,
  thumbprint,
  verifyToken,
} from "@mtoken/protocol";
import { Channel } from "./channel.ts";
import type { DeviceContext } from "./device-context.ts";
import { makeSigningKey, unwrapSigningKey } from "./device-keys.ts";
import { DeviceError, isDeviceError } from "./errors.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";
import { activationUnderWay } from "./registration.ts";
import type { ActivatingRecord, WrappedSigningKey } from "./vault-record.ts";

/** A device that the server has certified. */
export interface CertifiedDevice {
  status: "active" | "awaiting-approval";
  /** For user and administrator to compare: 20 characters in groups of four. */
  fingerprint: string;
}

/** What the record is while the signing key has been stored. */
interface Candidate {
  record: ActivatingRecord;
  signingKey: WrappedSigningKey;
  privateKey: CryptoKey;
}

/**
 * Makes and proves the signing key within the session that the handshake opened, and stores the certificate.
 *
 * @throws {DeviceError} `untrusted_answer` for a certificate that is not of this device and key; what
 *   {@link Channel.call} throws.
 */
export async function certify(context: DeviceContext, proven: ProvenHandshake): Promise<CertifiedDevice> {
  const share = shareOf(proven);
  const candidate = await storedSigningKey(context, { share, proven });
  const channel = new Channel(context.connection, proven);
  const result = await channel.call("activation.complete", {
    signing_key: candidate.signingKey.publicKey,
    proof: await proveSigningKey(context, candidate, proven),
  });
  const certificate = await verifyCertificate(context, { candidate, token: result.certificate });
  await storeCertified(context, { candidate, certificate, result, proven });
  // The session has served its purpose; the server ends it by itself when this does not arrive.
  await channel.call("session.end", {}).catch(() => undefined);
  channel.close();
  return { status: result.status, fingerprint: await fingerprintOf(result.certificate) };
}

function shareOf({ answer }: ProvenHandshake): Bytes {
  if (answer.share === undefined) throw new DeviceError("untrusted_answer");
  return fromB64(answer.share);
}

/**
 * The signing key that an earlier attempt stored, or a new one; in any case as the storage gives it back. The
 * server certifies one key only, so a stored one may be replaced only while the device is pending.
 */
async function storedSigningKey(
  context: DeviceContext,
  { share, proven }: { share: Bytes; proven: ProvenHandshake },
): Promise<Candidate> {
  const existing = await readSigningKey(context, share).catch((error: unknown) => {
    if (proven.answer.status === "pending" && isDeviceError(error, "vault_damaged")) return undefined;
    throw error;
  });
  if (existing !== undefined) return existing;
  const { keys } = await requireActivation(context);
  const signingKey = await makeSigningKey({ keys, share, bits: await sizeOf(keys) });
  await context.vault.update((record) => ({ ...record, signingKey }));
  const stored = await readSigningKey(context, share);
  if (stored === undefined) throw new DeviceError("storage_failed");
  return stored;
}

/** As the offer asked for: the device key was made so. */
async function sizeOf({ deviceKey }: ActivatingRecord["keys"]): Promise<RsaBits> {
  return parseWith(rsaBitsSchema, rsaBitsOf(await exportPublicJwk(deviceKey.publicKey)));
}

async function readSigningKey(context: DeviceContext, share: Bytes): Promise<Candidate | undefined> {
  const record = await requireActivation(context);
  const { keys, signingKey } = record;
  if (signingKey === null) return undefined;
  return { record, signingKey, privateKey: await unwrapSigningKey({ keys, share, signingKey }) };
}

async function requireActivation(context: DeviceContext): Promise<ActivatingRecord> {
  const record = await activationUnderWay(context);
  if (record === undefined) throw new DeviceError("not_activated");
  return record;
}

/** Signs with the unwrapped key, and checks against the public key that is stored beside it before the server does. */
async function proveSigningKey(
  context: DeviceContext,
  { record, signingKey, privateKey }: Candidate,
  proven: ProvenHandshake,
): Promise<string> {
  const { origin } = context.connection;
  const proof = await signToken({
    typ: "mtoken-signing-key+jws",
    key: privateKey,
    payload: {
      aud: origin,
      device: record.keys.device,
      handshake: proven.handshake,
      activation: record.activation,
      iat: context.time.now(),
    },
  });
  const key = await importVerifyKey(signingKey.publicKey);
  await verifyToken({
    token: proof,
    typ: "mtoken-signing-key+jws",
    schema: signingKeyProofSchema,
    key,
  }).catch((cause: unknown) => {
    throw new DeviceError("vault_damaged", { cause });
  });
  return proof;
}

async function verifyCertificate(
  context: DeviceContext,
  { candidate, token }: { candidate: Candidate; token: string },
): Promise<Certificate> {
  const { record, signingKey } = candidate;
  const certificate = await context.identity.verify({
    token,
    typ: "mtoken-certificate+jws",
    schema: certificateSchema,
  });
  const mine =
    certificate.device === record.keys.device &&
    (await thumbprint(certificate.signing_key)) === (await thumbprint(signingKey.publicKey));
  if (!mine) throw new DeviceError("untrusted_answer");
  return certificate;
}

async function storeCertified(
  context: DeviceContext,
  certified: {
    candidate: Candidate;
    certificate: Certificate;
    result: Result<"activation.complete">;
    proven: ProvenHandshake;
  },
): Promise<void> {
  const { candidate, certificate, result, proven } = certified;
  const { user, company } = certificate;
  const server = await context.identity.save();
  await context.vault.update(({ keys, mpin }) => ({
    schema: 1,
    kind: "activated",
    server,
    keys: { ...keys, triesLeft: proven.answer.tries_left },
    mpin,
    signingKey: candidate.signingKey,
    certificate: result.certificate,
    owner: { user, company },
    status: result.status,
  }));
}
