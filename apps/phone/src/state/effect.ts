/** Work that a step of the reducer asks for. Its results come back as events. */
import type { AskedEnrolment, ClaimSource, OpenedRequest } from "@mtoken/device";
import type { ComputerId, Decision, GivenReason, NoticeId, RefusalReason, RequestId } from "@mtoken/protocol";
import type { AppState, Invitation } from "./app-state.ts";

export type Effect =
  | { type: "start" }
  /** Takes the phone from the page that has it. */
  | { type: "take-over" }
  /** Gets another version of the app, which goes on with this request. */
  | { type: "renew-app"; again: boolean; request: RequestId | null }
  | { type: "open-invitation"; text: string }
  | { type: "activate"; invitation: Invitation; code: string; mpin: string }
  | { type: "resume-activation"; mpin: string }
  /** An mPIN is being typed: what needs no more than that is done meanwhile. */
  | { type: "prepare-unlock" }
  /** The same for the mPIN that signs this request. */
  | { type: "prepare-signing"; opened: OpenedRequest }
  | { type: "unlock"; mpin: string }
  | { type: "unlock-by-passkey" }
  /** Makes a passkey, which the phone asks the user about. */
  | { type: "prepare-passkey" }
  /** Of the one that was just made. */
  | { type: "enrol-passkey"; mpin: string }
  | { type: "remove-passkey" }
  | { type: "change-mpin"; mpin: string; chosen: string }
  | { type: "ask-mpin-in-force" }
  | { type: "check-approval" }
  | { type: "read-fingerprint" }
  | { type: "list-requests" }
  /** The newest notices, which then count as read; or those before one of them. */
  | { type: "list-notices"; before: NoticeId | null }
  | { type: "answer-enrolment"; enrolment: AskedEnrolment; decision: Decision }
  | { type: "list-computers" }
  | { type: "remove-computer"; computer: ComputerId }
  | { type: "turn-push"; on: boolean }
  | { type: "claim"; source: ClaimSource }
  | { type: "approve"; opened: OpenedRequest; digits: string }
  | { type: "sign"; opened: OpenedRequest; digits: string; mpin: string }
  | { type: "sign-by-passkey"; opened: OpenedRequest; digits: string }
  | { type: "refuse"; opened: OpenedRequest; reason: RefusalReason }
  | { type: "deactivate"; why: GivenReason }
  | { type: "freeze" }
  | { type: "check-frozen" }
  | { type: "sign-out" }
  /** Keeps the session open. */
  | { type: "stay" }
  /** To the page that opened the app. */
  | { type: "lead-back"; to: string }
  /** Erases what is left of a device, and starts again. */
  | { type: "forget" };

/** Where an event leads: the next state, and the work that goes with it. */
export interface Step {
  state: AppState;
  effect: Effect | null;
}

/** A step without work. */
export function to(state: AppState): Step {
  return { state, effect: null };
}

/** A step with work. */
export function toWith(state: AppState, effect: Effect): Step {
  return { state, effect };
}
