/** A request on the screen: confirm or refuse, and what comes of it. */
import type { OpenedRequest } from "@mtoken/device";
import type { RefusalReason } from "@mtoken/protocol";
import type { AppEvent } from "./app-event.ts";
import type { Account, AppState, Outcome, StateOf } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import type { Problem } from "./problem.ts";
import { problemOf } from "./problem.ts";
import { enrolmentScreen } from "./reduce-computers.ts";
import { frozenScreen } from "./reduce-freeze.ts";
import { withStanding } from "./reduce-passkey.ts";

type DecisionScreen = "sign-in" | "signature" | "sign-mpin" | "refuse" | "decided";

export function reduceDecision(state: StateOf<DecisionScreen>, event: AppEvent): Step | undefined {
  if (event.type === "time-left") return reduceTimeLeft(state, event.seconds);
  switch (state.screen) {
    case "sign-in":
      return reduceSignIn(state, event);
    case "signature":
      return reduceSignature(state, event);
    case "sign-mpin":
      return reduceSignMpin(state, event);
    case "refuse":
      return reduceRefuse(state, event);
    case "decided":
      return reduceDecided(state, event);
  }
}

/** Seconds before a request runs out from when on its screen says so. */
const lastSeconds = 30;

/** It ends as the server's answer to a decision would end it; what of one that is on its way is for that answer to say. */
function reduceTimeLeft(state: StateOf<DecisionScreen>, seconds: number | null): Step | undefined {
  if (state.screen === "decided" || ("busy" in state && state.busy)) return undefined;
  if (seconds === null) {
    const closed = closedBy(state, problemOf("request_expired"));
    return closed && to(closed);
  }
  return seconds > lastSeconds || state.ending === true ? undefined : to({ ...state, ending: true });
}

function reduceSignIn(state: StateOf<"sign-in">, event: AppEvent): Step | undefined {
  const { account, opened } = state;
  switch (event.type) {
    case "confirmed":
      if (state.busy) return undefined;
      if (lacksDigits(opened, event.digits)) return to({ ...state, problem: problemOf("digits_needed") });
      if (opened.envelope.fresh_factor !== "none") return to(askFactor({ account, opened }, event.digits));
      return toWith(
        { ...state, digits: event.digits, busy: true, problem: null },
        { type: "approve", opened, digits: event.digits },
      );
    case "refuse-asked":
      return state.busy
        ? undefined
        : to({ screen: "refuse", account, opened, reason: "other", busy: false, problem: null });
    case "decided":
      return to({
        screen: "decided",
        account,
        outcome: { kind: "signed-in", opened },
        returnTo: event.returnTo,
      });
    case "decision-failed":
      // The company has begun to ask for one since the envelope was made.
      if (event.problem.code === "fresh_factor_required")
        return to(askFactor({ account, opened }, state.digits ?? ""));
      return to(closedBy(state, event.problem) ?? { ...state, busy: false, problem: event.problem });
    default:
      return undefined;
  }
}

function askFactor(of: { account: Account; opened: OpenedRequest }, digits: string): StateOf<"sign-mpin"> {
  return { screen: "sign-mpin", ...of, digits, busy: false, problem: null };
}

function reduceSignature(state: StateOf<"signature">, event: AppEvent): Step | undefined {
  const { account, opened } = state;
  if (event.type === "refuse-asked")
    return to({ screen: "refuse", account, opened, reason: "other", busy: false, problem: null });
  if (event.type !== "confirmed") return undefined;
  const { digits } = event;
  if (lacksDigits(opened, digits)) return to({ ...state, digits, problem: problemOf("digits_needed") });
  return to(askFactor({ account, opened }, digits));
}

