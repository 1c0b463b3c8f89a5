/** The unlocked phone, up to the moment when a request is on the screen. */
import type { ClaimSource, OpenedRequest } from "@mtoken/device";
import { parseTypedCode, typedCodeLength } from "@mtoken/protocol";
import type { AppEvent } from "./app-event.ts";
import type { Account, AppState, ClaimOrigin, StateOf } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import { mistyped } from "./mistyped.ts";
import type { Problem } from "./problem.ts";
import { isUnanswered } from "./problem.ts";
import { computersScreen, enrolmentScreen } from "./reduce-computers.ts";
import { freezeScreen, landing } from "./reduce-freeze.ts";

type SessionScreen =
  | "home"
  | "inbox"
  | "settings"
  | "deactivate"
  | "scan-request"
  | "typed-code"
  | "claiming";

export function reduceSession(state: StateOf<SessionScreen>, event: AppEvent): Step | undefined {
  if (event.type === "requests-heard") return to(withRequests(state, event));
  switch (state.screen) {
    case "home":
      return reduceHome(state, event);
    case "inbox":
      return reduceInbox(state, event);
    case "settings":
    case "deactivate":
      return reduceSettings(state, event);
    case "scan-request":
    case "typed-code":
      return reduceFinding(state, event);
    case "claiming":
      return reduceClaiming(state, event);
  }
}

/** The answer to a claim that was left may come while the next one is under way: the user did not choose that request now. */
function reduceClaiming(state: StateOf<"claiming">, event: AppEvent): Step | undefined {
  if (event.type === "back") return to({ screen: "home", account: state.account, problem: null });
  if (event.type !== "claimed" && event.type !== "claim-failed") return undefined;
  if (event.source !== state.source) return undefined;
  if (event.type === "claimed") return to(requestScreen(state.account, event.opened));
  return to(unclaimed(state, event.problem));
}

type Heard = Pick<Account, "requests" | "unread" | "features" | "enrolment">;

/** An answer to the list is also the sign that the server is there again. */
function withRequests(
  state: StateOf<SessionScreen>,
  { requests, unread, features, enrolment }: Heard,
): AppState {
  const account = { ...state.account, requests, unread, features, enrolment };
  if (state.screen === "home" && isUnanswered(state.problem)) return { ...state, account, problem: null };
  return { ...state, account };
}

function reduceHome(state: StateOf<"home">, event: AppEvent): Step | undefined {
  const { account } = state;
  switch (event.type) {
    case "scan-asked":
      return to({ screen: "scan-request", account, problem: null });
    case "typed-code-asked":
      return to({ screen: "typed-code", account, problem: null });
    case "settings-asked":
      return toWith({ screen: "settings", account, fingerprint: null }, { type: "read-fingerprint" });
    case "change-mpin-asked":
      return to(askMpinOfNow(account));
    case "inbox-asked":
      return toWith(
        { screen: "inbox", account, notices: null, more: false, busy: true, problem: null },
        { type: "list-notices", before: null },
      );
    case "freeze-asked":
      return to(freezeScreen(account, "home"));
    case "push-wanted":
      return wantPush(state, event.wanted);
    case "enrolment-chosen":
      return enrolmentScreen(account);
    case "request-chosen":
      return claim(account, "list", { request: event.request });
    case "signed-out":
      return toWith({ screen: "home", account, problem: null }, { type: "sign-out" });
    case "try-again":
      // What stands there stays until there is an answer: before it, nobody knows what waits.
      return toWith(state, { type: "list-requests" });
    case "requests-unheard":
      return to({ screen: "home", account, problem: event.problem });
    default:
      return undefined;
  }
}

function reduceInbox(state: StateOf<"inbox">, event: AppEvent): Step | undefined {
  const { account, notices } = state;
  switch (event.type) {
    case "back":
      return to({ screen: "home", account, problem: null });
    case "older-asked":
    case "try-again":
      if (state.busy) return undefined;
      return toWith(
        { ...state, busy: true, problem: null },
        { type: "list-notices", before: notices?.at(-1)?.notice ?? null },
      );
    case "notices-heard": {
      const known = notices ?? [];
      return to({ ...state, notices: [...known, ...event.notices], more: event.more, busy: false });
    }
    case "disowned":
      // Each question in between is one more for an attacker to answer.
      return toWith({ ...freezeScreen(account, "home"), busy: true }, { type: "freeze" });
    case "notices-read":
      // On this screen they stay marked as new: the user is just reading them.
      return to({ ...state, account: { ...account, unread: 0 } });
    case "notices-unheard":
      return to({ ...state, busy: false, problem: event.problem });
    default:
      return undefined;
  }
}

