/**
 * The tables, as Kysely sees them. The migrations make them; this file types them.
 * Columns named `sealed_…` hold AES-256-GCM ciphertexts under the pepper, bound to table, column and row.
 * Every instant is written by the caller's clock, never by the database's own.
 */
import type {
  ActivationId,
  AppFunction,
  ChallengeId,
  ClientId,
  CompanyId,
  ComputerId,
  Content,
  DeviceId,
  EnrolmentId,
  Factor,
  HandshakeId,
  ImportId,
  InteractionId,
  NoticeContent,
  NoticeId,
  ProposalId,
  Purpose,
  RefusalReason,
  RequestId,
  RequestKind,
  RsaPublicJwk,
  SignInEnd,
  UnknownComputerReason,
  UserId,
} from "@mtoken/protocol";
import type {
  CompanyPolicy,
  OrganizationKind,
  PolicyLimits,
  ProposalKind,
  ProposalStatus,
  Proposed,
  Role,
} from "@mtoken/protocol/people";
import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";

/** JSON that is written as text and read as a value. */
type Json<T extends object> = JSONColumnType<T>;
/** A bigint column with a default: read as number on both engines (wire-values.ts). */
type Counter = ColumnType<number, number | undefined, number>;

interface Argon2Parameters {
  m: number;
  t: number;
  p: number;
}

interface CompaniesTable {
  id: CompanyId;
  /** One alone is the operator. */
  kind: Generated<OrganizationKind>;
  name: string;
  /** Its own; what holds is the stricter of it and the limits (policy/store.ts). */
  policy: Json<CompanyPolicy>;
  created_at: Date;
  /** Since when nobody of it signs in or signs; null while they do. */
  stopped_at: Generated<Date | null>;
  /** What lists sort by and look in (people/search-words.ts). */
  sort_name: Generated<string>;
  search_words: Generated<string[]>;
}

/** The operator's, to the policies of all companies: one row. */
interface PolicyLimitsTable {
  id: number;
  limits: Json<PolicyLimits>;
}

/** What one person asked for, and another may confirm. */
interface ProposalsTable {
  id: ProposalId;
  company_id: CompanyId;
  kind: ProposalKind;
  /** Whom it is about; null where that is nobody who is there. */
  subject_id: UserId | null;
  /** Where it changes something, also from what: that has to stand still when it is confirmed. */
  content: Json<Proposed>;
  note: string | null;
  proposed_by: UserId;
  /** Where: at the console, or through which portal. */
  via: Generated<string>;
  /** The phone that they were signed in by: it ends with that one. */
  proposed_with: Generated<DeviceId | null>;
  created_at: Date;
  expires_at: Date;
  status: Generated<ProposalStatus>;
  /** Nobody, where its time or its ground ended. */
  decided_by: Generated<UserId | null>;
  decided_at: Generated<Date | null>;
  decision_note: Generated<string | null>;
}

/** What is done to all of a company, a part at a time. */
interface CompanyWorkTable {
  id: string;
  company_id: CompanyId;
  kind: "end-devices" | "stop" | "tell-policy" | "tell-limits";
  /** Who, by which way, and why. */
  facts: Json<{
    by: string;
    via?: string;
    reason: string;
    note?: string;
    byOperator?: boolean;
    /** Of changed limits: the policies that hold otherwise by them, whose companies' users are told. */
    policies?: CompanyPolicy[];
  }>;
  /** The last user who was seen to. */
  reached: Generated<string>;
  /** How many devices have ended by it, or requests. */
  done: Generated<number>;
  begun_at: Date;
  finished_at: Generated<Date | null>;
  /** How often a part of it has failed in a row, and not before when it is tried again. */
  failures: Generated<number>;
  next_at: Generated<Date | null>;
}

interface UsersTable {
  id: UserId;
  company_id: CompanyId;
  name: string;
  /** What kind of organization the company is: it has roles of its own. */
  organization: Generated<OrganizationKind>;
  role: Role;
  /** Where mail reaches them; null where none is known. */
  mail_address: Generated<string | null>;
  /** Who named it last, by which way, and when; null where the command line did, or it is the first one. */
  mail_changed_by: Generated<UserId | null>;
  mail_changed_via: Generated<string | null>;
  mail_changed_at: Generated<Date | null>;
  /** The language of their mails, as a tag of BCP 47; null for the server's own. */
  language: Generated<string | null>;
  features: Json<string[]>;
  created_at: Date;
  /** "This wasn't me": null while the user's requests may go on. */
  frozen_at: Generated<Date | null>;
  /** How many open requests were stopped by it. */
  frozen_stopped: Generated<number>;
  /** Null while they are of the company. */
  removed_at: Generated<Date | null>;
  /** What lists sort by and look in (people/search-words.ts). */
  sort_name: Generated<string>;
  search_words: Generated<string[]>;
}

