/**
 * Calls inside a session (docs/protocol.md §6): every method with the form of its params and its result, and the
 * sealing of calls and answers. Whether a `seq` is in order, and whether a method is allowed to this session, is the
 * server's to check.
 */
import * as v from "valibot";
import { factorEnrolmentSchema } from "./biometrics.ts";
import { utf8 } from "./bytes.ts";
import { parseJson, parseWith } from "./compact.ts";
import { ownComputerSchema } from "./enrolment.ts";
import type { ErrorCode, ErrorDetails } from "./errors.ts";
import { errorCodeSchema, ProtocolError } from "./errors.ts";
import { featuresSchema } from "./features.ts";
import {
  bytesSchema,
  envelopeTokenSchema,
  hashSchema,
  tokenSchema,
  urlSchema,
  wholeNumber,
} from "./fields.ts";
import { frozenSchema } from "./frozen.ts";
import { liveDeviceStatusSchema } from "./handshake.ts";
import type { HandshakeId } from "./ids.ts";
import { computerIdSchema, noticeIdSchema, requestIdSchema } from "./ids.ts";
import { rsaPublicJwkSchema } from "./jwk.ts";
import { mpinChangeSchema } from "./mpin-change.ts";
import { noticeSchema, noticesAtOnce, unreadSchema } from "./notice.ts";
import { pushKeySchema, pushSubscriptionSchema } from "./push.ts";
import { highestTick } from "./qr-text.ts";
import { noteSchema, reasons } from "./reason.ts";
import { requestSummarySchema } from "./request-summary.ts";
import { openDirect, sealDirect } from "./sealed.ts";

const nothing = v.strictObject({});

/** The request that a phone takes: by a frame of the QR code, the typed code, a link on itself, or from its list. */
const claimSchema = v.union([
  v.strictObject({
    qr: v.strictObject({
      request: requestIdSchema,
      tick: wholeNumber(0, highestTick),
      mac: v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{16}$/)),
    }),
  }),
  v.strictObject({ code: v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{9}$/)) }),
  v.strictObject({
    link: v.strictObject({
      request: requestIdSchema,
      mac: v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)),
    }),
  }),
  v.strictObject({ request: requestIdSchema }),
]);

/** `user` is all that versions of the app said which did not ask why: no user shall have to update to stop a phone. */
const deactivationReasonSchema = v.picklist([...reasons, "user"]);

/** How many of a user's computers a list has at most, those that were used last. */
export const computersAtOnce = 100;

/** Every method: what it takes and what it gives. */
export const methods = {
  "activation.complete": {
    params: v.strictObject({ signing_key: rsaPublicJwkSchema, proof: tokenSchema() }),
    result: v.strictObject({
      certificate: tokenSchema(),
      status: v.picklist(["active", "awaiting-approval"]),
    }),
  },
  status: {
    params: nothing,
    result: v.strictObject({
      status: liveDeviceStatusSchema,
      certificate: v.nullable(tokenSchema()),
      frozen: v.exactOptional(frozenSchema),
    }),
  },
  "requests.list": {
    params: nothing,
    result: v.strictObject({
      requests: v.pipe(v.array(requestSummarySchema), v.maxLength(100)),
      unread: unreadSchema,
      features: featuresSchema,
      enrolment: v.exactOptional(tokenSchema()),
    }),
  },
  "request.claim": {
    params: claimSchema,
    result: v.strictObject({ envelope: envelopeTokenSchema }),
  },
  "request.decide": {
    params: v.strictObject({ request: requestIdSchema, approval: tokenSchema() }),
    result: v.strictObject({
      status: v.picklist(["approved", "refused"]),
      receipt: tokenSchema(),
      return_to: v.exactOptional(urlSchema),
      frozen: v.exactOptional(frozenSchema),
    }),
  },
  "user.freeze": { params: nothing, result: v.strictObject({ frozen: frozenSchema }) },
  "mpin.change": { params: mpinChangeSchema, result: nothing },
  "computers.list": {
    params: nothing,
    result: v.strictObject({ computers: v.pipe(v.array(ownComputerSchema), v.maxLength(computersAtOnce)) }),
  },
  "computer.enrol": { params: v.strictObject({ approval: tokenSchema() }), result: nothing },
  "computer.revoke": { params: v.strictObject({ computer: computerIdSchema }), result: nothing },
  "notices.list": {
    params: v.strictObject({ before: v.exactOptional(noticeIdSchema) }),
    result: v.strictObject({
      notices: v.pipe(v.array(noticeSchema), v.maxLength(noticesAtOnce)),
      more: v.boolean(),
    }),
  },
  "notices.read": {
    params: v.strictObject({ until: noticeIdSchema }),
    result: v.strictObject({ unread: unreadSchema }),
  },
  "push.status": {
    params: nothing,
    result: v.strictObject({ key: v.nullable(pushKeySchema), endpoint: v.nullable(hashSchema) }),
  },
  "push.subscribe": { params: pushSubscriptionSchema, result: nothing },
  "push.unsubscribe": { params: nothing, result: nothing },
  "factor.begin": { params: nothing, result: v.strictObject({ challenge: bytesSchema(32) }) },
  "factor.enrol": { params: factorEnrolmentSchema, result: nothing },
  "factor.remove": { params: nothing, result: nothing },
  "device.deactivate": {
    params: v.strictObject({ reason: deactivationReasonSchema, note: v.exactOptional(noteSchema) }),
    result: v.strictObject({ refusal: tokenSchema() }),
  },
  "session.end": { params: nothing, result: nothing },
} as const;

