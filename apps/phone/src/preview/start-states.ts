/** Before anything, and the activation. */
import type { RequestId } from "@mtoken/protocol";
import type { Invitation, StateOf } from "../state/app-state.ts";
import { problemOf } from "../state/problem.ts";
import type { NamedStates } from "./preview-account.ts";
import { account, atWork, calm, failed, fingerprint, mpin, present, wrong } from "./preview-account.ts";

export const invitation: Invitation = {
  link: {
    origin: "https://app.example.com",
    activation: "act_1",
    secret: new Uint8Array(16),
  } as unknown as Invitation["link"],
  mpin,
  expiresAt: present + 23 * 3600 + 12 * 60,
};
const ofAnyLength: Invitation = { ...invitation, mpin: { min: 6, max: 12 } };

const scanning: StateOf<"scan-invitation"> = { screen: "scan-invitation", problem: null };
const typing: StateOf<"registration-code"> = {
  screen: "registration-code",
  ...{ invitation, code: "", problem: null },
};
const choosing: StateOf<"choose-mpin"> = { screen: "choose-mpin", invitation, code: "", problem: null };
const activating: StateOf<"activating"> = { screen: "activating", invitation, code: "", step: "prove" };
const resuming: StateOf<"resume-activation"> = {
  screen: "resume-activation",
  ...{ mpin, triesLeft: 5, problem: null },
};

export const startStates: NamedStates = {
  starting: { screen: "starting" },
  "cannot-run": { screen: "cannot-run", missing: "storage" },
  "cannot-run-secure-context": { screen: "cannot-run", missing: "secure-context" },
  "cannot-run-web-assembly": { screen: "cannot-run", missing: "web-assembly" },
  "cannot-start": { screen: "cannot-start", problem: problemOf("offline") },
  "cannot-start-elsewhere": { screen: "cannot-start", problem: problemOf("wrong_server") },
  elsewhere: { screen: "elsewhere" },
  "data-lost": { screen: "data-lost" },
  outdated: { screen: "outdated" },
  withdrawn: { screen: "withdrawn", request: "req_1" as RequestId },
  welcome: { screen: "welcome", problem: null },
  "welcome-install": { screen: "welcome", problem: null },
  "welcome-install-ios": { screen: "welcome", problem: null },
  "welcome-install-menu": { screen: "welcome", problem: null },
  "welcome-used-before": { screen: "welcome", problem: null },
  "welcome-no-connection": { screen: "welcome", problem: null },
  "scan-invitation": scanning,
  "scan-invitation-denied": scanning,
  "paste-link": { screen: "paste-link", problem: null },
  "paste-link-incomplete": { screen: "paste-link", problem: problemOf("unreadable_code") },
  "opening-invitation": { screen: "opening-invitation", text: "", from: "address" },
  "opening-invitation-scanned": { screen: "opening-invitation", text: "", from: "scan-invitation" },
  "invitation-failed-offline": { screen: "invitation-failed", text: "", problem: problemOf("offline") },
  "registration-code": { ...typing, code: "7KQXM-2P" },
  "registration-code-short": {
    ...typing,
    code: "7KQXM-2P",
    problem: { ...problemOf("mistyped_code"), missing: 3 },
  },
  "registration-code-last-minute": { ...typing, invitation: { ...invitation, expiresAt: present + 20 } },
  "registration-code-install-ios": typing,
  "registration-code-install-menu": typing,
  "registration-code-wrong": {
    ...typing,
    code: "7KQXM-2P49D",
    problem: wrong("wrong_registration_code", { attemptsLeft: 3 }),
  },
  "choose-mpin": choosing,
  "choose-mpin-range": { ...choosing, invitation: ofAnyLength },
  "choose-mpin-weak": { ...choosing, problem: wrong("weak_mpin", { weakness: "sequence" }) },
  "choose-mpin-again": choosing,
  "choose-mpin-different": choosing,
  "activating-begin": { ...activating, step: "offer" },
  activating,
  "activating-resumed": { ...activating, invitation: null, step: "certify" },
  "activating-done": { ...activating, step: "done" },
  "resume-activation": resuming,
  "resume-activation-offline": { ...resuming, problem: problemOf("offline") },
  "resume-activation-wrong": { ...resuming, triesLeft: 3, problem: wrong("wrong_mpin", { triesLeft: 3 }) },
  "resume-activation-last": { ...resuming, triesLeft: 1, problem: wrong("wrong_mpin", { triesLeft: 1 }) },
  "activation-stopped-attempts": {
    screen: "activation-stopped",
    problem: wrong("wrong_registration_code", { attemptsLeft: 0 }),
  },
  activated: { screen: "activated", fingerprint, mpin, account },
  "activated-locked": { screen: "activated", fingerprint, mpin, account: null },
  "awaiting-approval": { screen: "awaiting-approval", fingerprint, ...calm },
  "awaiting-approval-asking": { screen: "awaiting-approval", fingerprint, ...atWork },
  "awaiting-approval-offline": { screen: "awaiting-approval", fingerprint, ...failed("offline") },
};

/** mPINs to type one after the other, for what a screen keeps to itself. */
export const typedMpins: Readonly<Record<string, readonly string[]>> = {
  "choose-mpin-again": ["739152"],
  "choose-mpin-different": ["739152", "739153"],
};