/** What the user sees meanwhile is what was chosen; how it went is told. */
function wantPush(state: StateOf<"home" | "settings">, on: boolean): Step {
  const account = { ...state.account, push: on ? ("on" as const) : ("off" as const) };
  return toWith({ ...state, account }, { type: "turn-push", on });
}

function reduceSettings(state: StateOf<"settings" | "deactivate">, event: AppEvent): Step | undefined {
  const { account, fingerprint } = state;
  if (event.type === "fingerprint-read") return to({ ...state, fingerprint: event.fingerprint });
  if (state.screen === "settings") return reduceChoice(state, event);
  if (state.busy && event.type !== "deactivation-failed") return undefined;
  switch (event.type) {
    case "back":
      if (state.reason !== null) return to({ ...state, reason: null, problem: null });
      return to({ screen: "settings", account, fingerprint });
    case "settings-asked":
      return to({ screen: "settings", account, fingerprint });
    case "deactivation-reason-chosen":
      return to({ ...state, reason: event.reason });
    case "deactivation-confirmed":
      return deactivate(state, event.note);
    case "deactivation-failed":
      return to(notGivenUp(state, event.problem));
    case "start-anew":
      // Only once the server could not be told: it would go on counting the phone.
      return isUnanswered(state.problem) ? to({ screen: "start-over", from: state }) : undefined;
    default:
      return undefined;
  }
}

function deactivate(state: StateOf<"deactivate">, note: string): Step | undefined {
  const { reason } = state;
  if (reason === null) return undefined;
  const why = note === "" ? { reason } : { reason, note };
  const account = { ...state.account, givenUp: true } as const;
  return toWith({ ...state, account, busy: true, problem: null }, { type: "deactivate", why });
}

/** Where no answer came, the server may have done it all the same. */
function notGivenUp(state: StateOf<"deactivate">, problem: Problem): StateOf<"deactivate"> {
  const calm = { ...state, busy: false, problem };
  if (isUnanswered(problem)) return calm;
  const { givenUp: _asked, ...account } = state.account;
  return { ...calm, account };
}

function reduceChoice(state: StateOf<"settings">, event: AppEvent): Step | undefined {
  const { account, fingerprint } = state;
  const calm = { busy: false, problem: null };
  switch (event.type) {
    case "back":
      return to(landing(account));
    case "freeze-asked":
      return account.frozen === null ? to(freezeScreen(account, "settings", fingerprint)) : undefined;
    case "signed-out":
      return toWith(state, { type: "sign-out" });
    case "push-wanted":
      return wantPush(state, event.wanted);
    case "computers-asked":
      return computersScreen(account);
    case "change-mpin-asked":
      return to(askMpinOfNow(account));
    case "add-passkey-asked":
      return to({ screen: "add-passkey", account, from: "settings", step: "explain", ...calm });
    case "remove-passkey-asked":
      return to({ screen: "remove-passkey", account, ...calm });
    case "deactivate-asked":
      return to({ screen: "deactivate", account, fingerprint, reason: null, ...calm });
    default:
      return undefined;
  }
}

function askMpinOfNow(account: Account): AppState {
  return { screen: "change-mpin", account, step: "now", notice: null };
}

function reduceFinding(state: StateOf<"scan-request" | "typed-code">, event: AppEvent): Step | undefined {
  const { account } = state;
  if (event.type === "back") return to({ screen: "home", account, problem: null });
  if (state.screen === "scan-request") {
    if (event.type === "text-read") return claim(account, "scan", { qr: event.text });
    if (event.type === "typed-code-asked") return to({ screen: "typed-code", account, problem: null });
    return undefined;
  }
  if (event.type === "scan-asked") return to({ screen: "scan-request", account, problem: null });
  if (event.type !== "code-given") return undefined;
  const { code } = event;
  if (parseTypedCode(code) === undefined) return to({ ...state, problem: mistyped(code, typedCodeLength) });
  return claim(account, "typed-code", { code });
}

/** Each claim has a source of its own: the object tells it from every other. */
export function claim(account: Account, from: ClaimOrigin, source: ClaimSource): Step {
  return toWith({ screen: "claiming", account, from, source }, { type: "claim", source });
}

function requestScreen(account: Account, opened: OpenedRequest): AppState {
  if (opened.envelope.kind === "sign-in")
    return { screen: "sign-in", account, opened, busy: false, problem: null };
  return { screen: "signature", account, opened, digits: "", problem: null };
}

function unclaimed({ account, from }: StateOf<"claiming">, problem: Problem): AppState {
  switch (from) {
    case "scan":
      return { screen: "scan-request", account, problem };
    case "typed-code":
      return { screen: "typed-code", account, problem };
    case "link":
    case "list":
      return { screen: "home", account, problem };
  }
}
