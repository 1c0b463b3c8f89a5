/**
 * Requests on the phone (docs/protocol.md §7): how one is taken, what its envelope has to be before anybody sees it,
 * the approval, and the receipt without which nothing counts as done.
 */
import type {
  Approval,
  CryptoKey,
  Envelope,
  Factor,
  Frozen,
  HandshakeId,
  Params,
  Receipt,
  RequestId,
  Result,
} from "@mtoken/protocol";
import {
  digitsSchema,
  envelopeSchema,
  hashToken,
  parseQrText,
  parseRequestLink,
  parseTypedCode,
  receiptSchema,
  signToken,
} from "@mtoken/protocol";
import * as v from "valibot";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import type { ActivatedRecord } from "./vault-record.ts";

/**
 * A request to take: the text of a QR code, a code as it was typed, a link that opened the app on this very device, or
 * one of the list. Only a camera's text is a `qr`: nobody can tell who made an address that opened the app, so what
 * comes by one is a `link` or nothing.
 */
export type ClaimSource = { qr: string } | { code: string } | { link: string } | { request: RequestId };

/** A request whose envelope was verified. Pages render from `envelope` alone. */
export interface OpenedRequest {
  readonly envelope: Envelope;
  readonly token: string;
}

/** The user's decision. */
export type Choice = Approving | Refusing;
type Approving = Pick<Extract<Approval, { decision: "approve" }>, "decision" | "digits">;
type Refusing = Pick<Extract<Approval, { decision: "refuse" }>, "decision" | "reason">;

/** How a request was decided, with the server's signed receipt for it. */
export interface Decided {
  status: "approved" | "refused";
  receipt: Receipt;
  /**
   * Where to lead the browser of this device, when a link had opened the request. After an approved sign-in its
   * fragment holds the return code, once: it goes nowhere but there.
   */
  returnTo: string | undefined;
  /** After `not-me`: since when everything of this user is stopped, and how much else was open. */
  frozen: Frozen | undefined;
}

/**
 * What `request.claim` takes.
 *
 * @throws {DeviceError} `unreadable_code` for a QR code or link that is none of ours, `wrong_server` for another server's,
 *   `mistyped_code` when the check character says so.
 */
export function claimParams(origin: string, source: ClaimSource): Params<"request.claim"> {
  if ("request" in source) return { request: source.request };
  if ("code" in source) {
    const code = parseTypedCode(source.code);
    if (code === undefined) throw new DeviceError("mistyped_code");
    return { code };
  }
  if ("link" in source) return linkParams(origin, source.link);
  const frame = parseQrText(source.qr);
  if (frame === undefined) throw new DeviceError("unreadable_code");
  if (frame.origin !== origin) throw new DeviceError("wrong_server");
  const { request, tick, mac } = frame;
  return { qr: { request, tick, mac } };
}

function linkParams(origin: string, text: string): Params<"request.claim"> {
  const link = parseRequestLink(text);
  if (link === undefined) throw new DeviceError("unreadable_code");
  if (link.origin !== origin) throw new DeviceError("wrong_server");
  return { link: { request: link.request, mac: link.mac } };
}

/**
 * Verifies an envelope: that this server made it, for this device, its user and its company, for the request that
 * was taken and the way it was taken, and that it is not over.
 *
 * @throws {DeviceError} `untrusted_answer`, `request_expired`
 */
export async function openEnvelope(
  context: DeviceContext,
  options: { token: string; record: ActivatedRecord; claimed: Params<"request.claim"> },
): Promise<OpenedRequest> {
  const { token, record, claimed } = options;
  const envelope = await context.identity.verify({
    token,
    typ: "mtoken-envelope+jws",
    schema: envelopeSchema,
  });
  const asked = requestOf(claimed);
  const mine =
    envelope.device === record.keys.device &&
    envelope.user.id === record.owner.user &&
    envelope.company.id === record.owner.company &&
    (asked === undefined || envelope.request === asked) &&
    isAsOpened(envelope, claimed);
  if (!mine) throw new DeviceError("untrusted_answer");
  if (context.time.isOver(envelope.exp)) throw new DeviceError("request_expired");
  return { envelope, token };
}

