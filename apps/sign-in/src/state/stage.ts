/**
 * Where a visit to the page stands: one kind for each thing that the page shows. `info` is who asks, for what, and
 * the way back (docs/protocol.md §8).
 */
import type { InteractionInfo, RequestId } from "@mtoken/protocol";
import type { MissingAbility, Problem } from "./problem.ts";

/** Whether the server's events arrive. */
export type Link = "live" | "lost";

export interface Frame {
  text: string;
  tick: number;
}

/** The code that phones scan, and what may be typed instead. */
export interface ShownCode {
  request: RequestId;
  typedCode: string | null;
  /** What opens the app on the device that shows the page. */
  link: string;
  frame: Frame | null;
  /** When the first frame began, by this browser's clock, in milliseconds; null before there was one. */
  since: number | null;
}

/** Why nothing came of a request. */
export type EndedBy =
  /** The page stood unused, so that its code was not renewed any more. */
  | "unused"
  /** Another browser began, or the portal withdrew. */
  | "elsewhere"
  /** Claimed by a phone, and not decided in time. */
  | "unanswered"
  /** Claimed or approved, and then its phone or its user was stopped, or the portal took it back. */
  | "withdrawn"
  /** Approved, and nobody pressed on here in time. */
  | "unconfirmed"
  /** Approved, and void before it was redeemed. */
  | "void";

export type Stage =
  | { kind: "arriving" }
  | { kind: "cannot-run"; missing: MissingAbility }
  | { kind: "unknown" }
  | { kind: "unreachable"; problem: Problem }
  /** Whether this browser has a request here already is being found out; if not, it `mayBegin` one. */
  | { kind: "returning"; info: InteractionInfo; mayBegin: boolean; ledBack: boolean }
  /** A request is being made: the first, or the next when `code` is what was shown before. */
  | { kind: "beginning"; info: InteractionInfo; code: ShownCode | null }
  | { kind: "stuck"; info: InteractionInfo; problem: Problem }
  | { kind: "waiting"; info: InteractionInfo; code: ShownCode; link: Link }
  | { kind: "claimed"; info: InteractionInfo; digits: string | null; sameDevice: boolean; link: Link }
  | {
      kind: "approved";
      info: InteractionInfo;
      userName: string;
      link: Link;
      problem: Problem | null;
      /** Whether the computer is one that the user may want to be remembered. */
      mayRemember: boolean;
    }
  /** Approved by a link on this device, and the app has led another tab back, with the code that it takes. */
  | { kind: "led-elsewhere"; info: InteractionInfo; userName: string; link: Link }
  /** The app led here with a code, and this browser did not begin: somebody else's did. */
  | { kind: "not-begun-here"; info: InteractionInfo }
  | { kind: "redeeming"; info: InteractionInfo; userName: string; mayRemember: boolean }
  | { kind: "leaving"; info: InteractionInfo }
  | { kind: "cancelling"; info: InteractionInfo; because: "cancel" | "not-me" }
  | { kind: "cancelled"; info: InteractionInfo }
  | { kind: "not-me"; info: InteractionInfo; returnTo: string | null }
  /** `wrongDigits`: nobody refused, but the digits typed on the phone were not those shown here. */
  | { kind: "refused"; info: InteractionInfo; wrongDigits: boolean }
  /** Turned away by a company's policy, since its user does not know this computer; by its fingerprint an administrator finds it. */
  | { kind: "turned-away"; info: InteractionInfo; by: "waiting" | "unknown"; fingerprint: string | null }
  | { kind: "expired"; info: InteractionInfo; by: EndedBy }
  | { kind: "redeemed"; info: InteractionInfo }
  | { kind: "signed"; info: InteractionInfo; returnTo: string | null }
  /** Nothing can come of this visit any more. */
  | { kind: "over"; info: InteractionInfo; status: ClosedStatus };

export type ClosedStatus = Exclude<InteractionInfo["status"], "open">;

export type StageOf<K extends Stage["kind"]> = Extract<Stage, { kind: K }>;

/** Whether the page has to hear of changes. A stream that the server has ended would be opened again for ever. */
export function listens({ kind }: Stage): boolean {
  switch (kind) {
    case "returning":
    case "beginning":
    case "waiting":
    case "claimed":
    case "approved":
    case "led-elsewhere":
    case "redeeming":
      return true;
    default:
      return false;
  }
}
