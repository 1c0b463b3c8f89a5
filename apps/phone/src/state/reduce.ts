/**
 * The app's one state machine: pure, so that every way through the app can be tested without a screen. An event that
 * the present screen has no use for changes nothing; a late answer can't bring back a screen that was left.
 */
import type { AppEvent } from "./app-event.ts";
import type { AppState } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import { reduceActivation } from "./reduce-activation.ts";
import { reduceComputers } from "./reduce-computers.ts";
import { reduceDecision } from "./reduce-decision.ts";
import { reduceEnd } from "./reduce-end.ts";
import { reduceFreeze } from "./reduce-freeze.ts";
import { reduceMpinChange } from "./reduce-mpin-change.ts";
import { reducePasskey } from "./reduce-passkey.ts";
import { reduceSession } from "./reduce-session.ts";
import { reduceStart } from "./reduce-start.ts";
import { reduceUnlock } from "./reduce-unlock.ts";

/** What the app shows first, and what it does at once. */
export const firstStep: Step = toWith({ screen: "starting" }, { type: "start" });

/** Where an event leads from a state. */
export function reduce(state: AppState, event: AppEvent): Step {
  return reduceEnd(state, event) ?? reduceScreen(state, event) ?? to(state);
}

/** Each part of the app knows its own screens; undefined when an event is of no use there. */
function reduceScreen(state: AppState, event: AppEvent): Step | undefined {
  switch (state.screen) {
    case "starting":
    case "cannot-run":
    case "cannot-start":
    case "elsewhere":
    case "outdated":
    case "withdrawn":
      return reduceStart(state, event);
    case "welcome":
    case "scan-invitation":
    case "paste-link":
    case "opening-invitation":
    case "invitation-failed":
    case "registration-code":
    case "choose-mpin":
    case "activating":
    case "resume-activation":
    case "activation-stopped":
    case "activated":
      return reduceActivation(state, event);
    case "awaiting-approval":
    case "unlock":
    case "start-over":
      return reduceUnlock(state, event);
    case "change-mpin":
    case "changing-mpin":
    case "mpin-in-doubt":
    case "mpin-changed":
      return reduceMpinChange(state, event);
    case "freeze":
    case "frozen":
      return reduceFreeze(state, event);
    case "enrol-computer":
    case "computers":
    case "remove-computer":
      return reduceComputers(state, event);
    case "add-passkey":
    case "remove-passkey":
      return reducePasskey(state, event);
    case "home":
    case "inbox":
    case "settings":
    case "deactivate":
    case "scan-request":
    case "typed-code":
    case "claiming":
      return reduceSession(state, event);
    case "sign-in":
    case "signature":
    case "sign-mpin":
    case "refuse":
    case "decided":
      return reduceDecision(state, event);
    case "data-lost":
    case "blocked":
    case "deactivated":
      return event.type === "start-anew" ? toWith({ screen: "starting" }, { type: "forget" }) : undefined;
  }
}