export interface ActivationsTable {
  id: ActivationId;
  user_id: UserId;
  company_id: CompanyId;
  /** The signed offer, exactly as sent. */
  offer: string;
  wrong_codes: Generated<number>;
  status: "open" | "complete" | "revoked" | "expired";
  /** The pending device that passed both proofs. */
  device_id: DeviceId | null;
  /** Who invited, by which way, and with which phone of their own; null at the command line. */
  invited_by: Generated<UserId | null>;
  invited_via: Generated<string | null>;
  invited_with: Generated<DeviceId | null>;
  /** Who had named the mail address, where no phone of the user's has been activated since. */
  addressed_by: Generated<UserId | null>;
  addressed_via: Generated<string | null>;
  /** Whether the operator's service brings the code, and since when it has it. */
  code_by_service: Generated<boolean>;
  code_taken_at: Generated<Date | null>;
  /** Whether the link goes by mail, and since when a mail server has it; of some nobody wrote that down. */
  link_by_mail: Generated<boolean | null>;
  link_taken_at: Generated<Date | null>;
  /** Of its user's. */
  newest: Generated<boolean>;
  created_at: Date;
  expires_at: Date;
}

/** What an open activation is opened with; the row goes in the statement that ends it. Backups leave the table out. */
interface ActivationSecretsTable {
  activation_id: ActivationId;
  /** So that the database itself holds the two rows together. */
  status: ColumnType<"open", never, never>;
  sealed_link_secret: Buffer;
  sealed_code: Buffer;
  sealed_activation_key: Buffer;
}

export type DeviceStatus = "pending" | "awaiting-approval" | "active" | "blocked" | "deactivated";

export interface DevicesTable {
  id: DeviceId;
  user_id: UserId;
  company_id: CompanyId;
  activation_id: ActivationId;
  status: DeviceStatus;
  suite: "mtoken-1";
  device_key: Json<RsaPublicJwk>;
  signing_key: Json<RsaPublicJwk> | null;
  certificate: string | null;
  salt: Buffer;
  argon2: Json<Argon2Parameters>;
  sealed_verifier: Buffer | null;
  sealed_share: Buffer | null;
  /** Charged before looking; as many as are allowed means blocked, whatever `status` says. */
  tries: Generated<number>;
  /** Five, or fewer when that many wrong mPINs would reach the cap on their sum. */
  tries_allowed: Generated<number>;
  /** All wrong mPINs ever, and those that are being looked at. */
  tries_wrong: Generated<number>;
  /** As many of them, the oldest, as a session's phone is known to have read of. */
  tries_told: Generated<number>;
  /** When a right mPIN found wrong ones before it: one entry for each, for as long as they count. */
  wrong_proofs: ColumnType<Date[], never, never>;
  /**
   * What the user's `frozen_at` says, for whoever holds the device's row already. Whoever writes one of the two holds the rows
   * of all of the user's devices (freeze/).
   */
  frozen: Generated<boolean>;
  /** The highest counter of message 1 that was taken. */
  counter: Counter;
  /** The app of that message 1, `{name}/{version}`. */
  app: Generated<string | null>;
  created_at: Date;
  activated_at: Date | null;
  /** When it was unlocked last. */
  used_at: Generated<Date | null>;
  ended_at: Date | null;
  end_reason: string | null;
  /** Of the certificate, as the phone shows it; null as long as that. */
  fingerprint: Generated<string | null>;
  /** Who let it in, where somebody did. */
  approved_by: Generated<UserId | null>;
  approved_via: Generated<string | null>;
  /** That it is left to the operator to let in was told to its officers. */
  operator_told: Generated<boolean>;
}

/** Versions that no handshake is opened for (M13). */
interface WithdrawnAppsTable {
  app: string;
  reason: string;
  withdrawn_at: Date;
}

/** One live handshake per device: message 1 and 2 are done, message 3 is awaited. */
export interface HandshakesTable {
  id: HandshakeId;
  device_id: DeviceId;
  /** The version that message 1 names. */
  app: string;
  factor: Factor;
  purpose: Purpose;
  binding: string | null;
  client_public: Buffer;
  server_public: Buffer;
  sealed_server_secret: Buffer;
  /** Hashes, as all later messages name them. */
  message_1: string;
  message_2: string;
  expires_at: Date;
  /** Up to which of the device's wrong mPINs message 2 tells; 0 where it tells of none. */
  told: number;
}

