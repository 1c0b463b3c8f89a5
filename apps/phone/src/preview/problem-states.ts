/**
 * Every text that says what went wrong, where it can stand: what the app itself makes of the event that brings it. The compiler
 * asks for a place for each, so that none comes to users that nobody has looked at.
 */
import type { MpinProblem } from "@mtoken/device";
import { english } from "../messages.ts";
import type { AppEvent } from "../state/app-event.ts";
import type { AppState, ClaimOrigin, InvitationOrigin, StateOf } from "../state/app-state.ts";
import type { Problem } from "../state/problem.ts";
import { problemOf } from "../state/problem.ts";
import { reduce } from "../state/reduce.ts";
import { enrolment } from "./home-states.ts";
import type { NamedStates } from "./preview-account.ts";
import { account, atWork, mpin } from "./preview-account.ts";
import { payment, signatureOf, signInOn } from "./preview-envelopes.ts";
import { invitation } from "./start-states.ts";

type ToldProblem = keyof typeof english.problems;

/** A screen that is at work, or asks, and what comes of it. */
interface Place {
  state: AppState;
  event(problem: Problem): AppEvent;
}

const unlock: StateOf<"unlock"> = {
  ...{ screen: "unlock", mpin, triesLeft: 5, passkey: true, reason: null, waiting: null },
  ...atWork,
};
const unlocking: Place = {
  state: unlock,
  event: (problem) => ({ type: "unlock-failed", problem }),
};
const unlockingByPasskey: Place = { ...unlocking, state: { ...unlock, byPasskey: true } };

/** The phone was activated before, or never. */
const starting = { screen: "starting" } as const;
const openedActivated: Place = {
  state: starting,
  event: () => ({
    type: "found",
    found: { kind: "locked", mpin, triesLeft: 5, mpinInDoubt: false, passkey: false },
    entry: { kind: "invitation", text: "" },
  }),
};
const openedEmpty: Place = {
  state: starting,
  event: () => ({ type: "found", found: { kind: "empty" }, entry: { kind: "scanned" } }),
};

function opening(from: InvitationOrigin): Place {
  return {
    state: { screen: "opening-invitation", text: "", from },
    event: (problem) => ({ type: "invitation-refused", problem }),
  };
}

const activating: Place = {
  state: { screen: "activating", invitation, code: "7KQXM2P49D", step: "register" },
  event: (problem) => ({ type: "activation-failed", problem, found: { kind: "empty" } }),
};
/** The link and the code were taken. */
const finishing: Place = {
  ...activating,
  event: (problem) => ({
    ...{ type: "activation-failed", problem },
    found: { kind: "activating", mpin, triesLeft: 5 },
  }),
};
const typingRegistration: Place = {
  state: { screen: "registration-code", invitation, code: "", problem: null },
  event: () => ({ type: "code-given", code: "7KQXM-2P49E" }),
};

function claiming(from: ClaimOrigin): Place {
  const source = { qr: "" };
  return {
    state: { screen: "claiming", account, from, source },
    event: (problem) => ({ type: "claim-failed", source, problem }),
  };
}

const typing: Place = {
  state: { screen: "typed-code", account, problem: null },
  event: () => ({ type: "code-given", code: "K7W-M2Q-9XC" }),
};

const unknown = signInOn("unknown");
const withDigits = signatureOf(payment, { computer: unknown.envelope.computer, digits: true });
const signIn: StateOf<"sign-in"> = {
  screen: "sign-in",
  account,
  opened: unknown,
  busy: false,
  problem: null,
};
const signMpin: StateOf<"sign-mpin"> = {
  ...{ screen: "sign-mpin", account, opened: signatureOf(payment), digits: "" },
  ...atWork,
};
const confirmedAtOnce = (): AppEvent => ({ type: "confirmed", digits: "" });
const failedDecision = (problem: Problem): AppEvent => ({ type: "decision-failed", problem });
const reading: Place = { state: signIn, event: confirmedAtOnce };
const readingPayment: Place = {
  state: { screen: "signature", account, opened: withDigits, digits: "", problem: null },
  event: confirmedAtOnce,
};
const confirming: Place = { state: { ...signIn, ...atWork }, event: failedDecision };
const signing: Place = { state: signMpin, event: failedDecision };
const signingByPasskey: Place = { state: { ...signMpin, byPasskey: true }, event: failedDecision };
const refusing: Place = {
  state: { screen: "refuse", account, opened: unknown, reason: "other", ...atWork },
  event: failedDecision,
};

