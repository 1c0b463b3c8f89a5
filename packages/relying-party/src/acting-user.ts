/** The people API (docs/console-api.md), asked by a portal for a user of its own (M19). */
import type {
  ActivationId,
  CompanyId,
  ComputerId,
  DeviceId,
  ImportId,
  ProposalId,
  UserId,
} from "@mtoken/protocol";
import type {
  ActivityQuery,
  ChangedUser,
  CompanyListQuery,
  CompanyPolicy,
  ComputerListQuery,
  Confirmation,
  Deactivation,
  DeviceListQuery,
  Entitlement,
  GivenReason,
  ImportFile,
  ImportListQuery,
  InvitationListQuery,
  NewInvitation,
  NewUser,
  Noted,
  ProposalListQuery,
  UserListQuery,
} from "@mtoken/protocol/people";
import {
  activityPageSchema,
  companyPageSchema,
  companyPolicyAnswerSchema,
  companySchema,
  computerPageSchema,
  createdUserSchema,
  devicePageSchema,
  endedDevicesSchema,
  failedLinesSchema,
  importCodesSchema,
  importPageSchema,
  importPreviewSchema,
  importSchema,
  invitationPageSchema,
  madeProposalSchema,
  oneUserSchema,
  overviewSchema,
  proposalPageSchema,
  proposalSchema,
  sentInvitationSchema,
  startedImportSchema,
  userPageSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { ApiConnection } from "./api-connection.ts";
import { type ApiPath, apiPath } from "./api-path.ts";

type Query = Readonly<Record<string, string | undefined>>;

/** Whose computer it is, and why. */
type GivenComputerReason = GivenReason & { user: UserId };

/**
 * What a portal asks for one user: {@link RelyingParty.actingFor}. Lists answer a page, `{items, next}`; the next one begins with
 * `cursor: next`. What takes two people answers a proposal, and changes nothing yet; the second person confirms it in the console, or at
 * another portal. Each call may be refused with
 *
 * - `sign_in_required`: the user has not signed in here within twelve hours, or that sign-in is over. Send them through one again;
 * - `not_found`: there is no such thing for this user, or you are not registered to manage people;
 * - `not_allowed`, `rate_limited`: never about oneself; too often in one day.
 *
 * What is no id is never sent: a `TypeError` says so.
 */
export class ActingUser {
  readonly #api: ApiConnection;
  readonly #user: UserId;

  constructor(api: ApiConnection, user: UserId) {
    this.#api = api;
    this.#user = user;
  }

  /** Devices that the user may see: their own; an administrator's, the company's. The newest first. */
  devices(query: DeviceListQuery = {}) {
    return this.#list(apiPath`/v1/devices`, devicePageSchema, query);
  }

  /**
   * Deactivates a device, at once and for good: its sessions end, here too ({@link RelyingParty.endOfSignIn}), and what waits for it.
   *
   * @throws {ProtocolError} `already_decided`: it has ended already.
   */
  deactivateDevice(device: DeviceId, given: Deactivation): Promise<void> {
    return this.#act(apiPath`/v1/devices/${device}/deactivate`, given);
  }

  /** Deactivates all devices of a user; answers how many there were. All of one's own end the sign-in here, too. */
  deactivateDevicesOf(user: UserId, given: GivenReason) {
    return this.#ask(apiPath`/v1/users/${user}/devices/deactivate`, given, endedDevicesSchema);
  }

  /**
   * Lets a device in that waits for an administrator, by the control code that its user has read out.
   *
   * @throws {ProtocolError} `wrong_fingerprint`: it is another phone's.
   */
  approveDevice(device: DeviceId, fingerprint: string): Promise<void> {
    return this.#act(apiPath`/v1/devices/${device}/approve`, { fingerprint });
  }

  /** Computers that the user, or for an administrator the company's users, are known on; those that wait too. */
  computers(query: ComputerListQuery = {}) {
    return this.#list(apiPath`/v1/computers`, computerPageSchema, query);
  }

  /**
   * Lets a user sign in on a computer that waits, by the control code that its own sign-in page shows.
   *
   * @throws {ProtocolError} `wrong_fingerprint`: it is another computer's.
   */
  approveComputer(computer: ComputerId, approval: { user: UserId; fingerprint: string }): Promise<void> {
    return this.#act(apiPath`/v1/computers/${computer}/approve`, approval);
  }

  /**
   * Adds a computer that waits for nobody, by the control code that its page has shown after it was turned away.
   *
   * @throws {ProtocolError} `wrong_fingerprint`: no computer has shown this code within the last days.
   */
  addComputer(user: UserId, fingerprint: string): Promise<void> {
    return this.#act(apiPath`/v1/users/${user}/computers`, { fingerprint });
  }

  /** Refuses a computer that waits to its user, for a day. */
  refuseComputer(computer: ComputerId, given: GivenComputerReason): Promise<void> {
    return this.#act(apiPath`/v1/computers/${computer}/refuse`, given);
  }

  /** Makes a known computer a stranger to its user, or takes back one that waits. */
  revokeComputer(computer: ComputerId, given: GivenComputerReason): Promise<void> {
    return this.#act(apiPath`/v1/computers/${computer}/revoke`, given);
  }

  /** Ends the refusal of a computer to its user. */
  allowComputer(computer: ComputerId, given: GivenComputerReason): Promise<void> {
    return this.#act(apiPath`/v1/computers/${computer}/allow`, given);
  }

  /** Users that an administrator sees; anybody else sees themselves. */
  users(query: UserListQuery = {}) {
    return this.#list(apiPath`/v1/users`, userPageSchema, query);
  }

  /** One user, as they stand. */
  user(user: UserId) {
    return this.#api.call({ ...this.#get(apiPath`/v1/users/${user}`), schema: oneUserSchema });
  }

  /** Adds a plain user to a company, who has no phone until they are invited. */
  addUser(user: NewUser) {
    return this.#ask(apiPath`/v1/users`, user, createdUserSchema);
  }

  /** Changes name, mail address or language; what is left out stays. */
  changeUser(user: UserId, changes: ChangedUser): Promise<void> {
    return this.#act(apiPath`/v1/users/${user}/change`, changes);
  }

  /** Says all that a user has of the app besides mToken itself. */
  entitle(user: UserId, entitlement: Entitlement): Promise<void> {
    return this.#act(apiPath`/v1/users/${user}/entitle`, entitlement);
  }

  /**
   * Removes a user for good, and ends all that they had.
   *
   * @throws {ProtocolError} `last_administrator`: their company would be left without one.
   */
  removeUser(user: UserId, given: GivenReason): Promise<void> {
    return this.#act(apiPath`/v1/users/${user}/remove`, given);
  }

  /** Proposes to make a user an administrator. */
  makeAdministrator(user: UserId, given: Noted = {}) {
    return this.#ask(apiPath`/v1/users/${user}/make-administrator`, given, madeProposalSchema);
  }

  /**
   * Makes an administrator a plain user again, at once.
   *
   * @throws {ProtocolError} `last_administrator`: their company would be left without one.
   */
  endAdministrator(user: UserId, given: GivenReason): Promise<void> {
    return this.#act(apiPath`/v1/users/${user}/end-administrator`, given);
  }

  /** Stops a user's sign-ins and signatures until somebody lets them go on. */
  freeze(user: UserId, given: GivenReason): Promise<void> {
    return this.#act(apiPath`/v1/users/${user}/freeze`, given);
  }

  /** Lets a user go on who was stopped. Never oneself. */
  unfreeze(user: UserId, given: GivenReason): Promise<void> {
    return this.#act(apiPath`/v1/users/${user}/unfreeze`, given);
  }

  /** The newest invitation of each user, and what became of it. */
  allInvitations(query: InvitationListQuery = {}) {
    return this.#list(apiPath`/v1/invitations`, invitationPageSchema, query);
  }

  /** Invitations of a user, the newest first. */
  invitations(user: UserId) {
    return this.#list(apiPath`/v1/users/${user}/invitations`, invitationPageSchema, {});
  }

  /** Invites a user to activate a phone. The code is in this answer alone: hand it over another way than the link. */
  invite(user: UserId, how: NonNullable<NewInvitation> = {}) {
    return this.#ask(apiPath`/v1/users/${user}/invitations`, how, sentInvitationSchema);
  }

  /** Takes an invitation back. */
  revokeInvitation(activation: ActivationId, given: GivenReason): Promise<void> {
    return this.#act(apiPath`/v1/invitations/${activation}/revoke`, given);
  }

  /** Looks through a file of users, and does nothing: names each line that can't be taken. */
  previewImport(file: ImportFile) {
    return this.#ask(apiPath`/v1/invitations/preview`, file, importPreviewSchema);
  }

  /**
   * Begins to add and invite all users of a file.
   *
   * @throws {ProtocolError} `import_refused`: a line can't be taken, and nothing is done. {@link previewImport} names it.
   */
  startImport(file: ImportFile) {
    return this.#ask(apiPath`/v1/invitations/import`, file, startedImportSchema);
  }

  /** Imports of the last thirty days. */
  imports(query: ImportListQuery = {}) {
    return this.#list(apiPath`/v1/imports`, importPageSchema, query);
  }

  /** How far an import is. */
  import(id: ImportId) {
    return this.#api.call({ ...this.#get(apiPath`/v1/imports/${id}`), schema: importSchema });
  }

  /** The lines of an import that nobody was invited by, and why. */
  failedLines(id: ImportId) {
    return this.#api.call({ ...this.#get(apiPath`/v1/imports/${id}/failed`), schema: failedLinesSchema });
  }

  /** Registration codes of an import that wait for who began it, once: an answer that is lost is lost. */
  takeCodes(id: ImportId) {
    return this.#ask(apiPath`/v1/imports/${id}/codes`, {}, importCodesSchema);
  }

  /** Companies that the user sees; an administrator theirs. */
  companies(query: CompanyListQuery = {}) {
    return this.#list(apiPath`/v1/companies`, companyPageSchema, query);
  }

  /** One company, with how many users and devices it has. */
  company(company: CompanyId) {
    return this.#api.call({ ...this.#get(apiPath`/v1/companies/${company}`), schema: companySchema });
  }

  /** Stops a company at once, the caller with it: only officers of the operator let it go on. */
  stopCompany(company: CompanyId, given: GivenReason): Promise<void> {
    return this.#act(apiPath`/v1/companies/${company}/stop`, given);
  }

  /** Deactivates all devices of a company, the caller's too; answers how many there were. */
  deactivateDevicesOfCompany(company: CompanyId, given: GivenReason) {
    return this.#ask(apiPath`/v1/companies/${company}/devices/deactivate`, given, endedDevicesSchema);
  }

  /** A company's own policy, the operator's limits, and what holds: the stricter of both (`effective`). */
  policy(company: CompanyId) {
    return this.#api.call({
      ...this.#get(apiPath`/v1/companies/${company}/policy`),
      schema: companyPolicyAnswerSchema,
    });
  }

  /**
   * Proposes another policy, all of it.
   *
   * @throws {ProtocolError} `policy_refused`: a field is beyond the operator's limits; it stands in `details.path`.
   */
  proposePolicy(company: CompanyId, proposed: Noted & { policy: CompanyPolicy }) {
    return this.#ask(apiPath`/v1/companies/${company}/policy`, proposed, madeProposalSchema);
  }

  /** What waits for a second person, or did. */
  proposals(query: ProposalListQuery = {}) {
    return this.#list(apiPath`/v1/proposals`, proposalPageSchema, query);
  }

  /** One proposal: what would come of it, and what the user may do about it (`may`). */
  proposal(proposal: ProposalId) {
    return this.#api.call({ ...this.#get(apiPath`/v1/proposals/${proposal}`), schema: proposalSchema });
  }

  /**
   * Confirms what another person has proposed, elsewhere than at this portal: it holds at once.
   *
   * @throws {ProtocolError} `proposal_void`: what it was made against has changed since; `comparison_required`: say that the control
   *   codes of its `phones` were compared; `already_decided`: somebody else was first.
   */
  confirmProposal(proposal: ProposalId, given: Confirmation = {}): Promise<void> {
    return this.#act(apiPath`/v1/proposals/${proposal}/confirm`, given);
  }

  /** Rejects what another person has proposed. */
  rejectProposal(proposal: ProposalId, given: Noted = {}): Promise<void> {
    return this.#act(apiPath`/v1/proposals/${proposal}/reject`, given);
  }

  /** Takes back what this user has proposed. */
  withdrawProposal(proposal: ProposalId, given: Noted = {}): Promise<void> {
    return this.#act(apiPath`/v1/proposals/${proposal}/withdraw`, given);
  }

  /** The figures for a first page: what waits, what is odd, and the last thirty days. */
  overview() {
    return this.#api.call({ ...this.#get(apiPath`/v1/overview`), schema: overviewSchema });
  }

  /** What happened, the newest first. */
  activity(query: ActivityQuery = {}) {
    return this.#list(apiPath`/v1/activity`, activityPageSchema, query);
  }

  #get(path: ApiPath) {
    return { method: "GET", path, actingUser: this.#user } as const;
  }

  #list<T>(path: ApiPath, schema: v.GenericSchema<unknown, T>, query: Query): Promise<T> {
    return this.#api.call({ ...this.#get(withQuery(path, query)), schema });
  }

  #ask<T>(path: ApiPath, body: object, schema: v.GenericSchema<unknown, T>): Promise<T> {
    return this.#api.call({ method: "POST", path, body, schema, actingUser: this.#user });
  }

  #act(path: ApiPath, body: object): Promise<void> {
    return this.#ask(path, body, v.void());
  }
}

function withQuery(path: ApiPath, query: Query): ApiPath {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  return parameters.size === 0 ? path : (`${path}?${parameters}` as ApiPath);
}