/** What a proven handshake opened: a session, or a channel for one call. */
export interface SessionsTable {
  id: HandshakeId;
  device_id: DeviceId;
  /** The version that opened it: it ends with this one, whatever the device has knocked with since. */
  app: string;
  factor: Factor;
  purpose: Purpose;
  binding: string | null;
  message_1: string;
  sealed_keys: Buffer;
  seq: Generated<number>;
  used_at: Date;
  expires_at: Date | null;
  created_at: Date;
  /** Up to which of the device's wrong mPINs its phone was told as it was opened; 0 for none, and once its first call has shown that they were read. */
  told: number;
  /** For a passkey that its phone is about to make; null before that and after. */
  passkey_challenge: Generated<Buffer | null>;
}

/** A device's passkey: the second factor beside the mPIN, with a verifier and tries of its own. */
export interface BiometricFactorsTable {
  device_id: DeviceId;
  salt: Buffer;
  sealed_verifier: Buffer;
  credential_id: string;
  /** COSE, as the authenticator gave it. */
  public_key: Buffer;
  /** The authenticator's own; always 0 where it has none. */
  sign_count: Counter;
  /** Charged before looking; with five it is as good as gone. */
  tries: Generated<number>;
  enrolled_at: Date;
}

export interface ComputersTable {
  id: ComputerId;
  computer_key: Json<RsaPublicJwk>;
  description: string;
  created_at: Date;
  used_at: Date;
  /** What its browser's cookie holds, as a hash; null before it was given one that it came back with. */
  cookie: Generated<Buffer | null>;
  /** What it was given last, and has not come back with yet. */
  next_cookie: Generated<Buffer | null>;
  next_cookie_at: Generated<Date | null>;
}

/** How a computer stands to a user. */
export type ComputerStatus = "known" | "waiting" | "refused";

export interface UserComputersTable {
  user_id: UserId;
  computer_id: ComputerId;
  company_id: CompanyId;
  status: ComputerStatus;
  since: Date;
  /** The last sign-in on it, of one that is known. */
  used_at: Generated<Date | null>;
  /** From then on it is a stranger again. */
  expires_at: Date;
  /** The server's statement and the user's signed yes, where a phone has enrolled it. */
  enrolment: Generated<string | null>;
  approval: Generated<string | null>;
}

/** Asked for on a computer after a sign-in; its user's phone has to confirm. */
interface EnrolmentsTable {
  id: EnrolmentId;
  user_id: UserId;
  company_id: CompanyId;
  /** The one that confirmed the sign-in. */
  device_id: DeviceId;
  computer_id: ComputerId;
  /** `mtoken-enrolment+jws`. */
  statement: string;
  created_at: Date;
  expires_at: Date;
}

interface ClientsTable {
  id: ClientId;
  /** The console is the server's own; it alone is for the operator's people too. */
  kind: Generated<"portal" | "console">;
  name: string;
  origin: string;
  redirect_uris: Json<string[]>;
  jwks: Json<{ keys: object[] }>;
  /** The companies whose users it may ask; null: those of all companies. */
  companies: Json<CompanyId[]> | null;
  created_at: Date;
  /** When its registration ended; null while it is good. */
  ended_at: Generated<Date | null>;
  /** Whether it may act in the people API for users who have signed in at it. */
  manages_people: Generated<boolean>;
}

/** The last sign-in of each user at each portal that may act for users. */
interface ClientSignInsTable {
  client_id: ClientId;
  user_id: UserId;
  company_id: CompanyId;
  device_id: DeviceId;
  /** The one that it was on: it ends with the trust in it. */
  computer_id: ComputerId | null;
  at: Date;
}

/** What a relying party began and a browser carries on: OAuth's pushed authorization request, in small. */
export interface InteractionsTable {
  id: InteractionId;
  client_id: ClientId;
  kind: RequestKind;
  redirect_uri: string | null;
  state: string | null;
  code_challenge: string | null;
  /** For a signature: the one request of this interaction. For a sign-in: the newest. */
  request_id: RequestId | null;
  status: "open" | "done" | "cancelled";
  /** Which browser it belongs to: for a sign-in the first that began it, for a signature the last. */
  browser_hash: Buffer | null;
  /** How often it was begun. */
  begins: Generated<number>;
  /** SHA-512 of the one-time code that the browser takes back to the relying party. */
  code_hash: Buffer | null;
  code_expires_at: Date | null;
  created_at: Date;
  expires_at: Date;
}

