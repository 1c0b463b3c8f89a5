/**
 * Notices (docs/protocol.md §6): what a user is told of a device and its factors, in an inbox that stays for months. A notice
 * names ids and facts of the catalogue below; no secret, nothing of an account, no text that somebody typed.
 */
import * as v from "valibot";
import { computerSchema } from "./envelope.ts";
import { nameSchema, timeSchema, wholeNumber } from "./fields.ts";
import { computerIdSchema, deviceIdSchema, noticeIdSchema, proposalIdSchema, userIdSchema } from "./ids.ts";

/** `description` is the server's own words for a browser. */
const ofComputer = v.strictObject({
  computer: computerIdSchema,
  description: computerSchema.entries.description,
});

const ofDevice = v.strictObject({ device: deviceIdSchema });

const ofProposal = v.strictObject({ proposal: proposalIdSchema });

/** What became of a proposal that its author did not withdraw. */
export const proposalOutcomeSchema = v.picklist(["confirmed", "rejected", "expired", "void"]);
export type ProposalOutcome = v.InferOutput<typeof proposalOutcomeSchema>;

/** Who or what ended a device. */
export const deactivationCauseSchema = v.picklist(["user", "administrator", "operator", "replaced"]);
export type DeactivationCause = v.InferOutput<typeof deactivationCauseSchema>;

/** Every kind of notice, and what it says besides who and when. */
export const noticeKinds = {
  "device.activated": ofDevice,
  "device.awaiting-approval": ofDevice,
  /** Of a client's: nobody of the company may approve it. */
  "device.left-to-operator": ofDevice,
  "device.blocked": ofDevice,
  "device.deactivated": v.strictObject({ device: deviceIdSchema, cause: deactivationCauseSchema }),
  /** "This wasn't me", said on this device: nothing of the user's goes on until somebody has looked. */
  "user.frozen": ofDevice,
  /** Somebody who looks after the user has stopped them. */
  "user.stopped": v.strictObject({}),
  /** Somebody else has let the user go on. */
  "user.unfrozen": v.strictObject({}),
  /** A computer became known to the user: confirmed on a phone, or let in by an administrator. */
  "computer.added": ofComputer,
  /** A computer that the user does not know asked, and their company wants an administrator to decide. */
  "computer.waiting": ofComputer,
  /** A browser came with what another browser had been given: one of them is a copy, and both are unknown now. */
  "computer.copied": ofComputer,
  "biometrics.added": ofDevice,
  "biometrics.removed": ofDevice,
  "mpin.changed": ofDevice,
  /** A wrong mPIN that left two tries or fewer. */
  "mpin.wrong": v.strictObject({ device: deviceIdSchema, tries_left: wholeNumber(1, 5) }),
  /** The version of the app that this device used last opens nothing any more. */
  "app.withdrawn": ofDevice,
  /** What a company asks of its people's phones. */
  "policy.changed": v.strictObject({}),
  /** The same, to those whose phones and sign-ins it concerns. */
  "policy.applied": v.strictObject({}),
  /** What the operator lets the policies of companies be. */
  "limits.changed": v.strictObject({}),
  /** Of the operator's people. */
  "staff.created": v.strictObject({}),
  /** The server's own. */
  "identity.added": v.strictObject({}),
  /** A portal: nobody signs in or signs there any more. */
  "client.ended": v.strictObject({}),
  /** The server's own: nothing that it signs is believed any more. */
  "identity.revoked": v.strictObject({}),
  /** Where their mail goes; the address of before is told too. */
  "mail.changed": v.strictObject({}),
  "administrator.made": v.strictObject({}),
  "administrator.ended": v.strictObject({}),
  /** Nobody of it signs in or signs. */
  "company.stopped": v.strictObject({}),
  "company.resumed": v.strictObject({}),
  /** All of its devices are deactivated. */
  "company.devices-ended": v.strictObject({}),
  /** For whoever could confirm it. */
  "proposal.waiting": ofProposal,
  /** For its author. */
  "proposal.decided": v.strictObject({ proposal: proposalIdSchema, outcome: proposalOutcomeSchema }),
} as const;

/** The name of a kind of notice. */
export type NoticeKind = keyof typeof noticeKinds;
/** What a notice of this kind says. */
export type NoticeData<K extends NoticeKind> = v.InferOutput<(typeof noticeKinds)[K]>;
/** A notice of any one kind: its kind tells the type of its data. */
export type NoticeContent = { [K in NoticeKind]: { kind: K; data: NoticeData<K> } }[NoticeKind];

const kindSchema = v.pipe(v.string(), v.maxLength(64), v.regex(/^[a-z]+(?:[.-][a-z]+)*$/));

/** What an app that does not know the kind yet can read of a notice: it was, and when. */
const anyDataSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));

/** Schema of a notice in a list. `about` is whom it is about, when that is somebody else than its reader. */
export const noticeSchema = v.strictObject({
  notice: noticeIdSchema,
  kind: kindSchema,
  at: timeSchema,
  read: v.boolean(),
  about: v.nullable(v.strictObject({ id: userIdSchema, name: nameSchema })),
  data: anyDataSchema,
});

/** How many notices a list has at most. */
export const noticesAtOnce = 50;

/** Schema of how many notices were not read yet; more than can be told are told as the most. */
export const unreadSchema = wholeNumber(0, 1000);

/** A notice as the server lists it. */
export type Notice = v.InferOutput<typeof noticeSchema>;

/** The content of a notice of a known kind; undefined for a kind, or a form of it, that this version does not know. */
export function readNotice({ kind, data }: Pick<Notice, "kind" | "data">): NoticeContent | undefined {
  if (!Object.hasOwn(noticeKinds, kind)) return undefined;
  const known = kind as NoticeKind;
  const parsed = v.safeParse(noticeKinds[known], data);
  // The kind chose the schema, so kind and data belong together, which the type system can't follow.
  return parsed.success ? ({ kind: known, data: parsed.output } as NoticeContent) : undefined;
}
