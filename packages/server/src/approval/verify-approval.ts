/**
 * Whether an approval is this device's own, about exactly this envelope, and carried by the right channel
 * (docs/protocol.md §7).
 */
import type { Approval, FreshFactor } from "@mtoken/protocol";
import { approvalSchema, hashToken, importVerifyKey, ProtocolError, verifyToken } from "@mtoken/protocol";
import { decodeJwt } from "jose";
import { toNumericDate } from "../clock.ts";
import type { Context } from "../context.ts";
import type { RequestRow } from "../request/store.ts";
import type { Caller } from "../session/methods.ts";
import { requireFreshFactor, stricterFactor } from "./fresh-factor.ts";

/** Seconds by which a phone's clock may be wrong: the phone itself gives up beyond them (docs/protocol.md §1). */
export const clockTolerance = 300;

export interface Submitted {
  caller: Caller;
  request: RequestRow;
  /** What saying yes takes, by what holds now. The envelope may say more. */
  takes: FreshFactor;
  token: string;
}

export async function verifyApproval(
  { config, clock }: Context,
  { caller, request, takes, token }: Submitted,
): Promise<Approval> {
  const { session, device } = caller;
  if (device.signing_key === null || request.envelope === null) throw new ProtocolError("not_allowed");
  const key = await importVerifyKey(device.signing_key);
  const form = { token, typ: "mtoken-approval+jws", schema: approvalSchema } as const;
  const approval = await verifyToken({ ...form, key, aud: config.serverOrigin });
  const envelope = await hashToken(request.envelope);
  const same =
    approval.request === request.id &&
    approval.device === device.id &&
    approval.envelope === envelope &&
    approval.handshake === session.id &&
    // Else a decision would stand in the evidence under a date of the phone's choice.
    Math.abs(approval.iat - toNumericDate(clock.now())) <= clockTolerance;
  if (!same) throw new ProtocolError("message_refused");
  const factor = stricterFactor(takes, factorSaidBy(request.envelope));
  if (approval.decision === "approve" && (factor !== "none" || session.purpose === "approve"))
    requireFreshFactor(session, { takes: factor === "none" ? "any" : factor, envelope });
  else if (session.purpose !== "session") throw new ProtocolError("not_allowed");
  return approval;
}

/** Evidence holds the receipt's factor against the server's own envelope. */
function factorSaidBy(envelope: string): FreshFactor {
  return decodeJwt<{ fresh_factor: FreshFactor }>(envelope).fresh_factor;
}