/** The name of a method. */
export type MethodName = keyof typeof methods;
/** What a method takes. */
export type Params<M extends MethodName> = v.InferOutput<(typeof methods)[M]["params"]>;
/** What a method gives. */
export type Result<M extends MethodName> = v.InferOutput<(typeof methods)[M]["result"]>;

/** A call of any one method: its name tells the type of its params. */
export type Call = { [M in MethodName]: { method: M; params: Params<M> } }[MethodName];

/** What went wrong, in an answer. */
export type AnswerError = { code: ErrorCode } & ErrorDetails;
/** What came of a call. */
export type Answer<M extends MethodName> = { result: Result<M> } | { error: AnswerError };

const callSchema = v.strictObject({ method: v.pipe(v.string(), v.maxLength(64)), params: v.unknown() });

const errorSchema = v.strictObject({
  error: v.strictObject({
    code: errorCodeSchema,
    attempts_left: v.exactOptional(wholeNumber(0, 100)),
    path: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
    reason: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
  }),
});

/** The channel that a message travels in: the key of its direction, and the session's id. */
export interface Channel {
  key: Uint8Array;
  session: HandshakeId;
}

/** Seals a call under the device-to-server key. `seq` counts 1, 2, 3, … within the session. */
export function sealCall(options: Channel & { call: Call; seq: number }): Promise<string> {
  const { call, key, session, seq } = options;
  return sealDirect({ plaintext: JSON.stringify(call), key, typ: "mtoken-call+jwe", kid: session, seq });
}

/**
 * Opens a call. That its `seq` is the next one is for the caller to check, in the statement that counts it.
 *
 * @throws {ProtocolError} as `openDirect` does; `unknown_method`; `malformed_message` when the params are not those
 *   of the method.
 */
export async function openCall({ token, key, session }: Channel & { token: string }): Promise<{
  call: Call;
  seq: number;
}> {
  const { plaintext, seq } = await openDirect({ token, key, typ: "mtoken-call+jwe", kid: session });
  // 0 is message 4's: no call may take its place.
  if (seq === undefined || seq === 0) throw new ProtocolError("message_refused");
  const { method, params } = parseWith(callSchema, parseJson(utf8(plaintext)));
  if (!isMethod(method)) throw new ProtocolError("unknown_method");
  // The method chose the schema, so name and params belong together, which the type system can't follow.
  return { call: { method, params: parseWith(methods[method].params, params) } as Call, seq };
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

/** Seals an answer under the server-to-device key, with the `seq` of its call. */
export function sealAnswer<M extends MethodName>(
  options: Channel & { method: M; answer: Answer<M>; seq: number },
): Promise<string> {
  const { answer, key, session, seq } = options;
  return sealDirect({ plaintext: JSON.stringify(answer), key, typ: "mtoken-answer+jwe", kid: session, seq });
}

/** The answer that tells of an error; what is not from the catalogue says nothing of itself. */
export function answerOf(error: unknown): { error: AnswerError } {
  if (!(error instanceof ProtocolError)) return { error: { code: "internal" } };
  return { error: { code: error.code, ...error.details } };
}

/**
 * Opens the answer to a call of `method` that had this `seq`.
 *
 * @throws {ProtocolError} as `openDirect` does; `message_refused` for the answer to another call;
 *   `malformed_message` when the result is not that of the method. An error that the server states is returned.
 */
export async function openAnswer<M extends MethodName>(
  options: Channel & { token: string; method: M; seq: number },
): Promise<Answer<M>> {
  const { token, method, key, session } = options;
  const { plaintext, seq } = await openDirect({ token, key, typ: "mtoken-answer+jwe", kid: session });
  if (seq !== options.seq) throw new ProtocolError("message_refused");
  const answer = parseJson(utf8(plaintext));
  const failed = v.safeParse(errorSchema, answer);
  if (failed.success) return failed.output;
  const { result } = parseWith(v.strictObject({ result: v.unknown() }), answer);
  return { result: parseWith<Result<M>>(resultSchema(method), result) };
}

/** TypeScript does not see that looking up a result's schema and its type go by the same key. */
function resultSchema<M extends MethodName>(method: M): v.GenericSchema<unknown, Result<M>> {
  return methods[method].result as unknown as v.GenericSchema<unknown, Result<M>>;
}