interface ChallengesTable {
  id: ChallengeId;
  interaction_id: InteractionId;
  browser_hash: Buffer | null;
  expires_at: Date;
}

export type RequestStatus =
  | "waiting"
  | "claimed"
  | "approved"
  | "refused"
  | "expired"
  | "withdrawn"
  | "redeemed";

export interface RequestsTable {
  id: RequestId;
  kind: RequestKind;
  client_id: ClientId;
  interaction_id: InteractionId | null;
  /** Null until claimed, for a sign-in; set from the start, for a signature. */
  user_id: UserId | null;
  company_id: CompanyId | null;
  device_id: DeviceId | null;
  computer_id: ComputerId | null;
  browser_hash: Buffer | null;
  status: RequestStatus;
  content: Json<Content> | null;
  sealed_qr_key: Buffer | null;
  /** When the page began to show this QR key: frames count from here. A signature outlives several such pages. */
  qr_from: Date | null;
  /** HMAC of the typed code under the pepper, so that it can be looked up and not read. */
  typed_code_hash: Buffer | null;
  digits: string | null;
  /** Opened by a link on the device that also browses: redeeming it takes the return code. */
  same_device: Generated<boolean>;
  return_code_hash: Buffer | null;
  nonce: string;
  envelope: string | null;
  approval: string | null;
  receipt: string | null;
  reason: RefusalReason | "wrong-digits" | "frozen" | "no-device" | UnknownComputerReason | null;
  factor: Factor | null;
  /** The audit entry that records the decision. */
  audit_id: string | null;
  created_at: Date;
  decided_at: Date | null;
  redeemed_at: Date | null;
  /** What a sign-in opened has ended since, and by what. */
  ended_at: Date | null;
  end_reason: SignInEnd | null;
  expires_at: Date;
}

/** Who is signed in to the console. */
interface ConsoleSessionsTable {
  /** SHA-512 of what the browser's cookie holds. */
  hash: Buffer;
  user_id: UserId;
  company_id: CompanyId;
  /** The one that signed them in: the session ends with it. */
  device_id: DeviceId;
  /** The one that it was on: the session ends with the trust in it. */
  computer_id: ComputerId | null;
  created_at: Date;
  used_at: Date;
  expires_at: Date;
}

interface AccessTokensTable {
  hash: Buffer;
  client_id: ClientId;
  expires_at: Date;
}

/** `jti` values of client assertions already used (RFC 7523 §3). */
interface AssertionsTable {
  jti_hash: Buffer;
  expires_at: Date;
}

interface ImportsTable {
  id: ImportId;
  company_id: CompanyId;
  /** Who began it, and by which way; nobody's row at the command line. */
  user_id: UserId | null;
  via: string;
  /** With which phone of their own; what it invites ends with it. */
  begun_with: Generated<DeviceId | null>;
  digest: Buffer;
  /** Of the company's request, where the bank imports. */
  reference: Generated<string | null>;
  status: Generated<"running" | "done" | "stopped">;
  total: number;
  created_at: Date;
  ended_at: Generated<Date | null>;
}

interface ImportLinesTable {
  import_id: ImportId;
  line: number;
  name: string;
  mail: string | null;
  language: string | null;
  functions: Json<AppFunction[]>;
  /** Who is the same (import/read-users.ts). */
  identity: string;
  /** What is done of it. */
  user_id: Generated<UserId | null>;
  activation_id: Generated<ActivationId | null>;
  handed_at: Generated<Date | null>;
  attempts: Generated<number>;
  claimed_until: Generated<Date | null>;
}

interface AuditEntriesTable {
  /** Random; what the recording transaction knows. */
  id: string;
  at: Date;
  company_id: CompanyId | null;
  kind: string;
  /** The exact text that is hashed into the log. */
  entry: string;
  /** Null until the sequencer has placed it. */
  position: number | null;
  /** Whom it is about, and who did it: what the entry says, for indexes. */
  user_id: ColumnType<UserId | null, never, never>;
  actor_id: ColumnType<string | null, never, never>;
}

/**
 * Complete subtrees of the Merkle log (RFC 9162 §2.1) from level 1 up, so that a proof reads O(log n) rows.
 * Level 0 is the entries themselves.
 */
