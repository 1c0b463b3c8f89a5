/**
 * What can happen on any screen: the device is over, its data is lost, or the session is, and nothing of what a screen
 * showed is carried on; or the tries have changed, and all of it is. A version that is withdrawn goes no further either.
 */
import type { RequestId } from "@mtoken/protocol";
import type { PushStanding } from "../push/push-standing.ts";
import type { AppEvent } from "./app-event.ts";
import type { AppState, StateOf } from "./app-state.ts";
import { accountOf, beneath, withAccount } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import { becomeFrozen } from "./reduce-freeze.ts";

const calm = { busy: false, problem: null } as const;

export function reduceEnd(state: AppState, event: AppEvent): Step | undefined {
  if (event.type === "ended") return to(endScreen(state, event.reason));
  if (event.type === "locked") return reduceLocked(state, event);
  if (event.type === "app-withdrawn") return isAtWork(state) ? to(state) : renewed(state);
  if (event.type === "app-outdated") return to({ screen: "outdated" });
  if (event.type === "frozen") return to(becomeFrozen(state, event.frozen));
  if (event.type === "tries-told") return to(withTries(state, event.triesLeft));
  if (event.type === "idle-told") return to(withIdle(state, event.soon));
  if (event.type === "stay-asked") return reduceStay(state);
  if (event.type === "push-told") return to(withPush(state, event.push));
  return "problem" in event ? reduceLastProblem(state, event.problem.code) : undefined;
}

/** Some problems leave nothing to try again. */
function reduceLastProblem(state: AppState, code: string): Step | undefined {
  if (code === "app_withdrawn") return renewed(state);
  if (code === "vault_damaged") return to({ screen: "data-lost" });
  if (code === "blocked" || code === "deactivated") return to(endScreen(state, code));
  return undefined;
}

/** Something is under way, or what came of it is not read yet: a withdrawn version does no more after that. */
export function isAtWork(state: AppState): boolean {
  switch (state.screen) {
    case "opening-invitation":
    case "activating":
    case "activated":
    case "changing-mpin":
    case "mpin-changed":
    case "claiming":
    case "decided":
      return true;
    default:
      return "busy" in state && state.busy;
  }
}

/**
 * What the screen showed is left behind, as with any reload. Whoever has a request before them is told first, and goes on with a press: nothing
 * can be decided in this version any more, and no reload takes the request from under their eyes.
 */
function renewed(state: AppState): Step | undefined {
  if (state.screen === "outdated" || state.screen === "withdrawn") return undefined;
  const request = requestOn(state);
  // What the server has ended is not kept open behind a screen that asks it nothing.
  if (request !== null) return toWith({ screen: "withdrawn", request }, { type: "sign-out" });
  return toWith({ screen: "starting" }, { type: "renew-app", again: false, request: null });
}

/** Which request the screen is about, or goes back to. */
function requestOn(state: AppState): RequestId | null {
  switch (state.screen) {
    case "sign-in":
    case "signature":
    case "sign-mpin":
    case "refuse":
      return state.opened.envelope.request;
    case "unlock":
      return state.waiting?.kind === "request" ? state.waiting.request : null;
    default:
      return null;
  }
}

function endScreen(state: AppState, reason: "blocked" | "deactivated"): AppState {
  if (reason === "blocked") return { screen: "blocked" };
  return { screen: "deactivated", how: howDeactivated(state) };
}

function howDeactivated(state: AppState): StateOf<"deactivated">["how"] {
  if (wasGivenUp(state)) return "by-user";
  return beneath(state).screen === "awaiting-approval" ? "unapproved" : "by-others";
}

/** Whether this user asked for the phone's end, and was not told that it failed: the answer may be lost, and the lock come before the end. */
function wasGivenUp(state: AppState): boolean {
  const under = beneath(state);
  return accountOf(state)?.givenUp === true || ("givenUp" in under && under.givenUp === true);
}

function withTries(state: AppState, triesLeft: number): AppState {
  if (state.screen === "changing-mpin" && state.otherwise.screen === "unlock")
    return { ...state, otherwise: { ...state.otherwise, triesLeft } };
  return withAccount(state, (account) => ({ ...account, triesLeft }));
}

function withIdle(state: AppState, soon: boolean): AppState {
  const account = accountOf(state);
  if (account === null || (account.idleSoon ?? false) === soon) return state;
  return withAccount(state, (one) => ({ ...one, idleSoon: soon }));
}

/** Should it not arrive, the same is said and asked again. */
function reduceStay(state: AppState): Step | undefined {
  if (accountOf(state)?.idleSoon !== true) return undefined;
  return toWith(withIdle(state, false), { type: "stay" });
}

function withPush(state: AppState, push: PushStanding): AppState {
  return withAccount(state, (account) => ({ ...account, push }));
}

function reduceLocked(state: AppState, event: Extract<AppEvent, { type: "locked" }>): Step | undefined {
  const { reason, mpin, triesLeft, passkey } = event;
  const request = reason === "ended" ? requestOn(state) : null;
  const waiting = request === null ? null : ({ kind: "request", request } as const);
  const unlock: StateOf<"unlock"> = {
    ...({ screen: "unlock", mpin, triesLeft, passkey, reason, waiting, ...calm } as const),
    ...(wasGivenUp(state) ? ({ givenUp: true } as const) : {}),
  };
  // What comes of the change is told all the same: it ends the session itself.
  if (state.screen === "changing-mpin") return to({ ...state, otherwise: unlock });
  const unlocked = accountOf(state) !== null || beneath(state).screen === "awaiting-approval";
  return unlocked ? to(unlock) : undefined;
}
