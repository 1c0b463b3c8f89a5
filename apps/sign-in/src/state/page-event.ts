/** All that can happen to a visit: what the server tells, what became of the page's own calls, and what people press. */
import type { InteractionInfo, PageFrame, PageState } from "@mtoken/protocol";
import type { MissingAbility, Problem } from "./problem.ts";

export type PageEvent =
  | { type: "cannot-run"; missing: MissingAbility }
  /** `begunBefore`: this browser remembers a request of this visit. `ledBack`: the app brought it here, with a code. */
  | { type: "arrived"; info: InteractionInfo; begunBefore: boolean; ledBack: boolean }
  | { type: "arrival-failed"; problem: Problem }
  /** The way back is told to the browser that has begun, and to nobody before. */
  | { type: "begun"; returnTo: string | null }
  | { type: "begin-failed"; problem: Problem }
  /** `now` and `unusedFor` in milliseconds. */
  | { type: "told"; state: PageState; now: number; unusedFor: number }
  | { type: "framed"; frame: PageFrame; now: number }
  | { type: "connected" }
  | { type: "disconnected" }
  /** The server would not open the events. */
  | { type: "events-refused" }
  /** What the server says of the visit, and whether it has events for this browser. */
  | { type: "looked"; info: InteractionInfo; hasEvents: boolean }
  | { type: "look-failed"; problem: Problem }
  | { type: "redeemed"; returnTo: string }
  | { type: "redeem-failed"; problem: Problem }
  | { type: "fingerprint-read"; fingerprint: string }
  | { type: "cancelled"; returnTo: string | null }
  | { type: "cancel-failed" }
  | { type: "press"; what: Press };

/** What people press. */
export type Press = "continue" | "continue-and-remember" | "not-me" | "again" | "cancel";