interface AuditNodesTable {
  level: number;
  position: number;
  hash: Buffer;
}

interface AuditCheckpointsTable {
  size: number;
  token: string;
  at: Date;
}

/** The server's own key pairs; the private halves sealed. */
export interface IdentityKeysTable {
  kid: string;
  public_key: Json<RsaPublicJwk>;
  sealed_private_key: Buffer;
  valid_from: Date;
  valid_until: Date;
  revoked_at: Date | null;
  /** An older key's word for this one; null for the first, and where no older one was good. */
  endorsement: string | null;
}

/** What a user is told; one row for each reader, who reads it for himself. */
interface NoticesTable {
  /** The same for all readers of one event. */
  id: NoticeId;
  user_id: UserId;
  company_id: CompanyId;
  kind: NoticeContent["kind"];
  /** Whom it is about, when that is not its reader. */
  about_id: UserId | null;
  /** Theirs: the reader's own, but for alarms that the operator's desk reads. */
  about_company_id: CompanyId | null;
  data: Json<NoticeContent["data"]>;
  at: Date;
  read_at: Date | null;
  expires_at: Date;
}

/** Where a device takes push messages (RFC 8030); at most one for each. */
export interface PushSubscriptionsTable {
  id: string;
  device_id: DeviceId;
  /** The key that it was made for, and that signs what is sent to it. */
  key_id: string;
  /** Endpoint and keys, as the device told them: whoever has them can send to the phone. */
  sealed_subscription: Buffer;
  created_at: Date;
}

/** The key pairs by which push services know this server (RFC 8292); the private halves sealed. */
interface PushKeysTable {
  kid: string;
  /** A point of P-256, uncompressed, as base64url: what a browser subscribes with. */
  public_key: string;
  sealed_private_key: Buffer;
  created_at: Date;
}

export type DeliveryTopic = "notice" | "request";

/** The outbox: what is still to be sent, written with what it tells of. */
export interface NoticeDeliveriesTable {
  id: string;
  channel: "push" | "mail" | "code";
  /** Of a push message: the phone that it wakes, and with what. */
  subscription_id: string | null;
  topic: DeliveryTopic | null;
  /** Of a mail: where it goes, when that is not where the reader is reached now. */
  address: Generated<string | null>;
  /** Of a mail: its reader, and what it tells of; of a code: whose, and of which invitation. */
  user_id: Generated<UserId | null>;
  notice_id: Generated<NoticeId | null>;
  activation_id: Generated<ActivationId | null>;
  attempts: Generated<number>;
  /** When it is tried next; while a process is sending it, when another one may. */
  due_at: Date;
  /** After this it tells nothing any more. */
  expires_at: Date;
  created_at: Date;
  /** When it was given up. */
  dead_at: Generated<Date | null>;
  /** Why the last attempt failed: a status or a word of ours, never what a push service or a mail server answered. */
  failure: Generated<string | null>;
}

/** One sealed, known value: it opens only under the pepper that this database was begun with. */
interface PepperChecksTable {
  id: number;
  sealed_value: Buffer;
}

export type CompanyWork = Selectable<CompanyWorkTable>;

export interface Tables {
  companies: CompaniesTable;
  policy_limits: PolicyLimitsTable;
  proposals: ProposalsTable;
  company_work: CompanyWorkTable;
  users: UsersTable;
  activations: ActivationsTable;
  activation_secrets: ActivationSecretsTable;
  devices: DevicesTable;
  withdrawn_apps: WithdrawnAppsTable;
  handshakes: HandshakesTable;
  sessions: SessionsTable;
  biometric_factors: BiometricFactorsTable;
  computers: ComputersTable;
  user_computers: UserComputersTable;
  enrolments: EnrolmentsTable;
  clients: ClientsTable;
  client_sign_ins: ClientSignInsTable;
  interactions: InteractionsTable;
  challenges: ChallengesTable;
  requests: RequestsTable;
  console_sessions: ConsoleSessionsTable;
  access_tokens: AccessTokensTable;
  assertions: AssertionsTable;
  imports: ImportsTable;
  import_lines: ImportLinesTable;
  audit_entries: AuditEntriesTable;
  audit_nodes: AuditNodesTable;
  audit_checkpoints: AuditCheckpointsTable;
  identity_keys: IdentityKeysTable;
  notices: NoticesTable;
  push_subscriptions: PushSubscriptionsTable;
  push_keys: PushKeysTable;
  notice_deliveries: NoticeDeliveriesTable;
  pepper_checks: PepperChecksTable;
}
