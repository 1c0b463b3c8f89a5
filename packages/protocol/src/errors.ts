/**
 * The one catalogue of errors that cross the wire, and their form there (problem+json, RFC 9457). What
 * failed in a signature, a decryption or a credential is never told apart: the answer would be an oracle.
 */
import * as v from "valibot";

/**
 * What one kind of error says: its HTTP status, and a sentence for people about what happened and what to
 * do.
 */
export interface CatalogueEntry {
  status: number;
  message: string;
}

/** Every error, by its code. A code is never reused for something else. */
export const errorCatalogue = {
  malformed_message: {
    status: 400,
    message:
      "The message does not have the form that the protocol asks for. Compare it with docs/protocol.md.",
  },
  message_too_large: {
    status: 413,
    message: "The message is larger than any that the protocol knows. Send a smaller one.",
  },
  message_refused: {
    status: 401,
    message: "The message could not be verified: its signature, type, algorithm, key or addressee is wrong.",
  },
  wrong_server: {
    status: 400,
    message: "This belongs to another server. Use the app of the server that it came from.",
  },
  unsupported_suite: {
    status: 400,
    message: "The protocol suite is not one that both sides support. Update the app.",
  },
  activation_refused: {
    status: 403,
    message: "The activation was refused. Check that the link is complete, or ask for a new one.",
  },
  wrong_registration_code: {
    status: 403,
    message: "The registration code is wrong. Check it and type it again.",
  },
  activation_closed: {
    status: 410,
    message: "This activation was used, replaced, or has run out. Ask for a new link and code.",
  },
  handshake_refused: {
    status: 401,
    message: "The handshake was refused. Start again; if that does not help, activate the phone anew.",
  },
  app_withdrawn: {
    status: 403,
    message: "This version of the app was withdrawn. Update it; everything on the phone stays as it is.",
  },
  session_ended: {
    status: 401,
    message: "The session has ended. Unlock the app again.",
  },
  sign_in_required: {
    status: 401,
    message: "Nobody is signed in here, or the session has ended. Sign in.",
  },
  call_refused: {
    status: 401,
    message: "The call could not be opened, or came out of order. Unlock the app again.",
  },
  unknown_method: {
    status: 400,
    message: "The server does not know this method. Update the app.",
  },
  not_allowed: {
    status: 403,
    message: "This is not allowed to you, or not in this state. Ask your administrator.",
  },
  user_frozen: {
    status: 403,
    message:
      "All sign-ins and signatures of this user are stopped, since somebody said: this wasn't me. Their administrator lets them go on.",
  },
  company_stopped: {
    status: 403,
    message:
      "This company was stopped: nobody of it signs in or signs until the operator lets it go on. Ask your administrator or the operator.",
  },
  not_found: {
    status: 404,
    message: "There is nothing under this address, or nothing that you may see.",
  },
  method_not_allowed: {
    status: 405,
    message: "This address does not answer to that HTTP method.",
  },
  unsupported_media_type: {
    status: 415,
    message: "The content type is not the one that this address expects.",
  },
  already_decided: {
    status: 409,
    message: "Somebody else was quicker, or it has ended since. Look at how it stands now.",
  },
  wrong_fingerprint: {
    status: 403,
    message:
      "The fingerprint is not the one of this device. Do not approve it; ask the user what the phone shows.",
  },
  proposal_void: {
    status: 409,
    message:
      "This proposal can't be carried out any more: who made it may not propose it now, or what it is about has changed since.",
  },
  policy_refused: {
    status: 422,
    message: "This policy is laxer than the operator's limits allow. The path names what is.",
  },
  last_administrator: {
    status: 409,
    message: "A company keeps one administrator at least. Make somebody else one first.",
  },
  last_identity_key: {
    status: 409,
    message: "No other identity key can sign now. Have a new one added, then revoke this one.",
  },
  import_refused: {
    status: 422,
    message: "Some lines of the file can't be taken, and nothing was done. The preview names each of them.",
  },
  no_code_service: {
    status: 422,
    message: "This server has no service for registration codes. Have the code shown, and hand it over.",
  },
  request_closed: {
    status: 409,
    message: "This request was already taken or decided. Start a new one.",
  },
  request_expired: {
    status: 410,
    message: "This request has run out. Start a new one.",
  },
  frame_refused: {
    status: 403,
    message: "This QR code is too old or not genuine. Scan the one that is on the screen now.",
  },
  link_refused: {
    status: 403,
    message: "This link was used already, or is not genuine. Go back to the page, and start anew there.",
  },
  typed_code_refused: {
    status: 403,
    message: "The code is wrong, has run out, or may not be typed here. Scan the QR code instead.",
  },
  wrong_digits: {
    status: 403,
    message: "The digits are not those on the computer's screen. The request was refused; start a new one.",
  },
  comparison_required: {
    status: 400,
    message: "Compare the control codes of these phones with what they show, and say so.",
  },
  reference_required: {
    status: 400,
    message: "This is done on the company's request: name that request's reference.",
  },
  mpin_required: {
    status: 403,
    message: "This takes the mPIN: by the company's policy a fingerprint or face is not enough for it.",
  },
  fresh_factor_required: {
    status: 403,
    message:
      "This signature takes a fresh mPIN, or a fresh fingerprint or face, given for exactly this request.",
  },
  biometrics_refused: {
    status: 403,
    message: "Your company does not allow fingerprint or face. Use your mPIN.",
  },
  registration_refused: {
    status: 403,
    message: "The passkey could not be verified. Turn fingerprint or face on again.",
  },
  content_refused: {
    status: 422,
    message: "The content cannot be signed as it is. Correct what the details name, and send it again.",
  },
  push_refused: {
    status: 422,
    message: "The server does not send push messages to this address, or not by this key. Subscribe anew.",
  },
  client_refused: {
    status: 401,
    message: "The relying party could not be authenticated. Check its id, key and access token.",
  },
  redirect_refused: {
    status: 400,
    message: "The redirect address is not one that was registered for this relying party.",
  },
  company_refused: {
    status: 403,
    message: "This portal is not for the users of your company. Ask its operator which portal is yours.",
  },
  computer_refused: {
    status: 401,
    message: "This browser could not show that it is the one that began. Start again in this browser.",
  },
  computer_stopped: {
    status: 403,
    message:
      "This computer is refused to this user: they said of a sign-in on it that it wasn't theirs, or an administrator refused it. That ends after a day, or when it is allowed again.",
  },
  computer_waits: {
    status: 403,
    message:
      "The user does not know this computer, and their company lets it be used only when an administrator has approved it. They have been asked.",
  },
  computer_unknown: {
    status: 403,
    message:
      "The user does not know this computer, and their company refuses unknown ones. An administrator can add it by its fingerprint, which its sign-in page shows.",
  },
  begun_elsewhere: {
    status: 403,
    message:
      "This was begun in another browser, or this one has lost its cookies. Start again at the portal.",
  },
  redemption_refused: {
    status: 403,
    message: "The sign-in could not be completed. Start a new one.",
  },
  return_code_refused: {
    status: 403,
    message:
      "This was confirmed on the device that shows the page, and the code that its app gives to the browser is missing or wrong. Start again in this browser.",
  },
  evidence_not_ready: {
    status: 409,
    message:
      "There is no evidence of this request: it is not decided yet, or it is a sign-in that no browser has redeemed.",
  },
  evidence_broken: {
    status: 422,
    message: "The evidence does not verify. Do not rely on it.",
  },
  rate_limited: {
    status: 429,
    message: "Too many attempts in a short time. Wait a little, then try again.",
  },
  unavailable: {
    status: 503,
    message: "The server cannot answer just now. Try again in a moment.",
  },
  internal: {
    status: 500,
    message: "Something failed in the server. Try again; if it goes on, tell the operator when it happened.",
  },
} as const satisfies Record<string, CatalogueEntry>;

