/** The evidence of a decision (docs/protocol.md §9), for the relying party that asked for it. */
import type { Evidence } from "@mtoken/protocol";
import { ProtocolError } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { buildEvidence } from "../evidence/build-evidence.ts";
import type { OwnRequest } from "./follow-request.ts";
import { followRequest } from "./follow-request.ts";

export async function ownEvidence(context: Context, own: OwnRequest): Promise<Evidence> {
  const { request, kind, status } = await followRequest(context, own);
  // It names the user. Who signs in is told by the code alone, which reaches the browser that redeemed; a relying party
  // that believed an approval would let in whoever began.
  if (kind === "sign-in" && status !== "redeemed") throw new ProtocolError("evidence_not_ready");
  return buildEvidence(context, request);
}
