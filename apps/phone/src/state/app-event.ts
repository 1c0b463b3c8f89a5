/** Everything that can happen to the app: what the user does, and what comes of the work that was begun. */
import type {
  ActivationProgress,
  AskedEnrolment,
  ClaimSource,
  MpinPolicy,
  OpenedRequest,
} from "@mtoken/device";
import type {
  ComputerId,
  Frozen,
  Notice,
  OwnComputer,
  Reason,
  RefusalReason,
  RequestId,
  RequestSummary,
} from "@mtoken/protocol";
import type { PushStanding } from "../push/push-standing.ts";
import type {
  Account,
  Invitation,
  LockReason,
  MissingAbility,
  MpinRejection,
  PasskeyStanding,
} from "./app-state.ts";
import type { Problem } from "./problem.ts";

/** What the address that opened the app asked for. */
export type Entry =
  | { kind: "invitation"; text: string }
  | { kind: "link"; text: string }
  /** The phone's camera app read a QR code: the app has to read it itself. */
  | { kind: "scanned" }
  /** The home screen's own way to the scanner. */
  | { kind: "shortcut" }
  /** It was on the screen of a version before this one, which was withdrawn meanwhile. */
  | { kind: "request"; request: RequestId }
  | { kind: "none" };

/** How the phone was found when the app started. */
export type Found =
  | { kind: "empty" }
  /** Empty, though it was activated once. */
  | { kind: "lost" }
  | { kind: "activating"; mpin: MpinPolicy; triesLeft: number }
  | { kind: "locked"; mpin: MpinPolicy; triesLeft: number; mpinInDoubt: boolean; passkey: boolean }
  | { kind: "blocked" }
  | { kind: "deactivated" };

/** What the user does. */
export type UserEvent =
  | { type: "scan-asked" }
  | { type: "paste-asked" }
  | { type: "typed-code-asked" }
  | { type: "settings-asked" }
  | { type: "inbox-asked" }
  | { type: "older-asked" }
  /** The computer that asks to be known. */
  | { type: "enrolment-chosen" }
  | { type: "enrolment-answered"; remember: boolean }
  | { type: "computers-asked" }
  | { type: "computer-chosen"; computer: ComputerId }
  | { type: "computer-removal-confirmed" }
  /** To be notified, or not (any more). */
  | { type: "push-wanted"; wanted: boolean }
  | { type: "change-mpin-asked" }
  /** By fingerprint or face, whatever the screen is about. */
  | { type: "passkey-asked" }
  | { type: "add-passkey-asked" }
  | { type: "remove-passkey-asked" }
  | { type: "passkey-removal-confirmed" }
  | { type: "deactivate-asked" }
  | { type: "freeze-asked" }
  | { type: "freeze-confirmed" }
  /** Said of something that the inbox tells: it asks nothing back. */
  | { type: "disowned" }
  | { type: "refuse-asked" }
  | { type: "back" }
  | { type: "go-on" }
  | { type: "lead-back" }
  | { type: "try-again" }
  | { type: "use-here" }
  | { type: "start-anew" }
  | { type: "mpin-forgotten" }
  | { type: "signed-out" }
  /** By who reads, and has done nothing for almost as long as ends the session. */
  | { type: "stay-asked" }
  /** The text of a QR code, or of a link that was pasted. */
  | { type: "text-read"; text: string }
  | { type: "code-given"; code: string }
  /** Told while a screen counts the time that is left; milliseconds since 1970. */
  | { type: "time-passed"; now: number }
  /** A key of an mPIN, and not which. */
  | { type: "mpin-key" }
  | { type: "mpin-given"; mpin: string }
  /** The mPIN that this step asks for was typed, and stays with the key pad's screen. */
  | { type: "mpin-typed" }
  | { type: "mpin-rejected"; why: MpinRejection }
  | { type: "mpin-change-given"; mpin: string; chosen: string }
  | { type: "request-chosen"; request: RequestId }
  | { type: "confirmed"; digits: string }
  | { type: "refused"; reason: RefusalReason }
  | { type: "deactivation-reason-chosen"; reason: Reason }
  /** `note`: what the user adds to the reason; empty when it is nothing. */
  | { type: "deactivation-confirmed"; note: string };