function reduceSignMpin(state: StateOf<"sign-mpin">, event: AppEvent): Step | undefined {
  const { account, opened, digits } = state;
  switch (event.type) {
    case "back":
      return state.busy ? undefined : to(requestAgain(account, opened, digits));
    case "mpin-key":
      return state.busy ? undefined : toWith(state, { type: "prepare-signing", opened });
    case "mpin-given":
      if (state.busy) return undefined;
      return toWith(
        { ...state, busy: true, byPasskey: false, problem: null },
        { type: "sign", opened, digits, mpin: event.mpin },
      );
    case "passkey-asked":
      if (state.busy || account.passkey !== "on" || takesMpin(state)) return undefined;
      return toWith(
        { ...state, busy: true, byPasskey: true, problem: null },
        { type: "sign-by-passkey", opened, digits },
      );
    case "decided":
      return to({
        screen: "decided",
        account,
        outcome: { kind: opened.envelope.kind === "sign-in" ? "signed-in" : "signed", opened },
        returnTo: event.returnTo,
      });
    case "decision-failed":
      return to(
        closedBy(state, event.problem) ?? {
          ...state,
          account: withStanding(account, event.problem),
          busy: false,
          problem: event.problem,
        },
      );
    default:
      return undefined;
  }
}

function reduceRefuse(state: StateOf<"refuse">, event: AppEvent): Step | undefined {
  const { account, opened } = state;
  switch (event.type) {
    case "back":
      return state.busy ? undefined : to(requestAgain(account, opened));
    case "refused":
      if (state.busy) return undefined;
      return toWith(
        { ...state, busy: true, problem: null, reason: event.reason },
        { type: "refuse", opened, reason: event.reason },
      );
    case "decided":
      if (event.frozen !== null) return to(frozenScreen(account, event.frozen));
      return to({ screen: "decided", account, outcome: refusal(state, opened), returnTo: event.returnTo });
    case "decision-failed":
      return to(closedBy(state, event.problem) ?? { ...state, busy: false, problem: event.problem });
    default:
      return undefined;
  }
}

function reduceDecided(state: StateOf<"decided">, event: AppEvent): Step | undefined {
  const { account, outcome, returnTo } = state;
  if (event.type === "requests-heard") {
    const { requests, unread, features, enrolment } = event;
    return to({ ...state, account: { ...account, requests, unread, features, enrolment } });
  }
  if (event.type === "go-on") return afterDecision(without(account, outcome.opened), outcome);
  if (event.type !== "lead-back" || returnTo === null) return undefined;
  // Who comes back to the app finds no code in it any more.
  return toWith({ ...state, returnTo: null }, { type: "lead-back", to: returnTo });
}

/**
 * A computer's question comes at once only to whoever has just confirmed the sign-in on that very computer, while nothing waits:
 * shown after anything else, it would stand before what matters more, or pass for another computer's.
 */
function afterDecision(account: Account, { kind, opened }: Outcome): Step {
  const home = to({ screen: "home", account, problem: null });
  const asking = account.enrolment?.enrolment.computer.id;
  const justUsed = kind === "signed-in" && opened.envelope.computer?.id === asking;
  return (justUsed && account.requests.length === 0 && enrolmentScreen(account)) || home;
}

function refusal({ reason }: { reason: RefusalReason }, opened: OpenedRequest): Outcome {
  return { kind: "refused", opened, reason };
}

function requestAgain(account: Account, opened: OpenedRequest, digits = ""): AppState {
  if (opened.envelope.kind === "sign-in")
    return { screen: "sign-in", account, opened, busy: false, problem: null };
  return { screen: "signature", account, opened, digits, problem: null };
}

function lacksDigits({ envelope }: OpenedRequest, digits: string): boolean {
  return envelope.digits && !/^[0-9]{2}$/.test(digits);
}

/** Whether fingerprint or face is not enough for it, as its envelope says or the server has said since. */
export function takesMpin({ opened, problem }: Pick<StateOf<"sign-mpin">, "opened" | "problem">): boolean {
  return opened.envelope.fresh_factor === "mpin" || problem?.code === "mpin_required";
}

/** After these nothing can be decided any more. */
function closedBy(
  { account, opened }: { account: Account; opened: OpenedRequest },
  problem: Problem,
): AppState | undefined {
  const closing = [
    ...["request_expired", "request_closed", "not_found", "wrong_digits", "untrusted_answer"],
    ...["company_refused", "computer_stopped"],
  ];
  if (!closing.includes(problem.code)) return undefined;
  return { screen: "decided", account, outcome: { kind: "closed", opened, problem }, returnTo: null };
}

/** The list may still name what was just decided, until the server is asked again. */
function without(account: Account, { envelope }: OpenedRequest): Account {
  return {
    ...account,
    requests: account.requests.filter(({ request }) => request !== envelope.request),
  };
}
