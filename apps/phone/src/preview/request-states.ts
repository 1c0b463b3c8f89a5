/** A request: how it is found, what it asks, and what became of it. */
import type { Outcome, StateOf } from "../state/app-state.ts";
import { problemOf } from "../state/problem.ts";
import type { NamedStates } from "./preview-account.ts";
import { account, atWork, calm, failed, wrong } from "./preview-account.ts";
import {
  batch,
  document,
  manyCurrencies,
  payment,
  signatureOf,
  signInOn,
  statement,
} from "./preview-envelopes.ts";

const unknown = signInOn("unknown");
const here = signInOn("unknown", { digits: false, same_device: true });
const signing = signatureOf(payment);

const scanning: StateOf<"scan-request"> = { screen: "scan-request", account, problem: null };
const signIn: StateOf<"sign-in"> = { screen: "sign-in", account, opened: unknown, ...calm };
const signature: StateOf<"signature"> = {
  screen: "signature",
  ...{ account, opened: signing, digits: "", problem: null },
};
const withMpin: StateOf<"sign-mpin"> = {
  screen: "sign-mpin",
  ...{ account, opened: signing, digits: "" },
  ...calm,
};
const refusing: StateOf<"refuse"> = {
  screen: "refuse",
  ...{ account, opened: signing, reason: "other" },
  ...calm,
};

function decided(outcome: Outcome, returnTo: string | null = null): StateOf<"decided"> {
  return { screen: "decided", account, outcome, returnTo };
}

export const requestStates: NamedStates = {
  "scan-request": scanning,
  "scan-request-starting": scanning,
  "scan-request-denied": scanning,
  "scan-request-none": scanning,
  "scan-request-busy": scanning,
  "scan-request-lost": scanning,
  "scan-request-failed": scanning,
  "scan-request-torch-off": scanning,
  "scan-request-zoom": scanning,
  "scan-request-torch-on": scanning,
  "scan-request-screen-starting": scanning,
  "scan-request-screen-ended": scanning,
  "scan-request-no-code": scanning,
  "scan-request-several": scanning,
  "scan-request-too-large": scanning,
  "scan-request-no-picture": scanning,
  "typed-code": { screen: "typed-code", account, problem: null },
  "scan-request-offline": { ...scanning, problem: problemOf("offline") },
  "typed-code-short": {
    screen: "typed-code",
    account,
    problem: { ...problemOf("mistyped_code"), missing: 1 },
  },
  "typed-code-offline": { screen: "typed-code", account, problem: problemOf("offline") },
  claiming: { screen: "claiming", account, from: "list", source: { qr: "" } },
  "claiming-scanned": { screen: "claiming", account, from: "scan", source: { qr: "" } },
  "claiming-typed": { screen: "claiming", account, from: "typed-code", source: { qr: "" } },
  "sign-in-known": { ...signIn, opened: signInOn("known") },
  "sign-in-unknown": signIn,
  "sign-in-handheld": { ...signIn, opened: signInOn("handheld") },
  "sign-in-long": {
    ...signIn,
    opened: signInOn("known", {
      origin: "https://secure-business-portal.customers.harbour-bank-international.example:8443",
    }),
  },
  "sign-in-here": { ...signIn, opened: here },
  "sign-in-ending": { ...signIn, ending: true },
  "sign-in-confirming": { ...signIn, ...atWork },
  "sign-in-no-answer": { ...signIn, ...failed("offline") },
  payment: signature,
  "payment-digits": {
    ...signature,
    opened: signatureOf(payment, { computer: unknown.envelope.computer, digits: true }),
  },
  "payment-ending": { ...signature, ending: true },
  "payment-largest": { ...signature, opened: signatureOf({ ...payment, amount: "999999999999999999.99" }) },
  batch: { ...signature, opened: signatureOf(batch) },
  "batch-currencies": { ...signature, opened: signatureOf(manyCurrencies) },
  document: { ...signature, opened: signatureOf(document) },
  statement: { ...signature, opened: signatureOf(statement) },
  "signature-idle": { ...signature, account: { ...account, idleSoon: true } },
  "sign-mpin": withMpin,
  "sign-mpin-no-passkey": { ...withMpin, account: { ...account, passkey: "off" } },
  "sign-mpin-only": { ...withMpin, opened: signatureOf(payment, { fresh_factor: "mpin" }) },
  "sign-mpin-sign-in": { ...withMpin, opened: signInOn("known", { fresh_factor: "any" }) },
  "sign-mpin-few": { ...withMpin, account: { ...account, triesLeft: 2 } },
  "sign-mpin-last": {
    ...withMpin,
    account: { ...account, triesLeft: 1 },
    problem: wrong("wrong_mpin", { triesLeft: 1 }),
  },
  "sign-mpin-idle": { ...withMpin, account: { ...account, idleSoon: true } },
  "sign-mpin-idle-wrong": {
    ...withMpin,
    account: { ...account, idleSoon: true, triesLeft: 3 },
    problem: wrong("wrong_mpin", { triesLeft: 3 }),
  },
  "sign-mpin-idle-last": {
    ...withMpin,
    account: { ...account, idleSoon: true, triesLeft: 1 },
    problem: wrong("wrong_mpin", { triesLeft: 1 }),
  },
  "sign-mpin-ending": { ...withMpin, ending: true },
  "sign-mpin-signing": { ...withMpin, ...atWork },
  "sign-mpin-no-answer": { ...withMpin, ...failed("offline") },
  "refuse-sign-in": { ...refusing, opened: unknown },
  "refuse-signature": refusing,
  "refuse-ending": { ...refusing, ending: true },
  "refuse-busy": { ...refusing, ...atWork },
  "refuse-not-me-busy": { ...refusing, reason: "not-me", ...atWork },
  "refuse-no-answer": { ...refusing, ...failed("offline") },
  "decided-signed-in": decided({ kind: "signed-in", opened: unknown }),
  "decided-here": decided({ kind: "signed-in", opened: here }, ""),
  "decided-signed": decided({ kind: "signed", opened: signing }),
  "decided-signed-here": decided({ kind: "signed", opened: signatureOf(payment, { same_device: true }) }, ""),
  "decided-refused": decided({ kind: "refused", opened: signing, reason: "changed-mind" }),
  "decided-refused-sign-in": decided({ kind: "refused", opened: unknown, reason: "other" }),
  "decided-unclear": decided({ kind: "closed", opened: unknown, problem: problemOf("request_closed") }),
  "decided-untrusted": decided({ kind: "closed", opened: unknown, problem: problemOf("untrusted_answer") }),
};

/** What is typed in the field of a screen that says what is wrong with it. */
export const typedTexts: Readonly<Record<string, string>> = {
  "paste-link-incomplete": "https://app.harbour-bank.example/a#7KQXM",
  "typed-code-short": "K7W-M2Q-9X",
  "typed-code-mistyped-code": "K7W-M2Q-9XC",
  "typed-code-offline": "K7W-M2Q-9XB",
  "typed-code-typed-code-refused": "K7W-M2Q-9XB",
  "typed-code-computer-waits": "K7W-M2Q-9XB",
  "typed-code-rate-limited": "K7W-M2Q-9XB",
  "paste-link-wrong-server": "https://elsewhere.example/a#7KQXM2P49D0F",
};
