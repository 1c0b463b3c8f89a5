/**
 * Fingerprint or face in the mPIN's place (docs/protocol.md §5, Biometrics): offered after the activation and in the settings, turned on with the
 * mPIN, turned off without it.
 */
import type { AppEvent } from "./app-event.ts";
import type { Account, PasskeyStanding, StateOf } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import type { Problem } from "./problem.ts";
import { landing } from "./reduce-freeze.ts";

type PasskeyScreen = "add-passkey" | "remove-passkey";

export function reducePasskey(state: StateOf<PasskeyScreen>, event: AppEvent): Step | undefined {
  const account = "problem" in event ? withStanding(state.account, event.problem) : state.account;
  switch (event.type) {
    case "passkey-failed":
      return to({ ...state, account, busy: false, problem: event.problem });
    case "passkey-settled":
      return after(state, { ...account, passkey: event.standing });
    case "back":
      return state.busy ? undefined : after(state, account);
    default:
      return state.screen === "add-passkey" ? reduceAdding(state, event) : reduceRemoving(state, event);
  }
}

/** What a problem says of the passkey for as long as this session lasts. */
export function withStanding(account: Account, { code }: Problem): Account {
  const passkey = standings[code];
  return passkey === undefined ? account : { ...account, passkey };
}

/** Problems after which a passkey opens nothing here, whatever else is tried. */
const standings: Readonly<Record<string, PasskeyStanding | undefined>> = {
  biometrics_removed: "off",
  biometrics_refused: "forbidden",
  biometrics_unsupported: "unsupported",
};

/** Whether there is no more use in offering it on the locked phone. */
export function endsPasskey({ code }: Problem): boolean {
  return standings[code] !== undefined;
}

function reduceAdding(state: StateOf<"add-passkey">, event: AppEvent): Step | undefined {
  if (event.type === "passkey-prepared") return to({ ...state, step: "mpin", busy: false, problem: null });
  if (state.busy) return undefined;
  const busy = { ...state, busy: true, problem: null };
  if (event.type === "passkey-asked" && state.step === "explain")
    return toWith(busy, { type: "prepare-passkey" });
  if (event.type === "mpin-given" && state.step === "mpin")
    return toWith(busy, { type: "enrol-passkey", mpin: event.mpin });
  return undefined;
}

function reduceRemoving(state: StateOf<"remove-passkey">, event: AppEvent): Step | undefined {
  if (state.busy || event.type !== "passkey-removal-confirmed") return undefined;
  return toWith({ ...state, busy: true, problem: null }, { type: "remove-passkey" });
}

function after(state: StateOf<PasskeyScreen>, account: Account): Step {
  if (state.screen === "add-passkey" && state.from === "activated") return to(landing(account));
  return toWith({ screen: "settings", account, fingerprint: null }, { type: "read-fingerprint" });
}
