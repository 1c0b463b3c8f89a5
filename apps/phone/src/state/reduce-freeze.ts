/** "This wasn't me": everything of the user is stopped. The phone shows that, and has its settings; somebody else lets it go on. */
import type { Frozen } from "@mtoken/protocol";
import type { AppEvent } from "./app-event.ts";
import type { Account, AppState, StateOf } from "./app-state.ts";
import { accountOf, withAccount } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";

/** Where an unlocked phone begins, and comes back to. */
export function landing(account: Account): AppState {
  return account.frozen === null
    ? { screen: "home", account, problem: null }
    : frozenScreen(account, account.frozen);
}

/** Nothing that waited waits any longer. */
export function frozenScreen(account: Account, frozen: Frozen): StateOf<"frozen"> {
  return {
    screen: "frozen",
    account: { ...account, requests: [], enrolment: null, frozen },
    frozen,
    busy: false,
    problem: null,
  };
}

/** What stops everything: it says what follows, and is asked once, unless something that has happened is disowned by it. */
export function freezeScreen(
  account: Account,
  from: StateOf<"freeze">["from"],
  fingerprint: string | null = null,
): StateOf<"freeze"> {
  return { screen: "freeze", account, from, fingerprint, busy: false, problem: null };
}

/** It may have been said elsewhere: whatever is on the screen can't be done any more. Who knows already is left where they are. */
export function becomeFrozen(state: AppState, frozen: Frozen): AppState {
  if (state.screen === "frozen") return frozenScreen(state.account, frozen);
  const account = accountOf(state);
  if (account === null || account.frozen !== null) return state;
  const stopped = frozenScreen(account, frozen);
  // What comes of the change is told all the same.
  return state.screen === "changing-mpin" ? withAccount(state, () => stopped.account) : stopped;
}

export function reduceFreeze(state: StateOf<"freeze" | "frozen">, event: AppEvent): Step | undefined {
  if (event.type === "freeze-failed") return to({ ...state, busy: false, problem: event.problem });
  return state.screen === "freeze" ? reduceAsking(state, event) : reduceFrozen(state, event);
}

function reduceAsking(state: StateOf<"freeze">, event: AppEvent): Step | undefined {
  const { account, from, fingerprint, busy } = state;
  if (busy) return undefined;
  if (event.type === "back")
    return from === "settings" ? to({ screen: "settings", account, fingerprint }) : to(landing(account));
  if (event.type !== "freeze-confirmed") return undefined;
  return toWith({ ...state, busy: true, problem: null }, { type: "freeze" });
}

function reduceFrozen(state: StateOf<"frozen">, event: AppEvent): Step | undefined {
  const { account } = state;
  switch (event.type) {
    case "settings-asked":
      return toWith({ screen: "settings", account, fingerprint: null }, { type: "read-fingerprint" });
    case "signed-out":
      return toWith(state, { type: "sign-out" });
    case "try-again":
      return state.busy
        ? undefined
        : toWith({ ...state, busy: true, problem: null }, { type: "check-frozen" });
    default:
      return undefined;
  }
}
