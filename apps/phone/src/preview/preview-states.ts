/** The states to look at, by the names of their pictures. */
import type { Notice, RequestSummary } from "@mtoken/protocol";
import type { Account, AppState, Invitation, StateOf } from "../state/app-state.ts";
import type { Problem } from "../state/problem.ts";
import { problemOf } from "../state/problem.ts";
import { batch, document, payment, signatureOf, signInOn, statement } from "./preview-envelopes.ts";

const mpin = { min: 6, max: 6 };
const present = Math.floor(Date.now() / 1000);
const fingerprint = "7KQX-M2P4-9D0F-WT3H-ZB51";

const waiting = [
  {
    request: "req_1",
    kind: "signature",
    relying_party: { id: "cli_1", name: "Harbour Bank Business" },
    title: "EUR 1\u202f234\u202f567.50 · Müller & Söhne Präzisionswerkzeuge GmbH",
    exp: present + 86_400,
  },
  {
    request: "req_2",
    kind: "signature",
    relying_party: { id: "cli_1", name: "Harbour Bank Business" },
    title: "Framework agreement on electronic payments, version 4",
    exp: present + 7200,
  },
] as unknown as RequestSummary[];

const thisPhone = `dev_${"A".repeat(43)}`;
const otherPhone = `dev_${"B".repeat(43)}`;

const account = {
  wrongTriesBefore: 0,
  triesLeft: 5,
  frozen: null,
  profile: {
    user: { id: "usr_1", name: "Johanna Lindqvist" },
    company: { id: "cmp_1", name: "Nordlicht Leuchten GmbH" },
  },
  device: thisPhone,
  requests: waiting,
  unread: 0,
  push: "on",
  mpin,
  passkey: "on",
} as unknown as Account;

const told = [
  { kind: "mpin.wrong", data: { device: thisPhone, tries_left: 2 }, read: false },
  {
    kind: "device.blocked",
    data: { device: otherPhone },
    about: { id: "usr_9", name: "Maximiliane Oberhuber" },
  },
  { kind: "mpin.changed", data: { device: thisPhone } },
  { kind: "device.activated", data: { device: thisPhone } },
  { kind: "device.deactivated", data: { device: otherPhone, cause: "replaced" } },
].map((notice, index) => ({
  ...{ notice: `ntc_${index}`, at: present - index * index * 86_400, read: index > 1, about: null },
  ...notice,
})) as unknown as Notice[];
const inbox = { screen: "inbox", account, notices: told, more: true, busy: false, problem: null } as const;

const invitation: Invitation = {
  link: {
    origin: "https://app.example.com",
    activation: "act_1",
    secret: new Uint8Array(16),
  } as unknown as Invitation["link"],
  mpin,
  expiresAt: present + 23 * 3600 + 12 * 60,
};

const calm = { busy: false, problem: null };
const locked: StateOf<"unlock"> = {
  ...{ screen: "unlock", mpin, triesLeft: 5, passkey: false, reason: null, waiting: null },
  ...calm,
};
const adding: StateOf<"add-passkey"> = {
  screen: "add-passkey",
  account: { ...account, passkey: "off" },
  ...{ from: "activated", step: "explain" },
  ...calm,
};
const changing = { screen: "change-mpin", account, step: "now", notice: null } as const;
const unknown = signInOn("unknown");
const here = signInOn("unknown", { digits: false, same_device: true });
const signing = signatureOf(payment);

function wrong(code: Problem["code"], figures: Partial<Problem>): Problem {
  return { ...problemOf(code), ...figures };
}

