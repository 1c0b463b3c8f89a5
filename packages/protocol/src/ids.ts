/**
 * Ids (docs/protocol.md §1). Each kind is a type of its own, so that no request is ever looked up as a
 * handshake; prefix, schema and generator of all kinds lie here.
 */
import * as v from "valibot";
import { encodeBase32 } from "./base32.ts";
import { randomBytes } from "./bytes.ts";
import type { RsaPublicJwk } from "./jwk.ts";
import { thumbprint } from "./jwk.ts";

declare const brand: unique symbol;
/** A text that is known to be an id of one kind. */
export type Id<Prefix extends string> = `${Prefix}_${string}` & { readonly [brand]: Prefix };

/** A company. */
export type CompanyId = Id<"cmp">;
/** A user of a company. */
export type UserId = Id<"usr">;
/** An invitation of a user to activate a device. */
export type ActivationId = Id<"act">;
/** A handshake, and the session or channel that it opens. */
export type HandshakeId = Id<"hsk">;
/** A visit to the sign-in page: what a relying party sends a browser to. */
export type InteractionId = Id<"int">;
/** A request that a user approves or refuses. */
export type RequestId = Id<"req">;
/** A relying party (OAuth client). */
export type ClientId = Id<"cli">;
/** A challenge that a computer key signs. */
export type ChallengeId = Id<"chg">;
/** A notice to a user. */
export type NoticeId = Id<"ntc">;
/** What one person proposed and another may confirm. */
export type ProposalId = Id<"prp">;
/** A file of users who are invited. */
export type ImportId = Id<"imp">;
/** A computer that asks to be known to a user. */
export type EnrolmentId = Id<"enr">;
/** A device: `dev_` and the thumbprint of its device key. */
export type DeviceId = Id<"dev">;
/** A computer: `cpt_` and the thumbprint of its computer key. */
export type ComputerId = Id<"cpt">;

/** 128 random bits: nobody guesses one, and none is made twice. */
const randomLength = 16;
const randomPart = "[0-9a-hjkmnp-tv-z]{26}";
const thumbprintPart = "[A-Za-z0-9_-]{43}";

/** A schema of one kind of id; in JSON Schema a string with its pattern. */
export type IdSchema<Prefix extends string> = v.GenericSchema<Id<Prefix>, Id<Prefix>>;

function newId<Prefix extends string>(prefix: Prefix): Id<Prefix> {
  return `${prefix}_${encodeBase32(randomBytes(randomLength)).toLowerCase()}` as Id<Prefix>;
}

function idSchema<Prefix extends string>(prefix: Prefix, part: string): IdSchema<Prefix> {
  const schema: v.GenericSchema<string, string> = v.pipe(
    v.string(),
    v.regex(new RegExp(`^${prefix}_${part}$`), `must be an id that begins with ${prefix}_`),
  );
  return schema as unknown as IdSchema<Prefix>;
}

/** Schema of the id of a company. */
export const companyIdSchema: IdSchema<"cmp"> = idSchema("cmp", randomPart);
/** Schema of the id of a user. */
export const userIdSchema: IdSchema<"usr"> = idSchema("usr", randomPart);
/** Schema of the id of an activation. */
export const activationIdSchema: IdSchema<"act"> = idSchema("act", randomPart);
/** Schema of the id of a handshake or session. */
export const handshakeIdSchema: IdSchema<"hsk"> = idSchema("hsk", randomPart);
/** Schema of the id of an interaction. */
export const interactionIdSchema: IdSchema<"int"> = idSchema("int", randomPart);
/** Schema of the id of a request. */
export const requestIdSchema: IdSchema<"req"> = idSchema("req", randomPart);
/** Schema of the id of a relying party. */
export const clientIdSchema: IdSchema<"cli"> = idSchema("cli", randomPart);
/** Schema of the id of a challenge. */
export const challengeIdSchema: IdSchema<"chg"> = idSchema("chg", randomPart);
/** Schema of the id of a notice. */
export const noticeIdSchema: IdSchema<"ntc"> = idSchema("ntc", randomPart);
/** Schema of the id of a proposal. */
export const proposalIdSchema: IdSchema<"prp"> = idSchema("prp", randomPart);
/** Schema of the id of an import. */
export const importIdSchema: IdSchema<"imp"> = idSchema("imp", randomPart);
/** Schema of the id of an enrolment. */
export const enrolmentIdSchema: IdSchema<"enr"> = idSchema("enr", randomPart);
/** Schema of the id of a device. */
export const deviceIdSchema: IdSchema<"dev"> = idSchema("dev", thumbprintPart);
/** Schema of the id of a computer. */
export const computerIdSchema: IdSchema<"cpt"> = idSchema("cpt", thumbprintPart);