const failedPasskey = (problem: Problem): AppEvent => ({ type: "passkey-failed", problem });
const explained: StateOf<"add-passkey"> = {
  ...{ screen: "add-passkey", account: { ...account, passkey: "off" }, from: "settings", step: "explain" },
  ...atWork,
};
const preparing: Place = { state: explained, event: failedPasskey };
const adding: Place = { state: { ...explained, step: "mpin" }, event: failedPasskey };

const changing: StateOf<"change-mpin"> = { screen: "change-mpin", account, step: "now", notice: null };
const changingMpin: Place = {
  state: { screen: "changing-mpin", otherwise: changing },
  event: (problem) => ({ type: "mpin-change-failed", problem }),
};
const answering: Place = {
  state: { screen: "enrol-computer", account, enrolment, ...atWork },
  event: (problem) => ({ type: "computers-failed", problem }),
};
const freezing: Place = {
  state: { screen: "freeze", account, from: "home", fingerprint: null, ...atWork },
  event: (problem) => ({ type: "freeze-failed", problem }),
};
const listing: Place = {
  state: { screen: "home", account, problem: null },
  event: (problem) => ({ type: "requests-unheard", problem }),
};

const places: Record<ToldProblem, readonly [Place, ...Place[]]> = {
  offline: [unlocking],
  untrusted_answer: [unlocking, claiming("scan"), opening("address"), changingMpin],
  wrong_biometrics: [unlockingByPasskey, signingByPasskey],
  biometrics_removed: [unlockingByPasskey, signingByPasskey],
  biometrics_cancelled: [unlockingByPasskey, signingByPasskey, preparing],
  biometrics_unsupported: [preparing],
  mpin_required: [signingByPasskey],
  biometrics_refused: [unlockingByPasskey, preparing],
  registration_refused: [adding],
  wrong_clock: [unlocking, opening("address"), signing],
  wrong_server: [opening("address"), opening("paste-link"), claiming("scan")],
  mistyped_code: [typingRegistration, typing],
  unreadable_code: [claiming("scan")],
  digits_needed: [reading, readingPayment],
  not_activated: [openedEmpty, opening("scan-invitation")],
  already_activated: [openedActivated],
  storage_failed: [activating, unlocking, changingMpin],
  wrong_registration_code: [activating],
  activation_refused: [activating, opening("address")],
  activation_closed: [activating, opening("address")],
  handshake_refused: [unlocking, signing, changingMpin, finishing],
  session_ended: [unlocking],
  request_closed: [claiming("list"), answering],
  request_expired: [claiming("scan"), confirming, answering],
  frame_refused: [claiming("scan")],
  link_refused: [claiming("link")],
  typed_code_refused: [claiming("typed-code")],
  wrong_digits: [confirming],
  not_found: [claiming("list"), refusing],
  not_allowed: [claiming("scan")],
  user_frozen: [claiming("scan"), confirming, signing],
  company_stopped: [unlocking, claiming("scan"), signing],
  computer_stopped: [claiming("scan"), confirming],
  computer_waits: [claiming("scan"), claiming("typed-code")],
  computer_unknown: [claiming("scan")],
  company_refused: [confirming],
  rate_limited: [claiming("typed-code"), unlocking, freezing],
  unavailable: [listing, signing],
  unsupported_suite: [unlocking],
};

const told = Object.entries(places).flatMap(([code, brought]) =>
  brought.map(({ state, event }) => {
    const problem = problemOf(code as ToldProblem);
    const { state: shown } = reduce(state, event(problem));
    return { name: `${shown.screen}-${code.replaceAll("_", "-")}`, shown, problem };
  }),
);

const rejected = (Object.keys(english.weakness) as MpinProblem[]).map((why) => {
  const { state: shown } = reduce({ ...changing, step: "new" }, { type: "mpin-rejected", why });
  return { name: `change-mpin-${why}`, shown, problem: { ...problemOf("weak_mpin"), weakness: why } };
});

export const problemStates: NamedStates = Object.fromEntries(
  [...told, ...rejected].map(({ name, shown }) => [name, shown]),
);

/** What each of them has to say, by its name. */
export const problemsTold: ReadonlyMap<string, Problem> = new Map(
  [...told, ...rejected].map(({ name, problem }) => [name, problem]),
);
