/** Every call of the people API that the pages make (docs/console-api.md), by its name. */
import type { ActivationId, CompanyId, DeviceId, UserId } from "@mtoken/protocol";
import {
  type ChangedUser,
  type CompanyListQuery,
  companyPageSchema,
  companySchema,
  createdUserSchema,
  type Deactivation,
  type DeviceListQuery,
  devicePageSchema,
  endedDevicesSchema,
  type GivenReason,
  invitationPageSchema,
  meSchema,
  type NewUser,
  sentInvitationSchema,
  type UserListQuery,
  userPageSchema,
  userSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import { act, read } from "./call.ts";

const beginningSchema = v.strictObject({ uri: v.string() });

export const api = {
  me: () => read("/v1/me", meSchema),
  /** Where the browser goes to sign in. */
  beginSession: () => act("/v1/session", {}, beginningSchema),
  endSession: () => act("/v1/session/end"),

  companies: (query: CompanyListQuery) => read("/v1/companies", companyPageSchema, { ...query }),
  company: (company: CompanyId) => read(`/v1/companies/${company}`, companySchema),
  endDevicesOfCompany: (company: CompanyId, given: GivenReason) =>
    act(`/v1/companies/${company}/devices/deactivate`, given, endedDevicesSchema),

  users: (query: UserListQuery) => read("/v1/users", userPageSchema, { ...query }),
  user: (user: UserId) => read(`/v1/users/${user}`, userSchema),
  addUser: (user: NewUser) => act("/v1/users", user, createdUserSchema),
  changeUser: (user: UserId, changes: ChangedUser) => act(`/v1/users/${user}/change`, changes),
  removeUser: (user: UserId, given: GivenReason) => act(`/v1/users/${user}/remove`, given),
  freezeUser: (user: UserId, given: GivenReason) => act(`/v1/users/${user}/freeze`, given),
  unfreezeUser: (user: UserId, given: GivenReason) => act(`/v1/users/${user}/unfreeze`, given),
  endDevicesOfUser: (user: UserId, given: GivenReason) =>
    act(`/v1/users/${user}/devices/deactivate`, given, endedDevicesSchema),

  invitations: (user: UserId) => read(`/v1/users/${user}/invitations`, invitationPageSchema, { limit: "20" }),
  invite: (user: UserId) => act(`/v1/users/${user}/invitations`, {}, sentInvitationSchema),
  revokeInvitation: (activation: ActivationId, given: GivenReason) =>
    act(`/v1/invitations/${activation}/revoke`, given),

  devices: (query: DeviceListQuery) => read("/v1/devices", devicePageSchema, { ...query }),
  approveDevice: (device: DeviceId, fingerprint: string) =>
    act(`/v1/devices/${device}/approve`, { fingerprint }),
  endDevice: (device: DeviceId, given: Deactivation) => act(`/v1/devices/${device}/deactivate`, given),
} as const;
