/** The people API (docs/console-api.md), asked by a portal for a user of its own (M19). */
import type { ActivationId, ComputerId, DeviceId, UserId } from "@mtoken/protocol";
import type {
  ActivityQuery,
  ComputerListQuery,
  Deactivation,
  DeviceListQuery,
  GivenReason,
  NewInvitation,
  UserListQuery,
} from "@mtoken/protocol/people";
import {
  activityPageSchema,
  computerPageSchema,
  devicePageSchema,
  endedDevicesSchema,
  invitationPageSchema,
  oneUserSchema,
  sentInvitationSchema,
  userPageSchema,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import type { ApiConnection } from "./api-connection.ts";

type Query = Readonly<Record<string, string | undefined>>;

/**
 * What a portal asks for one user: {@link RelyingParty.actingFor}. Lists answer a page, `{items, next}`; the next one begins with
 * `cursor: next`. Each call may be refused with
 *
 * - `sign_in_required`: the user has not signed in here within twelve hours, or that sign-in is over. Send them through one again;
 * - `not_found`: there is no such thing for this user, or you are not registered to manage people;
 * - `not_allowed`, `rate_limited`: never about oneself; too often in one day.
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
    return this.#list("/v1/devices", devicePageSchema, query);
  }

  /**
   * Deactivates a device, at once and for good: its sessions end, here too ({@link RelyingParty.endOfSignIn}), and what waits for it.
   *
   * @throws {ProtocolError} `already_decided`: it has ended already.
   */
  deactivateDevice(device: DeviceId, given: Deactivation): Promise<void> {
    return this.#act(`/v1/devices/${device}/deactivate`, given);
  }

  /** Deactivates all devices of a user; answers how many there were. */
  deactivateDevicesOf(user: UserId, given: GivenReason) {
    return this.#ask(`/v1/users/${user}/devices/deactivate`, given, endedDevicesSchema);
  }

  /**
   * Lets a device in that waits for an administrator, by the control code that its user has read out.
   *
   * @throws {ProtocolError} `wrong_fingerprint`: it is another phone's.
   */
  approveDevice(device: DeviceId, fingerprint: string): Promise<void> {
    return this.#act(`/v1/devices/${device}/approve`, { fingerprint });
  }

  /** Computers that the user, or for an administrator the company's users, are known on; those that wait too. */
  computers(query: ComputerListQuery = {}) {
    return this.#list("/v1/computers", computerPageSchema, query);
  }

  /** Makes a known computer a stranger to its user, or takes back one that waits. */
  revokeComputer(computer: ComputerId, given: GivenReason & { user: UserId }): Promise<void> {
    return this.#act(`/v1/computers/${computer}/revoke`, given);
  }

  /** Users that an administrator sees; anybody else sees themselves. */
  users(query: UserListQuery = {}) {
    return this.#list("/v1/users", userPageSchema, query);
  }

  /** One user, as they stand. */
  user(user: UserId) {
    return this.#api.call({ ...this.#get(`/v1/users/${user}`), schema: oneUserSchema });
  }

  /** Stops a user's sign-ins and signatures until somebody lets them go on. */
  freeze(user: UserId, given: GivenReason): Promise<void> {
    return this.#act(`/v1/users/${user}/freeze`, given);
  }

  /** Lets a user go on who was stopped. Never oneself. */
  unfreeze(user: UserId, given: GivenReason): Promise<void> {
    return this.#act(`/v1/users/${user}/unfreeze`, given);
  }

  /** Invitations of a user, the newest first. */
  invitations(user: UserId) {
    return this.#list(`/v1/users/${user}/invitations`, invitationPageSchema, {});
  }

  /** Invites a user to activate a phone. The code is in this answer alone: hand it over another way than the link. */
  invite(user: UserId, how: NonNullable<NewInvitation> = {}) {
    return this.#ask(`/v1/users/${user}/invitations`, how, sentInvitationSchema);
  }

  /** Takes an invitation back. */
  revokeInvitation(activation: ActivationId, given: GivenReason): Promise<void> {
    return this.#act(`/v1/invitations/${activation}/revoke`, given);
  }

  /** What happened, the newest first. */
  activity(query: ActivityQuery = {}) {
    return this.#list("/v1/activity", activityPageSchema, query);
  }

  #get(path: string) {
    return { method: "GET", path, actingUser: this.#user } as const;
  }

  #list<T>(path: string, schema: v.GenericSchema<unknown, T>, query: Query): Promise<T> {
    return this.#api.call({ ...this.#get(withQuery(path, query)), schema });
  }

  #ask<T>(path: string, body: object, schema: v.GenericSchema<unknown, T>): Promise<T> {
    return this.#api.call({ method: "POST", path, body, schema, actingUser: this.#user });
  }

  #act(path: string, body: object): Promise<void> {
    return this.#ask(path, body, v.void());
  }
}

function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
