/** Every call of the people API that the pages make (docs/console-api.md), by its name. */
import type {
  ActivationId,
  ClientId,
  CompanyId,
  ComputerId,
  DeviceId,
  ImportId,
  ProposalId,
  UserId,
} from "@mtoken/protocol";
import {
  type ActivityQuery,
  activityPageSchema,
  type addedComputerSchema,
  type ChangedUser,
  type CompanyListQuery,
  type CompanyPolicy,
  type ComputerListQuery,
  type Confirmation,
  companyPageSchema,
  companyPolicyAnswerSchema,
  companySchema,
  type computerApprovalSchema,
  computerPageSchema,
  type computerReasonSchema,
  createdCompanySchema,
  createdUserSchema,
  type Deactivation,
  type DeliveryListQuery,
  type DeviceListQuery,
  deliveryPageSchema,
  deskSchema,
  devicePageSchema,
  type Entitlement,
  endedDevicesSchema,
  endedPortalSchema,
  failedLinesSchema,
  type GivenReason,
  type ImportFile,
  type ImportListQuery,
  type InvitationListQuery,
  identityKeysSchema,
  importCodesSchema,
  importPageSchema,
  importPreviewSchema,
  importSchema,
  invitationPageSchema,
  limitsAnswerSchema,
  limitsEffectSchema,
  madeProposalSchema,
  meSchema,
  type NewCompany,
  type NewInvitation,
  type NewUser,
  type Noted,
  oneUserSchema,
  overviewSchema,
  type PolicyLimits,
  type PortalListQuery,
  type ProposalListQuery,
  portalPageSchema,
  proposalPageSchema,
  proposalSchema,
  type proposedKeySchema,
  type proposedStaffSchema,
  sentInvitationSchema,
  startedImportSchema,
  type UserListQuery,
  userPageSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import { type Asking, act, read } from "./call.ts";

type ComputerApproval = v.InferOutput<typeof computerApprovalSchema>;
type AddedComputer = v.InferOutput<typeof addedComputerSchema>;
type ProposedStaff = v.InferOutput<typeof proposedStaffSchema>;
type ProposedKey = v.InferOutput<typeof proposedKeySchema>;
type ComputerReason = v.InferOutput<typeof computerReasonSchema>;

const beginningSchema = v.strictObject({ uri: v.string() });

export const api = {
  me: () => read("/v1/me", meSchema),
  /** Needs no session, and so uses none. */
  desk: () => read("/v1/desk", deskSchema, {}, { polls: true }),
  /** Where the browser goes to sign in. */
  beginSession: () => act("/v1/session", {}, beginningSchema),
  endSession: () => act("/v1/session/end"),

  companies: (query: CompanyListQuery) => read("/v1/companies", companyPageSchema, { ...query }),
  company: (company: CompanyId) => read(`/v1/companies/${company}`, companySchema),
  addCompany: (company: NewCompany) => act("/v1/companies", company, createdCompanySchema),
  renameCompany: (id: CompanyId, body: NewCompany) => act(`/v1/companies/${id}/rename`, body),
  stopCompany: (company: CompanyId, given: GivenReason) => act(`/v1/companies/${company}/stop`, given),
  resumeCompany: (company: CompanyId, given: Noted) =>
    act(`/v1/companies/${company}/resume`, given, madeProposalSchema),
  endDevicesOfCompany: (company: CompanyId, given: GivenReason) =>
    act(`/v1/companies/${company}/devices/deactivate`, given, endedDevicesSchema),

  users: (query: UserListQuery) => read("/v1/users", userPageSchema, { ...query }),
  user: (user: UserId) => read(`/v1/users/${user}`, oneUserSchema),
  addUser: (user: NewUser) => act("/v1/users", user, createdUserSchema),
  changeUser: (user: UserId, changes: ChangedUser) => act(`/v1/users/${user}/change`, changes),
  removeUser: (user: UserId, given: GivenReason) => act(`/v1/users/${user}/remove`, given),
  freezeUser: (user: UserId, given: GivenReason) => act(`/v1/users/${user}/freeze`, given),
  unfreezeUser: (user: UserId, given: GivenReason) => act(`/v1/users/${user}/unfreeze`, given),
  endDevicesOfUser: (user: UserId, given: GivenReason) =>
    act(`/v1/users/${user}/devices/deactivate`, given, endedDevicesSchema),

  makeAdministrator: (user: UserId, given: Noted) =>
    act(`/v1/users/${user}/make-administrator`, given, madeProposalSchema),
  endAdministrator: (user: UserId, given: GivenReason) => act(`/v1/users/${user}/end-administrator`, given),
  entitleUser: (user: UserId, entitlement: Entitlement) => act(`/v1/users/${user}/entitle`, entitlement),

  policy: (company: CompanyId) => read(`/v1/companies/${company}/policy`, companyPolicyAnswerSchema),
  proposePolicy: (company: CompanyId, proposed: Noted & { policy: CompanyPolicy }) =>
    act(`/v1/companies/${company}/policy`, proposed, madeProposalSchema),

  limits: () => read("/v1/limits", limitsAnswerSchema),
  previewLimits: (limits: PolicyLimits) => act("/v1/limits/preview", { limits }, limitsEffectSchema),
  proposeLimits: (proposed: Noted & { limits: PolicyLimits }) =>
    act("/v1/limits", proposed, madeProposalSchema),
  proposeStaff: (proposed: ProposedStaff) => act("/v1/staff", proposed, madeProposalSchema),
  identityKeys: () => read("/v1/identity-keys", identityKeysSchema),
  proposeKey: (proposed: ProposedKey) => act("/v1/identity-keys", proposed, madeProposalSchema),

  revokeKey: (key: string, given: GivenReason) => act(`/v1/identity-keys/${key}/revoke`, given),

  portals: (query: PortalListQuery) => read("/v1/portals", portalPageSchema, { ...query }),
  endPortal: (portal: ClientId, given: GivenReason) =>
    act(`/v1/portals/${portal}/end`, given, endedPortalSchema),

  proposals: (query: ProposalListQuery) => read("/v1/proposals", proposalPageSchema, { ...query }),
  proposal: (proposal: ProposalId) => read(`/v1/proposals/${proposal}`, proposalSchema),
  confirmProposal: (proposal: ProposalId, given: Confirmation) =>
    act(`/v1/proposals/${proposal}/confirm`, given),
  decideProposal: (proposal: ProposalId, decision: "reject" | "withdraw", given: Noted) =>
    act(`/v1/proposals/${proposal}/${decision}`, given),

  allInvitations: (query: InvitationListQuery) => read("/v1/invitations", invitationPageSchema, { ...query }),
  invitations: (user: UserId) => read(`/v1/users/${user}/invitations`, invitationPageSchema, { limit: "20" }),
  invite: (user: UserId, how: NewInvitation) =>
    act(`/v1/users/${user}/invitations`, how, sentInvitationSchema),
  revokeInvitation: (activation: ActivationId, given: GivenReason) =>
    act(`/v1/invitations/${activation}/revoke`, given),

  devices: (query: DeviceListQuery) => read("/v1/devices", devicePageSchema, { ...query }),
  approveDevice: (device: DeviceId, fingerprint: string) =>
    act(`/v1/devices/${device}/approve`, { fingerprint }),
  endDevice: (device: DeviceId, given: Deactivation) => act(`/v1/devices/${device}/deactivate`, given),

  computers: (query: ComputerListQuery) => read("/v1/computers", computerPageSchema, { ...query }),
  approveComputer: (computer: ComputerId, approval: ComputerApproval) =>
    act(`/v1/computers/${computer}/approve`, approval),
  addComputer: (user: UserId, added: AddedComputer) => act(`/v1/users/${user}/computers`, added),
  decideComputer: (decision: "refuse" | "revoke" | "allow", computer: ComputerId, given: ComputerReason) =>
    act(`/v1/computers/${computer}/${decision}`, given),

  deliveries: (query: DeliveryListQuery) => read("/v1/deliveries", deliveryPageSchema, { ...query }),
  retryDelivery: (delivery: string) => act(`/v1/deliveries/${delivery}/retry`, {}),

  previewImport: (file: ImportFile) => act("/v1/invitations/preview", file, importPreviewSchema),
  startImport: (file: ImportFile) => act("/v1/invitations/import", file, startedImportSchema),
  imports: (query: ImportListQuery) => read("/v1/imports", importPageSchema, { ...query }),
  failedLines: (id: ImportId) => read(`/v1/imports/${id}/failed`, failedLinesSchema),
  import: (id: ImportId, asking: Asking) => read(`/v1/imports/${id}`, importSchema, {}, asking),
  takeCodes: (id: ImportId) => act(`/v1/imports/${id}/codes`, {}, importCodesSchema),

  overview: (asking: Asking) => read("/v1/overview", overviewSchema, {}, asking),
  activity: (query: ActivityQuery) => read("/v1/activity", activityPageSchema, { ...query }),
} as const;