/** Else a link could pass for a scan, and be redeemed without a return code. A repeated claim is as the first was. */
function isAsOpened({ same_device }: Envelope, claimed: Params<"request.claim">): boolean {
  return "request" in claimed || same_device === "link" in claimed;
}

/** The request that a claim names; a typed code names none. */
export function requestOf(claimed: Params<"request.claim">): RequestId | undefined {
  if ("qr" in claimed) return claimed.qr.request;
  if ("link" in claimed) return claimed.link.request;
  return "request" in claimed ? claimed.request : undefined;
}

/**
 * The choice to approve.
 *
 * @throws {DeviceError} `digits_needed` when the envelope asks for two digits and these are not two.
 */
export function approving({ envelope }: OpenedRequest, { digits }: { digits?: string }): Choice {
  if (!envelope.digits) return { decision: "approve" };
  if (!v.is(digitsSchema, digits)) throw new DeviceError("digits_needed");
  return { decision: "approve", digits };
}

/** What an approval is made of. `handshake` is the session's, or the one that was run for this envelope. */
export interface ApprovalOptions {
  record: ActivatedRecord;
  opened: OpenedRequest;
  choice: Choice;
  handshake: HandshakeId;
  /** That was proven in it. */
  factor: Factor;
  signingKey: CryptoKey;
}

/**
 * Signs a decision, has the server take it, and verifies that it did.
 *
 * @param options.decide how `request.decide` is called: in the session, or in the channel of a fresh factor.
 * @throws {DeviceError} `untrusted_answer`: then nobody knows what became of the request; what `decide` throws.
 */
export async function decideRequest(
  context: DeviceContext,
  options: ApprovalOptions & {
    decide: (params: Params<"request.decide">) => Promise<Result<"request.decide">>;
  },
): Promise<Decided> {
  const approval = await signApproval(context, options);
  const result = await options.decide({ request: options.opened.envelope.request, approval });
  return readReceipt(context, { ...options, approval, result });
}

/** Signs the decision over the hash of the envelope's exact bytes. */
async function signApproval(context: DeviceContext, options: ApprovalOptions): Promise<string> {
  const { record, opened, choice, handshake, signingKey } = options;
  return signToken({
    typ: "mtoken-approval+jws",
    key: signingKey,
    payload: {
      aud: context.connection.origin,
      request: opened.envelope.request,
      device: record.keys.device,
      envelope: await hashToken(opened.token),
      ...choice,
      handshake,
      iat: context.time.now(),
    },
  });
}

/**
 * Verifies that the server took this decision on this envelope, by this device and this handshake.
 *
 * @throws {DeviceError} `untrusted_answer`: then nobody knows what became of the request.
 */
async function readReceipt(
  context: DeviceContext,
  options: ApprovalOptions & { approval: string; result: Result<"request.decide"> },
): Promise<Decided> {
  const { record, opened, choice, handshake, factor, approval, result } = options;
  const { envelope, token } = opened;
  const receipt = await context.identity.verify({
    token: result.receipt,
    typ: "mtoken-receipt+jws",
    schema: receiptSchema,
  });
  const expected: Omit<Receipt, "iat"> = {
    iss: context.connection.origin,
    request: envelope.request,
    kind: envelope.kind,
    decision: choice.decision,
    envelope: await hashToken(token),
    approval: await hashToken(approval),
    certificate: await hashToken(record.certificate),
    device: record.keys.device,
    user: record.owner.user,
    company: record.owner.company,
    factor,
    handshake,
  };
  const stated: Record<string, unknown> = receipt;
  const same = Object.entries(expected).every(([name, value]) => stated[name] === value);
  if (!same || result.status !== (choice.decision === "approve" ? "approved" : "refused")) {
    throw new DeviceError("untrusted_answer");
  }
  return { status: result.status, receipt, returnTo: result.return_to, frozen: result.frozen };
}