export const previewStates: Record<string, AppState> = {
  starting: { screen: "starting" },
  "cannot-run": { screen: "cannot-run", missing: "storage" },
  "cannot-start": { screen: "cannot-start", problem: problemOf("offline") },
  elsewhere: { screen: "elsewhere" },
  "data-lost": { screen: "data-lost" },
  outdated: { screen: "outdated" },
  welcome: { screen: "welcome", problem: null },
  "welcome-install": { screen: "welcome", problem: null },
  "welcome-install-ios": { screen: "welcome", problem: null },
  "welcome-no-connection": { screen: "welcome", problem: null },
  "welcome-wrong-server": { screen: "welcome", problem: problemOf("wrong_server") },
  "scan-invitation": { screen: "scan-invitation", problem: null },
  "scan-invitation-problem": { screen: "scan-invitation", problem: problemOf("not_activated") },
  "paste-link": { screen: "paste-link", problem: problemOf("unreadable_code") },
  "invitation-failed": { screen: "invitation-failed", text: "", problem: problemOf("activation_closed") },
  "registration-code": { screen: "registration-code", invitation, code: "7KQXM-2P", problem: null },
  "registration-code-install-ios": { screen: "registration-code", invitation, code: "", problem: null },
  "registration-code-wrong": {
    screen: "registration-code",
    invitation,
    code: "7KQXM-2P49D",
    problem: wrong("wrong_registration_code", { attemptsLeft: 3 }),
  },
  "choose-mpin": { screen: "choose-mpin", invitation, code: "", problem: null },
  "choose-mpin-weak": {
    screen: "choose-mpin",
    invitation,
    code: "",
    problem: wrong("weak_mpin", { weakness: "sequence" }),
  },
  activating: { screen: "activating", invitation, code: "", step: "prove" },
  "resume-activation": { screen: "resume-activation", mpin, problem: problemOf("offline") },
  "activation-stopped": { screen: "activation-stopped", problem: problemOf("activation_closed") },
  activated: { screen: "activated", fingerprint, mpin, account },
  "awaiting-approval": { screen: "awaiting-approval", fingerprint, ...calm },
  unlock: locked,
  "unlock-passkey": { ...locked, passkey: true },
  "unlock-passkey-cancelled": { ...locked, passkey: true, problem: problemOf("biometrics_cancelled") },
  "unlock-passkey-removed": { ...locked, problem: problemOf("biometrics_removed") },
  "unlock-passkey-last": { ...locked, passkey: true, triesLeft: 1 },
  "unlock-idle": { ...locked, reason: "idle" },
  "unlock-link": { ...locked, waiting: { kind: "link", text: "" } },
  "unlock-scan": { ...locked, waiting: { kind: "scan" } },
  "unlock-busy": { ...locked, busy: true },
  "unlock-wrong": { ...locked, triesLeft: 3, problem: wrong("wrong_mpin", { triesLeft: 3 }) },
  "unlock-last": { ...locked, triesLeft: 1, problem: wrong("wrong_mpin", { triesLeft: 1 }) },
  "unlock-no-connection": locked,
  "unlock-offline": { ...locked, problem: problemOf("offline") },
  "unlock-mpin-unchanged": { ...locked, reason: "mpin-unchanged" },
  "unlock-mpin-changed": { ...locked, reason: "mpin-changed" },
  "mpin-in-doubt": { screen: "mpin-in-doubt", unlock: locked, busy: false, problem: problemOf("offline") },
  "mpin-in-doubt-asking": { screen: "mpin-in-doubt", unlock: locked, busy: true, problem: null },
  "mpin-changed": { screen: "mpin-changed", unlock: locked },
  "start-over": { screen: "start-over", from: locked },
  home: { screen: "home", account, problem: null },
  "home-empty": { screen: "home", account: { ...account, requests: [] }, problem: null },
  "home-told": {
    screen: "home",
    account: { ...account, requests: [], unread: 3, push: "offered" },
    problem: null,
  },
  inbox,
  "inbox-empty": { ...inbox, notices: [], more: false },
  "inbox-offline": { ...inbox, notices: null, more: false, problem: problemOf("offline") },
  "home-wrong-tries": { screen: "home", account: { ...account, wrongTriesBefore: 2 }, problem: null },
  "home-unknown": { screen: "home", account: { ...account, requests: [] }, problem: problemOf("offline") },
  "home-offline": { screen: "home", account, problem: problemOf("offline") },
  "settings-install-ios": { screen: "settings", account, fingerprint },
  settings: { screen: "settings", account, fingerprint },
  "settings-push-off": { screen: "settings", account: { ...account, push: "off" }, fingerprint },
  "settings-push-blocked": { screen: "settings", account: { ...account, push: "blocked" }, fingerprint },
  "settings-passkey-off": { screen: "settings", account: { ...account, passkey: "off" }, fingerprint },
  "settings-passkey-forbidden": {
    screen: "settings",
    account: { ...account, passkey: "forbidden" },
    fingerprint,
  },
  "settings-passkey-unsupported": {
    screen: "settings",
    account: { ...account, passkey: "unsupported" },
    fingerprint,
  },
  "add-passkey": adding,
  "add-passkey-asking": { ...adding, busy: true },
  "add-passkey-cancelled": { ...adding, problem: problemOf("biometrics_cancelled") },
  "add-passkey-unsupported": {
    ...adding,
    account: { ...account, passkey: "unsupported" },
    problem: problemOf("biometrics_unsupported"),
  },
  "add-passkey-mpin": { ...adding, step: "mpin" },
  "remove-passkey": { screen: "remove-passkey", account, ...calm },
  "change-mpin-now": changing,
  "change-mpin-wrong": {
    ...changing,
    account: { ...account, triesLeft: 3 },
    notice: { kind: "failed", problem: wrong("wrong_mpin", { triesLeft: 3 }) },
  },
  "change-mpin-last": {
    ...changing,
    account: { ...account, triesLeft: 1 },
    notice: { kind: "failed", problem: wrong("wrong_mpin", { triesLeft: 1 }) },
  },
  "change-mpin-offline": { ...changing, notice: { kind: "failed", problem: problemOf("offline") } },
  "change-mpin-unchanged": { ...changing, notice: { kind: "unchanged" } },
  "change-mpin-new": { ...changing, step: "new" },
  "change-mpin-weak": { ...changing, step: "new", notice: { kind: "rejected", why: "sequence" } },
  "change-mpin-same": { ...changing, step: "new", notice: { kind: "rejected", why: "same" } },
  "change-mpin-different": { ...changing, step: "new", notice: { kind: "rejected", why: "different" } },
  "change-mpin-again": { ...changing, step: "again" },
  "changing-mpin": { screen: "changing-mpin", otherwise: changing },
  deactivate: { screen: "deactivate", account, fingerprint, ...calm },
  "scan-request": { screen: "scan-request", account, problem: null },
  "scan-request-old": { screen: "scan-request", account, problem: problemOf("frame_refused") },
  "typed-code": { screen: "typed-code", account, problem: problemOf("mistyped_code") },
  claiming: { screen: "claiming", account, from: "list" },
  "sign-in-known": { screen: "sign-in", account, opened: signInOn("known"), ...calm },
  "sign-in-unknown": { screen: "sign-in", account, opened: unknown, ...calm },
  "sign-in-digits": {
    screen: "sign-in",
    account,
    opened: unknown,
    busy: false,
    problem: problemOf("digits_needed"),
  },
  "sign-in-long": {
    screen: "sign-in",
    account,
    opened: signInOn("known", {
      origin: "https://secure-business-portal.customers.harbour-bank-international.example:8443",
    }),
    ...calm,
  },
  "sign-in-here": { screen: "sign-in", account, opened: here, ...calm },
  payment: { screen: "signature", account, opened: signing, digits: "", problem: null },
  "payment-digits": {
    screen: "signature",
    account,
    opened: signatureOf(payment, { computer: unknown.envelope.computer, digits: true }),
    digits: "",
    problem: null,
  },
  "payment-largest": {
    screen: "signature",
    account,
    opened: signatureOf({ ...payment, amount: "999999999999999999.99" }),
    digits: "",
    problem: null,
  },
  batch: { screen: "signature", account, opened: signatureOf(batch), digits: "", problem: null },
  document: { screen: "signature", account, opened: signatureOf(document), digits: "", problem: null },
  statement: { screen: "signature", account, opened: signatureOf(statement), digits: "", problem: null },
  "sign-mpin": { screen: "sign-mpin", account, opened: signing, digits: "", ...calm },
  "sign-mpin-few": {
    screen: "sign-mpin",
    account: { ...account, triesLeft: 2 },
    opened: signing,
    digits: "",
    ...calm,
  },
  "sign-mpin-last": {
    screen: "sign-mpin",
    account: { ...account, triesLeft: 1 },
    opened: signing,
    digits: "",
    busy: false,
    problem: wrong("wrong_mpin", { triesLeft: 1 }),
  },
  "refuse-sign-in": { screen: "refuse", account, opened: unknown, reason: "other", ...calm },
  "refuse-signature": { screen: "refuse", account, opened: signing, reason: "other", ...calm },
  "decided-signed-in": {
    screen: "decided",
    account,
    outcome: { kind: "signed-in", opened: unknown },
    returnTo: null,
  },
  "decided-here": { screen: "decided", account, outcome: { kind: "signed-in", opened: here }, returnTo: "" },
  "decided-signed": {
    screen: "decided",
    account,
    outcome: { kind: "signed", opened: signing },
    returnTo: null,
  },
  "decided-refused": {
    screen: "decided",
    account,
    outcome: { kind: "refused", opened: signing, reason: "changed-mind" },
    returnTo: null,
  },
  freeze: { screen: "freeze", account, fingerprint, ...calm },
  frozen: { screen: "frozen", account, frozen: { at: present - 240, stopped: 0 }, ...calm },
  "frozen-others": {
    screen: "frozen",
    account,
    frozen: { at: present - 86_400, stopped: 3 },
    busy: false,
    problem: problemOf("offline"),
  },
  "settings-frozen": {
    screen: "settings",
    account: { ...account, frozen: { at: present, stopped: 0 } },
    fingerprint,
  },
  "decided-closed": {
    screen: "decided",
    account,
    outcome: { kind: "closed", opened: unknown, problem: problemOf("wrong_digits") },
    returnTo: null,
  },
  "decided-unclear": {
    screen: "decided",
    account,
    outcome: { kind: "closed", opened: unknown, problem: problemOf("request_closed") },
    returnTo: null,
  },
  blocked: { screen: "blocked" },
  deactivated: { screen: "deactivated", byUser: true },
};
