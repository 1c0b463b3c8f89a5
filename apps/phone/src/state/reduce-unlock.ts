/** The locked phone: unlocking it, waiting for an administrator's approval, and the forgotten mPIN. */
import type { AppEvent } from "./app-event.ts";
import type { Account, StateOf } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import { landing } from "./reduce-freeze.ts";
import { mpinSettled, withProblem } from "./reduce-mpin-change.ts";
import { endsPasskey } from "./reduce-passkey.ts";
import { claim } from "./reduce-session.ts";

export function reduceUnlock(
  state: StateOf<"awaiting-approval" | "unlock" | "start-over">,
  event: AppEvent,
): Step | undefined {
  switch (state.screen) {
    case "unlock":
      return reduceUnlocking(state, event);
    case "start-over":
      if (event.type === "back") return to(state.from);
      return event.type === "start-anew" ? toWith({ screen: "starting" }, { type: "forget" }) : undefined;
    case "awaiting-approval":
      return reduceAwaiting(state, event);
  }
}

/** Approved or locked comes as an event of its own, from the device. */
function reduceAwaiting(state: StateOf<"awaiting-approval">, event: AppEvent): Step | undefined {
  switch (event.type) {
    case "try-again":
      return state.busy
        ? undefined
        : toWith({ ...state, busy: true, problem: null }, { type: "check-approval" });
    case "start-anew":
      return state.busy ? undefined : to({ screen: "start-over", from: state });
    case "approval-awaited":
      return to({ ...state, busy: false, problem: null });
    case "unlock-failed":
      return to({ ...state, busy: false, problem: event.problem });
    default:
      return undefined;
  }
}

function reduceUnlocking(state: StateOf<"unlock">, event: AppEvent): Step | undefined {
  switch (event.type) {
    case "mpin-key":
      return state.busy ? undefined : toWith(state, { type: "prepare-unlock" });
    case "mpin-given":
      if (state.busy) return undefined;
      return toWith(
        { ...state, busy: true, byPasskey: false, problem: null, reason: null },
        { type: "unlock", mpin: event.mpin },
      );
    case "passkey-asked":
      if (state.busy || !state.passkey) return undefined;
      return toWith(
        { ...state, busy: true, byPasskey: true, problem: null, reason: null },
        { type: "unlock-by-passkey" },
      );
    case "decided":
      // What was to be gone back to.
      return to({ ...state, reason: "decided", waiting: null });
    case "mpin-forgotten":
      return state.busy ? undefined : to({ screen: "start-over", from: state });
    case "unlocked":
      return unlocked(state, event.account);
    case "approval-awaited":
      return to({
        screen: "awaiting-approval",
        fingerprint: event.fingerprint,
        busy: false,
        problem: null,
      });
    case "mpin-in-force":
      return to(mpinSettled(state, event.which));
    case "unlock-failed": {
      const { problem } = event;
      const passkey = state.passkey && !endsPasskey(problem);
      return to({ ...withProblem(state, problem), busy: false, passkey });
    }
    default:
      return undefined;
  }
}

/** What opened the app goes on: a link is claimed as one, a QR code is scanned again, by the app itself. */
function unlocked({ waiting }: StateOf<"unlock">, account: Account): Step {
  if (account.frozen !== null) return to(landing(account));
  switch (waiting?.kind) {
    case undefined:
      return to({ screen: "home", account, problem: null });
    case "scan":
    case "shortcut":
      return to({ screen: "scan-request", account, problem: null });
    case "link":
      return claim(account, "link", { link: waiting.text });
    case "request":
      return claim(account, "list", { request: waiting.request });
  }
}