/** The code of an error in {@link errorCatalogue}. */
export type ErrorCode = keyof typeof errorCatalogue;

/** What some errors say beyond their code. Nothing here may be secret. */
export interface ErrorDetails {
  /** How many wrong registration codes the activation still bears. */
  attempts_left?: number;
  /** The member of a signature's content that is refused, such as `payments.3.payee.name`. */
  path?: string;
  /** Which rule it breaks, for the relying party's developer. */
  reason?: string;
}

/** What a {@link ProtocolError} may carry. The cause stays on this side: it is never serialised. */
export interface ProtocolErrorOptions {
  details?: ErrorDetails;
  cause?: unknown;
}

/**
 * An error of the catalogue: thrown for what others sent, never for our own mistakes (`TypeError` is for
 * those).
 *
 * @example
 * throw new ProtocolError("wrong_registration_code", { details: { attempts_left: 3 } });
 */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, options: ProtocolErrorOptions = {}) {
    super(errorCatalogue[code].message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]];

/** Schema of an error code. */
export const errorCodeSchema = v.picklist(errorCodes);

const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
const hintSchema = v.pipe(v.string(), v.maxLength(200));

/** Schema of the body of an `application/problem+json` answer. */
export const problemSchema = v.object({
  type: v.literal("about:blank"),
  title: v.string(),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  code: errorCodeSchema,
  detail: v.string(),
  attempts_left: v.exactOptional(countSchema),
  path: v.exactOptional(hintSchema),
  reason: v.exactOptional(hintSchema),
});

/** The body of an `application/problem+json` answer. */
export type Problem = v.InferOutput<typeof problemSchema>;

/** With type about:blank the title is the status's own phrase (RFC 9457 §4.2.1). */
const phrases: Record<(typeof errorCatalogue)[ErrorCode]["status"], string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/**
 * The problem document of any error. What is not from the catalogue becomes `internal`, and says nothing of
 * itself.
 */
export function toProblem(error: unknown): Problem {
  const known = error instanceof ProtocolError ? error : new ProtocolError("internal");
  const { status, message } = errorCatalogue[known.code];
  return {
    type: "about:blank",
    title: phrases[status],
    status,
    code: known.code,
    detail: message,
    ...known.details,
  };
}

/** The error that a problem document states, or undefined when it is not one of ours. */
export function fromProblem(problem: unknown): ProtocolError | undefined {
  const parsed = v.safeParse(problemSchema, problem);
  if (!parsed.success) return undefined;
  const { type, title, status, detail, code, ...details } = parsed.output;
  return new ProtocolError(code, { details });
}