/** What comes of work, and of the world around. */
export type WorldEvent =
  /** `renewed`: this version came in the place of a withdrawn one. */
  | { type: "found"; found: Found; entry: Entry; renewed?: boolean }
  | { type: "cannot-run"; missing: MissingAbility }
  | { type: "start-failed"; problem: Problem }
  /** The server takes this version of the app no more. */
  | { type: "app-withdrawn" }
  /** And has no other one yet. */
  | { type: "app-outdated" }
  /** Another page of this browser is the phone at present. */
  | { type: "open-elsewhere" }
  | { type: "turn-taken" }
  | { type: "invitation-opened"; invitation: Invitation }
  | { type: "invitation-refused"; problem: Problem }
  | { type: "activation-moved"; step: ActivationProgress }
  | { type: "activated"; fingerprint: string; mpin: MpinPolicy; account: Account | null }
  | { type: "activation-failed"; problem: Problem; found: Found }
  | { type: "unlocked"; account: Account }
  | { type: "approval-awaited"; fingerprint: string }
  | { type: "unlock-failed"; problem: Problem }
  /** Which mPIN counts, now that it was to be changed. */
  | { type: "mpin-in-force"; which: "before" | "chosen" }
  /** The one of before counts, and this stood against the change. */
  | { type: "mpin-change-failed"; problem: Problem }
  /** Nobody here knows which one counts. */
  | { type: "mpin-doubted"; problem: Problem }
  /** The phone has made one, which opens nothing yet. */
  | { type: "passkey-prepared" }
  | { type: "passkey-settled"; standing: PasskeyStanding }
  | { type: "passkey-failed"; problem: Problem }
  /** `enrolment`: a computer that asks to be known. */
  | {
      type: "requests-heard";
      requests: readonly RequestSummary[];
      unread: number;
      features: readonly string[];
      enrolment: AskedEnrolment | null;
    }
  | { type: "requests-unheard"; problem: Problem }
  /** A page of the inbox, the older ones after those that are there. */
  | { type: "notices-heard"; notices: readonly Notice[]; more: boolean }
  | { type: "notices-unheard"; problem: Problem }
  | { type: "notices-read" }
  | { type: "enrolment-settled" }
  | { type: "computers-heard"; computers: readonly OwnComputer[] }
  | { type: "computers-failed"; problem: Problem }
  | { type: "push-told"; push: PushStanding }
  | { type: "fingerprint-read"; fingerprint: string }
  /** `source`: the claim's own. */
  | { type: "claimed"; source: ClaimSource; opened: OpenedRequest }
  | { type: "claim-failed"; source: ClaimSource; problem: Problem }
  /** `returnTo`: where this device's browser goes on, when a link had opened the request. */
  | { type: "decided"; returnTo: string | null; frozen: Frozen | null }
  | { type: "decision-failed"; problem: Problem }
  | { type: "deactivation-failed"; problem: Problem }
  /** Everything of the user is stopped, by this phone or elsewhere. */
  | { type: "frozen"; frozen: Frozen }
  | { type: "freeze-failed"; problem: Problem }
  /** How long the request on the screen can still be decided on, in seconds; null once it has run out. */
  | { type: "time-left"; seconds: number | null }
  /** Whether the session ends within a minute for want of activity. */
  | { type: "idle-told"; soon: boolean }
  /** What the server signed last about the tries, whatever came of the rest. */
  | { type: "tries-told"; triesLeft: number }
  /** The session is over; the phone is locked. */
  | {
      type: "locked";
      reason: LockReason | null;
      mpin: MpinPolicy;
      triesLeft: number;
      passkey: boolean;
    }
  /** The device is over, keys and all. */
  | { type: "ended"; reason: "blocked" | "deactivated" };

export type AppEvent = UserEvent | WorldEvent;
