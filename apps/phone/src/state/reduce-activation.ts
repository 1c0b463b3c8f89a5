/** From a link to an activated phone, and what may go wrong on the way (shared words: registration code, mPIN). */
import { normalizeBase32, parseRegistrationCode, registrationCodeLength } from "@mtoken/protocol";
import type { AppEvent, WorldEvent } from "./app-event.ts";
import type { AppState, InvitationOrigin, StateOf } from "./app-state.ts";
import type { Step } from "./effect.ts";
import { to, toWith } from "./effect.ts";
import { mistyped } from "./mistyped.ts";
import type { Problem } from "./problem.ts";
import { problemOf } from "./problem.ts";
import { landing } from "./reduce-freeze.ts";

type ActivationScreen =
  | "welcome"
  | "scan-invitation"
  | "paste-link"
  | "opening-invitation"
  | "invitation-failed"
  | "registration-code"
  | "choose-mpin"
  | "activating"
  | "resume-activation"
  | "activation-stopped"
  | "activated";

const welcome: AppState = { screen: "welcome", problem: null };

export function reduceActivation(state: StateOf<ActivationScreen>, event: AppEvent): Step | undefined {
  switch (state.screen) {
    case "welcome":
    case "scan-invitation":
    case "paste-link":
      return reduceFinding(state, event);
    case "opening-invitation":
    case "invitation-failed":
      return reduceInvitation(state, event);
    case "registration-code":
    case "choose-mpin":
      return reduceSecrets(state, event);
    case "activating":
      return reduceWorking(state, event);
    case "resume-activation":
      if (event.type === "start-anew") return toWith({ screen: "starting" }, { type: "forget" });
      if (event.type !== "mpin-given") return undefined;
      return toWith(
        { screen: "activating", invitation: null, code: "", step: "register" },
        { type: "resume-activation", mpin: event.mpin },
      );
    case "activation-stopped":
      return event.type === "start-anew" ? toWith({ screen: "starting" }, { type: "forget" }) : undefined;
    case "activated":
      return event.type === "go-on" ? to(afterActivation(state)) : undefined;
  }
}

function afterActivation({ mpin, account }: StateOf<"activated">): AppState {
  const calm = { busy: false, problem: null };
  if (account?.passkey === "off" && account.frozen === null)
    return { screen: "add-passkey", account, from: "activated", step: "explain", ...calm };
  if (account !== null) return landing(account);
  return { screen: "unlock", mpin, triesLeft: 5, passkey: false, reason: null, waiting: null, ...calm };
}

function reduceFinding(
  state: StateOf<"welcome" | "scan-invitation" | "paste-link">,
  event: AppEvent,
): Step | undefined {
  switch (event.type) {
    case "scan-asked":
      return to({ screen: "scan-invitation", problem: null });
    case "paste-asked":
      return to({ screen: "paste-link", problem: null });
    case "back":
      return to(welcome);
    case "text-read":
      return state.screen === "welcome" ? undefined : openInvitation(event.text, state.screen);
    default:
      return undefined;
  }
}

function openInvitation(text: string, from: InvitationOrigin): Step {
  return toWith({ screen: "opening-invitation", text, from }, { type: "open-invitation", text });
}

function reduceInvitation(
  state: StateOf<"opening-invitation" | "invitation-failed">,
  event: AppEvent,
): Step | undefined {
  if (state.screen === "invitation-failed") {
    if (event.type === "try-again") return openInvitation(state.text, "address");
    return event.type === "back" ? to(welcome) : undefined;
  }
  if (event.type === "back") return to(welcome);
  if (event.type === "invitation-opened") {
    const { invitation } = event;
    return to({ screen: "registration-code", invitation, code: "", problem: null });
  }
  return event.type === "invitation-refused" ? to(refusedInvitation(state, event.problem)) : undefined;
}

/** A code that was not an activation link at all: scan or paste again, where the user was. */
function refusedInvitation(state: StateOf<"opening-invitation">, problem: Problem): AppState {
  const another = ["unreadable_code", "wrong_server", "not_activated"].includes(problem.code);
  if (!another) return { screen: "invitation-failed", text: state.text, problem };
  if (state.from === "address") return { screen: "welcome", problem };
  return { screen: state.from, problem };
}

function reduceSecrets(
  state: StateOf<"registration-code" | "choose-mpin">,
  event: AppEvent,
): Step | undefined {
  const { invitation } = state;
  if (state.screen === "registration-code") {
    if (event.type === "back") return to(welcome);
    if (event.type === "time-passed" && event.now >= invitation.expiresAt * 1000)
      return to({ screen: "activation-stopped", problem: problemOf("activation_closed") });
    if (event.type !== "code-given") return undefined;
    const { code } = event;
    if (isWrongAgain(state, code)) return undefined;
    // The check character tells a slip of the finger from a wrong code, and saves one of the five attempts.
    if (parseRegistrationCode(code) === undefined)
      return to({ ...state, code, problem: mistyped(code, registrationCodeLength) });
    return to({ screen: "choose-mpin", invitation, code, problem: null });
  }
  if (event.type === "back")
    return to({ screen: "registration-code", invitation, code: state.code, problem: null });
  if (event.type !== "mpin-given") return undefined;
  return toWith(
    { screen: "activating", invitation, code: state.code, step: "offer" },
    { type: "activate", invitation, code: state.code, mpin: event.mpin },
  );
}

function reduceWorking(state: StateOf<"activating">, event: AppEvent): Step | undefined {
  switch (event.type) {
    case "activation-moved":
      return to({ ...state, step: event.step });
    case "activated": {
      const { fingerprint, mpin, account } = event;
      return to({ screen: "activated", fingerprint, mpin, account });
    }
    case "approval-awaited":
      return to({
        screen: "awaiting-approval",
        fingerprint: event.fingerprint,
        busy: false,
        problem: null,
      });
    case "activation-failed":
      return to(afterFailure(state, event));
    default:
      return undefined;
  }
}

type Failure = Extract<WorldEvent, { type: "activation-failed" }>;

/** Where a failed activation goes on: at what was wrong, or with the mPIN alone when the server has taken the rest. */
function afterFailure(state: StateOf<"activating">, { problem, found }: Failure): AppState {
  const { invitation, code } = state;
  if (found.kind === "activating") {
    const { mpin, triesLeft } = found;
    return { screen: "resume-activation", mpin, triesLeft, problem };
  }
  if (invitation === null) return { screen: "activation-stopped", problem };
  switch (problem.code) {
    case "wrong_registration_code":
      if (problem.attemptsLeft === 0) return { screen: "activation-stopped", problem };
      return { screen: "registration-code", invitation, code, problem };
    case "mistyped_code":
      return { screen: "registration-code", invitation, code, problem };
    case "activation_closed":
    case "activation_refused":
    case "not_found":
      return { screen: "activation-stopped", problem };
    default:
      return { screen: "choose-mpin", invitation, code, problem };
  }
}

/** Whether this is the very code that the server has just refused: it would only take one more of the tries. */
export function isWrongAgain(state: StateOf<"registration-code">, code: string): boolean {
  return (
    state.problem?.code === "wrong_registration_code" && normalizeBase32(code) === normalizeBase32(state.code)
  );
}
