/**
 * Changing the mPIN (docs/protocol.md §5): what is typed, step by step, and which mPIN counts afterwards. The digits stay
 * with the screen until all of them are there. A change whose answer was lost leaves a doubt, and no mPIN is asked for before the
 * server has settled it: the wrong one of the two would cost a try.
 */
import type { AppEvent } from "./app-event.ts";
import type { AppState, MpinChangeNotice, StateOf } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import type { Problem } from "./problem.ts";

type MpinChangeScreen = "change-mpin" | "changing-mpin" | "mpin-in-doubt" | "mpin-changed";

export function reduceMpinChange(state: StateOf<MpinChangeScreen>, event: AppEvent): Step | undefined {
  switch (state.screen) {
    case "change-mpin":
      return reduceTyping(state, event);
    case "changing-mpin":
      return reduceChanging(state, event);
    case "mpin-in-doubt":
      return reduceDoubt(state, event);
    case "mpin-changed":
      return event.type === "go-on" ? to(state.unlock) : undefined;
  }
}

/** Asks the server which mPIN counts. */
export function settleMpin(state: StateOf<"mpin-in-doubt">): Step {
  return toWith({ ...state, busy: true, problem: null }, { type: "ask-mpin-in-force" });
}

/** The locked phone, once it is known which mPIN counts. */
export function mpinSettled(unlock: StateOf<"unlock">, which: "before" | "chosen"): AppState {
  const calm = { ...unlock, busy: false, problem: null };
  if (which === "before") return { ...calm, reason: "mpin-unchanged" };
  return { screen: "mpin-changed", unlock: { ...calm, reason: "mpin-changed" } };
}

/** That the session has ended may be why the phone is locked, and is said once. */
export function withProblem(state: StateOf<"unlock">, problem: Problem): StateOf<"unlock"> {
  if (problem.code === "session_ended" && state.reason !== null) return state;
  // A passkey has tries of its own.
  const told = problem.code === "wrong_mpin" ? problem.triesLeft : null;
  return { ...state, problem, triesLeft: told ?? state.triesLeft };
}

function reduceTyping(state: StateOf<"change-mpin">, event: AppEvent): Step | undefined {
  const { step } = state;
  switch (event.type) {
    case "back":
      return back(state);
    case "mpin-typed":
      return step === "again"
        ? undefined
        : to({ ...state, step: step === "now" ? "new" : "again", notice: null });
    case "mpin-rejected":
      if (step === "now") return undefined;
      return to({ ...state, step: "new", notice: { kind: "rejected", why: event.why } });
    case "mpin-change-given": {
      if (step !== "again") return undefined;
      const { mpin, chosen } = event;
      const otherwise = firstStep(state, null);
      return toWith({ screen: "changing-mpin", otherwise }, { type: "change-mpin", mpin, chosen });
    }
    default:
      return undefined;
  }
}

function back(state: StateOf<"change-mpin">): Step {
  const { account, step } = state;
  if (step === "again") return to({ ...state, step: "new", notice: null });
  if (step === "new") return to(firstStep(state, null));
  return toWith({ screen: "settings", account, fingerprint: null }, { type: "read-fingerprint" });
}

function firstStep(
  { account }: StateOf<"change-mpin">,
  notice: MpinChangeNotice | null,
): StateOf<"change-mpin"> {
  return { screen: "change-mpin", account, step: "now", notice };
}

function reduceChanging({ otherwise }: StateOf<"changing-mpin">, event: AppEvent): Step | undefined {
  switch (event.type) {
    case "mpin-in-force":
      if (event.which === "before" && otherwise.screen === "change-mpin")
        return to(firstStep(otherwise, { kind: "unchanged" }));
      return to(mpinSettled(locked(otherwise), event.which));
    case "mpin-change-failed":
      return to(unchanged(otherwise, event.problem));
    case "mpin-doubted": {
      const { problem } = event;
      return to({ screen: "mpin-in-doubt", unlock: locked(otherwise), busy: false, problem });
    }
    default:
      return undefined;
  }
}

function unchanged(otherwise: StateOf<"change-mpin" | "unlock">, problem: Problem): AppState {
  if (otherwise.screen === "unlock") return withProblem(otherwise, problem);
  const { account } = otherwise;
  const triesLeft = problem.triesLeft ?? account.triesLeft;
  return firstStep({ ...otherwise, account: { ...account, triesLeft } }, { kind: "failed", problem });
}

/** The device has told of the end of its session, as a rule, and `otherwise` is the lock screen already. */
function locked(otherwise: StateOf<"change-mpin" | "unlock">): StateOf<"unlock"> {
  if (otherwise.screen === "unlock") return otherwise;
  const { mpin, triesLeft, passkey } = otherwise.account;
  return {
    ...{ screen: "unlock", mpin, triesLeft, passkey: passkey === "on" },
    ...{ reason: null, waiting: null, busy: false, problem: null },
  };
}

function reduceDoubt(state: StateOf<"mpin-in-doubt">, event: AppEvent): Step | undefined {
  switch (event.type) {
    case "try-again":
      return state.busy ? undefined : settleMpin(state);
    case "mpin-in-force":
      return to(mpinSettled(state.unlock, event.which));
    case "mpin-doubted":
      return to({ ...state, busy: false, problem: event.problem });
    case "mpin-forgotten":
      return state.busy ? undefined : to({ screen: "start-over", from: state });
    default:
      return undefined;
  }
}