/** A new, random id of a company. */
export function newCompanyId(): CompanyId {
  return newId("cmp");
}

/** A new, random id of a user. */
export function newUserId(): UserId {
  return newId("usr");
}

/** A new, random id of an activation. */
export function newActivationId(): ActivationId {
  return newId("act");
}

/** A new, random id of a handshake or session. */
export function newHandshakeId(): HandshakeId {
  return newId("hsk");
}

/** A new, random id of an interaction. */
export function newInteractionId(): InteractionId {
  return newId("int");
}

/** A new, random id of a request. */
export function newRequestId(): RequestId {
  return newId("req");
}

/** A new, random id of a relying party. */
export function newClientId(): ClientId {
  return newId("cli");
}

/** A new, random id of a challenge. */
export function newChallengeId(): ChallengeId {
  return newId("chg");
}

/** A new, random id of a notice. */
export function newNoticeId(): NoticeId {
  return newId("ntc");
}

/** A new, random id of a proposal. */
export function newProposalId(): ProposalId {
  return newId("prp");
}

/** A new, random id of an import. */
export function newImportId(): ImportId {
  return newId("imp");
}

/** A new, random id of an enrolment. */
export function newEnrolmentId(): EnrolmentId {
  return newId("enr");
}

/** Whether this is the id of a company. */
export function isCompanyId(text: unknown): text is CompanyId {
  return v.is(companyIdSchema, text);
}

/** Whether this is the id of a user. */
export function isUserId(text: unknown): text is UserId {
  return v.is(userIdSchema, text);
}

/** Whether this is the id of an activation. */
export function isActivationId(text: unknown): text is ActivationId {
  return v.is(activationIdSchema, text);
}

/** Whether this is the id of a handshake or session. */
export function isHandshakeId(text: unknown): text is HandshakeId {
  return v.is(handshakeIdSchema, text);
}

/** Whether this is the id of an interaction. */
export function isInteractionId(text: unknown): text is InteractionId {
  return v.is(interactionIdSchema, text);
}

/** Whether this is the id of a request. */
export function isRequestId(text: unknown): text is RequestId {
  return v.is(requestIdSchema, text);
}

/** Whether this is the id of a relying party. */
export function isClientId(text: unknown): text is ClientId {
  return v.is(clientIdSchema, text);
}

/** Whether this is the id of a challenge. */
export function isChallengeId(text: unknown): text is ChallengeId {
  return v.is(challengeIdSchema, text);
}

/** Whether this is the id of a proposal. */
export function isProposalId(text: unknown): text is ProposalId {
  return v.is(proposalIdSchema, text);
}

/** Whether this is the id of a notice. */
export function isNoticeId(text: unknown): text is NoticeId {
  return v.is(noticeIdSchema, text);
}

/** Whether this is the id of an enrolment. */
export function isEnrolmentId(text: unknown): text is EnrolmentId {
  return v.is(enrolmentIdSchema, text);
}

/** Whether this is the id of a device. */
export function isDeviceId(text: unknown): text is DeviceId {
  return v.is(deviceIdSchema, text);
}

/** Whether this is the id of a computer. */
export function isComputerId(text: unknown): text is ComputerId {
  return v.is(computerIdSchema, text);
}

/** The id of the device whose device key this is. */
export async function deviceIdOf(jwk: RsaPublicJwk): Promise<DeviceId> {
  return `dev_${await thumbprint(jwk)}` as DeviceId;
}

/** The id of the computer whose computer key this is. */
export async function computerIdOf(jwk: RsaPublicJwk): Promise<ComputerId> {
  return `cpt_${await thumbprint(jwk)}` as ComputerId;
}

/** The part of an id after its prefix, as links and QR texts carry it. */
export function withoutPrefix(id: Id<string>): string {
  return id.slice(id.indexOf("_") + 1);
}
