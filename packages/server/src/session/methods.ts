/**
 * Every method of a session (docs/protocol.md §6): where the device must stand to call it, in which channel it
 * travels, and which rule answers it.
 */
import type { LiveDeviceStatus, MethodName, Params, Purpose, Result } from "@mtoken/protocol";
import { completeActivation } from "../activation/complete-activation.ts";
import { claimRequest } from "../approval/claim-request.ts";
import { decideRequest } from "../approval/decide-request.ts";
import { listWaiting } from "../approval/list-requests.ts";
import { beginEnrolment } from "../biometrics/begin-enrolment.ts";
import { enrolPasskey } from "../biometrics/enrol-passkey.ts";
import { removeOwnPasskey } from "../biometrics/remove-passkey.ts";
import { enrolComputer } from "../computer/enrol-computer.ts";
import { listOwnComputers, revokeOwnComputer } from "../computer/own-computers.ts";
import type { Context } from "../context.ts";
import { liveStatuses } from "../device/standing.ts";
import { freezeOwnUser } from "../freeze/freeze-own-user.ts";
import { listNotices, readNotices } from "../notice/list-notices.ts";
import { pushStatus, subscribePush, unsubscribePush } from "../notice/subscribe-push.ts";
import { changeMpin } from "./change-mpin.ts";
import { deactivateOwnDevice } from "./deactivate-own-device.ts";
import { deviceStatus } from "./device-status.ts";
import type { OpenedSession } from "./recent-sessions.ts";
import type { CallingDevice } from "./store.ts";
import { endSession } from "./store.ts";

/** Who calls: a session whose keys sealed the call, and its device as the counting statement found it. */
export interface Caller {
  session: OpenedSession;
  device: CallingDevice;
}

export interface Method<M extends MethodName> {
  statuses: readonly LiveDeviceStatus[];
  /** The purposes of the handshakes in whose channels it travels; left out, only in a session. */
  purposes?: readonly Purpose[];
  /** Polling does not keep a session alive. */
  polls?: true;
  /** Answered to a user who is frozen, or whose company is stopped, too. */
  whenFrozen?: true;
  answer(context: Context, caller: Caller, params: Params<M>): Promise<Result<M>>;
}

export const methodTable: { readonly [M in MethodName]: Method<M> } = {
  "activation.complete": { statuses: liveStatuses, whenFrozen: true, answer: completeActivation },
  status: {
    statuses: liveStatuses,
    polls: true,
    whenFrozen: true,
    answer: deviceStatus,
  },
  "requests.list": {
    statuses: ["active"],
    polls: true,
    answer: (context, { device }) => listWaiting(context, device),
  },
  "request.claim": { statuses: ["active"], answer: claimRequest },
  "request.decide": { statuses: ["active"], purposes: ["session", "approve"], answer: decideRequest },
  "user.freeze": { statuses: ["active"], whenFrozen: true, answer: freezeOwnUser },
  // Who fears that somebody knows the mPIN shall be able to change it; who froze knew it.
  "mpin.change": { statuses: ["active"], purposes: ["change"], whenFrozen: true, answer: changeMpin },
  "computers.list": {
    statuses: ["active"],
    whenFrozen: true,
    answer: (context, { device }) => listOwnComputers(context, device),
  },
  "computer.enrol": { statuses: ["active"], answer: enrolComputer },
  // It takes away.
  "computer.revoke": { statuses: ["active"], whenFrozen: true, answer: revokeOwnComputer },
  "notices.list": {
    statuses: ["active"],
    whenFrozen: true,
    polls: true,
    answer: (context, { device }, params) => listNotices(context, device.user_id, params),
  },
  "notices.read": {
    statuses: ["active"],
    whenFrozen: true,
    answer: (context, { device }, params) => readNotices(context, device.user_id, params),
  },
  "push.status": {
    statuses: ["active"],
    whenFrozen: true,
    polls: true,
    answer: (context, { device }) => pushStatus(context, device.id),
  },
  "push.subscribe": {
    statuses: ["active"],
    whenFrozen: true,
    // It is also made anew by itself, when the browser has changed it.
    polls: true,
    answer: (context, { device }, params) => subscribePush(context, device.id, params),
  },
  "push.unsubscribe": {
    statuses: ["active"],
    whenFrozen: true,
    answer: (context, { device }) => unsubscribePush(context, device.id),
  },
  "factor.begin": { statuses: ["active"], answer: beginEnrolment },
  "factor.enrol": { statuses: ["active"], purposes: ["enrol"], answer: enrolPasskey },
  // It only takes away.
  "factor.remove": { statuses: ["active"], whenFrozen: true, answer: removeOwnPasskey },
  "device.deactivate": { statuses: liveStatuses, whenFrozen: true, answer: deactivateOwnDevice },
  "session.end": {
    statuses: liveStatuses,
    whenFrozen: true,
    answer: async ({ database }, { session, device }) => {
      await endSession(database.kysely, { session: session.id, device: device.id });
      return {};
    },
  },
};
