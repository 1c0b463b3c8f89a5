/**
 * Everything that the app can be showing: one member of the union for each screen, with exactly what that screen
 * needs. No mPIN is ever part of it; the link and the registration code are, between their entry and the activation.
 */
import type {
  ActivationProgress,
  AskedEnrolment,
  ClaimSource,
  MpinPolicy,
  MpinProblem,
  OpenedRequest,
} from "@mtoken/device";
import type {
  ActivationLink,
  DeviceId,
  Frozen,
  Notice,
  OwnComputer,
  Profile,
  Reason,
  RefusalReason,
  RequestId,
  RequestSummary,
} from "@mtoken/protocol";
import type { PushStanding } from "../push/push-standing.ts";
import type { Problem } from "./problem.ts";

/** A link that the server has answered with a signed offer. */
export interface Invitation {
  link: ActivationLink;
  mpin: MpinPolicy;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** What a session shows, and what goes with it. */
export interface Account {
  profile: Profile;
  device: DeviceId;
  /** What the user may use of the app besides mToken itself (M16). */
  features: readonly string[];
  requests: readonly RequestSummary[];
  /** A computer that asks to be known from now on. */
  enrolment: AskedEnrolment | null;
  /** Notices that were not read yet. */
  unread: number;
  push: PushStanding;
  /** Wrong mPINs between the last success and this unlocking. */
  wrongTriesBefore: number;
  /** How many tries the mPIN has from now on: what a signature takes counts too. */
  triesLeft: number;
  /** How long the mPIN of this device may be. */
  mpin: MpinPolicy;
  /** What the company asks of a new one by now. */
  newMpin: MpinPolicy;
  /** Whether the one that was just typed is no longer what the company asks for. */
  mpinOutlived: boolean;
  passkey: PasskeyStanding;
  /** Since when everything of the user is stopped ("this wasn't me"); null as a rule. */
  frozen: Frozen | null;
  /** Whether its session ends within a minute for want of activity. */
  idleSoon?: boolean;
  /** That this phone be deactivated was asked of the server, which has not said no: it may have done it. */
  givenUp?: true;
}

/** Fingerprint or face beside the mPIN: on or off, or forbidden by the company, or beyond this phone or browser. */
export type PasskeyStanding = "on" | "off" | "forbidden" | "unsupported";

/** What this browser lacks, so that the app can't run in it. */
export type MissingAbility = "secure-context" | "storage" | "web-assembly";

/** Why the unlock screen is there, when the user did not ask for it. */
export type LockReason =
  | "idle"
  | "signed-out"
  | "ended"
  | "approved"
  /** The version before was withdrawn while it was open, and this one came in its place. */
  | "renewed"
  /** On its way as the phone was locked, and done all the same. */
  | "decided"
  | "mpin-changed"
  | "mpin-unchanged";

/** Where the text of an activation link came from. */
export type InvitationOrigin = "scan-invitation" | "paste-link" | "address";

/** Where a request was taken from, and where to go back when it can't be had. */
export type ClaimOrigin = "scan" | "typed-code" | "link" | "list";

/** What the address that opened the app asked for, and what follows once it is unlocked. */
export type Waiting =
  | { kind: "link"; text: string }
  | { kind: "scan" }
  | { kind: "shortcut" }
  /** One that was on the screen as the server ended the session. */
  | { kind: "request"; request: RequestId };

/** What is typed to change the mPIN: the one of now, the new one, and that once more. */
export type MpinChangeStep = "now" | "new" | "again";

/** Why an mPIN that was chosen won't do. */
export type MpinRejection = MpinProblem | "different";

/** What the user is told as the mPIN is to be typed again. */
export type MpinChangeNotice =
  | { kind: "rejected"; why: MpinRejection }
  | { kind: "failed"; problem: Problem }
  /** The answer to the change was lost, and the server has said since that it did not happen. */
  | { kind: "unchanged" };

/** What a request ended with. */
export type Outcome =
  | { kind: "signed-in"; opened: OpenedRequest }
  | { kind: "signed"; opened: OpenedRequest }
  | { kind: "refused"; opened: OpenedRequest; reason: RefusalReason }
  /** Nothing was confirmed, and nothing can be any more: run out, withdrawn, or the digits were wrong. */
  | { kind: "closed"; opened: OpenedRequest; problem: Problem };

/** A decision on its way, and what stood against the last one. */
interface Pending {
  busy: boolean;
  problem: Problem | null;
}

/** Whether it is fingerprint or face that is at work, and not an mPIN that was typed. */
interface ByFactor {
  byPasskey?: boolean;
}

/** A request that waits for its user. */
interface Timed {
  /** That it runs out in a moment was said. */
  ending?: true;
}

export type AppState =
  // Before anything
  | { screen: "starting" }
  | { screen: "cannot-run"; missing: MissingAbility }
  | { screen: "cannot-start"; problem: Problem }
  /** Another page of this browser has the phone. */
  | { screen: "elsewhere" }
  | { screen: "data-lost" }
  /** The server takes this version no more, and there is no other yet. */
  | { screen: "outdated" }
  /** The same, with a request on the screen: nothing is loaded anew before its user has read that. */
  | { screen: "withdrawn"; request: RequestId }
  // Activation
  | { screen: "welcome"; problem: Problem | null }
  | { screen: "scan-invitation"; problem: Problem | null }
  | { screen: "paste-link"; problem: Problem | null }
  | { screen: "opening-invitation"; text: string; from: InvitationOrigin }
  | { screen: "invitation-failed"; text: string; problem: Problem }
  | { screen: "registration-code"; invitation: Invitation; code: string; problem: Problem | null }
  | { screen: "choose-mpin"; invitation: Invitation; code: string; problem: Problem | null }
  | { screen: "activating"; invitation: Invitation | null; code: string; step: ActivationProgress }
  | { screen: "resume-activation"; mpin: MpinPolicy; triesLeft: number; problem: Problem | null }
  | { screen: "activation-stopped"; problem: Problem }
  /** With the session that the activation opened, as a rule; without one where the server was lost on the way. */
  | { screen: "activated"; fingerprint: string; mpin: MpinPolicy; account: Account | null }
  | ({ screen: "awaiting-approval"; fingerprint: string } & Pending)
  // Locked
  | ({
      screen: "unlock";
      mpin: MpinPolicy;
      triesLeft: number;
      reason: LockReason | null;
      waiting: Waiting | null;
      /** Whether fingerprint or face may open it too. */
      passkey: boolean;
      /** As the account had it before the lock. */
      givenUp?: true;
    } & Pending &
      ByFactor)
  /** The mPIN is forgotten, or the approval waited for in vain: what that means, and the way on. */
  | { screen: "start-over"; from: StateOf<"unlock" | "mpin-in-doubt" | "awaiting-approval" | "deactivate"> }
  /** A change of the mPIN whose answer was lost: the server has to say which one counts. */
  | ({ screen: "mpin-in-doubt"; unlock: StateOf<"unlock"> } & Pending)
  | { screen: "mpin-changed"; unlock: StateOf<"unlock"> }
  // Unlocked
  | { screen: "home"; account: Account; problem: Problem | null }
  | { screen: "settings"; account: Account; fingerprint: string | null }
  | ({ screen: "inbox"; account: Account; notices: readonly Notice[] | null; more: boolean } & Pending)
  | ({ screen: "enrol-computer"; account: Account; enrolment: AskedEnrolment } & Pending)
  /** Null until they were heard of. */
  | ({ screen: "computers"; account: Account; computers: readonly OwnComputer[] | null } & Pending)
  | ({ screen: "remove-computer"; account: Account; computer: OwnComputer } & Pending)
  | { screen: "change-mpin"; account: Account; step: MpinChangeStep; notice: MpinChangeNotice | null }
  /** The session may end meanwhile; `otherwise` is where it goes on if nothing was changed. */
  | { screen: "changing-mpin"; otherwise: StateOf<"change-mpin" | "unlock"> }
  | ({
      screen: "add-passkey";
      account: Account;
      from: "activated" | "settings";
      step: "explain" | "mpin";
    } & Pending)
  | ({ screen: "remove-passkey"; account: Account } & Pending)
  /** `from`: what it was asked on, and where it goes back to. */
  | ({
      screen: "freeze";
      account: Account;
      from: "home" | "settings";
      fingerprint: string | null;
    } & Pending)
  | ({ screen: "frozen"; account: Account; frozen: Frozen } & Pending)
  /** `reason`: null until it is chosen. */
  | ({
      screen: "deactivate";
      account: Account;
      fingerprint: string | null;
      reason: Reason | null;
    } & Pending)
  | { screen: "scan-request"; account: Account; problem: Problem | null }
  | { screen: "typed-code"; account: Account; problem: Problem | null }
  /** `source`: which claim this is, and no other one of the same request. */
  | { screen: "claiming"; account: Account; from: ClaimOrigin; source: ClaimSource }
  | ({ screen: "sign-in"; account: Account; opened: OpenedRequest; digits?: string } & Pending & Timed)
  | ({
      screen: "signature";
      account: Account;
      opened: OpenedRequest;
      digits: string;
      problem: Problem | null;
    } & Timed)
  | ({ screen: "sign-mpin"; account: Account; opened: OpenedRequest; digits: string } & Pending &
      ByFactor &
      Timed)
  | ({ screen: "refuse"; account: Account; opened: OpenedRequest; reason: RefusalReason } & Pending & Timed)
  /** `returnTo` may hold the return code: it is there until it was followed, and nowhere else. */
  | { screen: "decided"; account: Account; outcome: Outcome; returnTo: string | null }
  // The end of a device
  | { screen: "blocked" }
  /** By its user; by somebody who may; or before it was ever approved. */
  | { screen: "deactivated"; how: "by-user" | "by-others" | "unapproved" };

export type ScreenName = AppState["screen"];

/** One member of the union. */
export type StateOf<S extends ScreenName> = Extract<AppState, { screen: S }>;

/** What a state holds besides plain values: the account, or another state. */
type HeldIn<S> = S extends AppState ? Extract<S[keyof S], Account | { screen: ScreenName }> : never;

/** The states in which an account can lie nowhere, as the compiler sees it. */
type Bare<S extends AppState> = S extends AppState ? ([HeldIn<S>] extends [never] ? S : never) : never;

/** The session's account, wherever the state keeps it, while there is one. */
export function accountOf(state: AppState): Account | null {
  let found: Account | null = null;
  withAccount(state, (account) => {
    found = account;
    return account;
  });
  return found;
}

/** The state with its account, wherever it lies, in another version; the same state where there is none. */
export function withAccount<S extends AppState>(state: S, change: (account: Account) => Account): S;
export function withAccount(state: AppState, change: (account: Account) => Account): AppState {
  // The spread of a union is none of its members to the type system; it differs by the account alone.
  if ("account" in state)
    return state.account === null ? state : ({ ...state, account: change(state.account) } as AppState);
  switch (state.screen) {
    case "start-over":
      return { ...state, from: withAccount(state.from, change) };
    case "changing-mpin":
      return { ...state, otherwise: withAccount(state.otherwise, change) };
    case "mpin-in-doubt":
    case "mpin-changed":
      return { ...state, unlock: withAccount(state.unlock, change) };
    default:
      return holdsNone(state);
  }
}

/** Takes no state that may hold an account: a new one has to say above where it lies. */
function holdsNone(state: Bare<AppState>): AppState {
  return state;
}

/** What stands under the question whether to erase, which is asked over other screens. */
export function beneath(state: AppState): Exclude<AppState, { screen: "start-over" }> {
  return state.screen === "start-over" ? state.from : state;
}
