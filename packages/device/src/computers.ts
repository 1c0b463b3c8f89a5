/**
 * Computers on the phone (docs/protocol.md §8): what a computer's wish to be known has to be before anybody sees it, and the
 * user's signed answer.
 */
import type { CryptoKey, Decision, Enrolment, EnrolmentApproval, HandshakeId } from "@mtoken/protocol";
import { enrolmentSchema, hashToken, signToken } from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import type { ActivatedRecord } from "./vault-record.ts";

/** A computer that asks to be known, by a statement that was verified. Pages render from `enrolment` alone. */
export interface AskedEnrolment {
  readonly enrolment: Enrolment;
  readonly token: string;
}

/**
 * Verifies the server's statement: that this server made it, for this device, its user and its company.
 *
 * @throws {DeviceError} `untrusted_answer`
 */
export async function openEnrolment(
  context: DeviceContext,
  { token, record }: { token: string; record: ActivatedRecord },
): Promise<AskedEnrolment> {
  const enrolment = await context.identity.verify({
    ...{ token, typ: "mtoken-enrolment+jws", schema: enrolmentSchema },
  });
  const mine =
    enrolment.device === record.keys.device &&
    enrolment.user.id === record.owner.user &&
    enrolment.company.id === record.owner.company;
  if (!mine) throw new DeviceError("untrusted_answer");
  return { enrolment, token };
}

/** What {@link signEnrolment} takes. */
export interface EnrolmentAnswer {
  record: ActivatedRecord;
  asked: AskedEnrolment;
  decision: Decision;
  handshake: HandshakeId;
  signingKey: CryptoKey;
}

/** Signs the answer over the hash of the statement's exact bytes. */
export async function signEnrolment(
  context: DeviceContext,
  { record, asked, decision, handshake, signingKey }: EnrolmentAnswer,
): Promise<string> {
  if (context.time.isOver(asked.enrolment.exp)) throw new DeviceError("request_expired");
  const payload: EnrolmentApproval = {
    aud: context.connection.origin,
    enrolment: await hashToken(asked.token),
    computer: asked.enrolment.computer.id,
    device: record.keys.device,
    decision,
    handshake,
    iat: context.time.now(),
  };
  return signToken({ typ: "mtoken-enrolment-approval+jws", key: signingKey, payload });
}
