/** The unlocked phone, as far as no request is open: what waits, what happened, and everything under "This phone". */
import type { AskedEnrolment } from "@mtoken/device";
import type { OwnComputer } from "@mtoken/protocol";
import type { StateOf } from "../state/app-state.ts";
import { problemOf } from "../state/problem.ts";
import type { NamedStates } from "./preview-account.ts";
import { account, atWork, calm, failed, fingerprint, ofEachKind, present, wrong } from "./preview-account.ts";
import { allOfOthers, allOwn, told } from "./preview-notices.ts";

const home: StateOf<"home"> = { screen: "home", account, problem: null };
const empty = { ...account, requests: [] };
const inbox: StateOf<"inbox"> = { screen: "inbox", account, notices: told, more: true, ...calm };
const settings: StateOf<"settings"> = { screen: "settings", account, fingerprint };
const givenUp: StateOf<"deactivate"> = {
  ...({ screen: "deactivate", account, fingerprint, reason: "replaced" } as const),
  ...calm,
};
const adding: StateOf<"add-passkey"> = {
  screen: "add-passkey",
  account: { ...account, passkey: "off" },
  ...{ from: "activated", step: "explain" },
  ...calm,
};
const changing: StateOf<"change-mpin"> = { screen: "change-mpin", account, step: "now", notice: null };
const frozen: StateOf<"frozen"> = {
  screen: "frozen",
  account,
  frozen: { at: present - 240, stopped: 0 },
  ...calm,
};

export const enrolment = {
  token: "token",
  enrolment: {
    ...account.profile,
    computer: { id: `cpt_${"A".repeat(43)}`, description: "Samsung Internet on Android" },
    relying_party: { id: "cli_1", name: "Harbour Bank Business" },
    iat: present - 20,
  },
} as unknown as AskedEnrolment;

const computers = [
  { status: "known", description: "Chrome on Windows", used: present - 3600 },
  { status: "waiting", description: "Firefox on Linux", used: null },
  { status: "refused", description: "Samsung Internet on Android", used: null },
].map((computer, index) => ({
  ...{ id: `cpt_${index}`, since: present - index * 90_000 - 7200 },
  ...computer,
})) as unknown as OwnComputer[];
const listed: StateOf<"computers"> = { screen: "computers", account, computers, ...calm };

function removing(status: OwnComputer["status"]): StateOf<"remove-computer"> {
  const computer = { ...computers[0], status } as OwnComputer;
  return { screen: "remove-computer", account, computer, ...calm };
}

export const homeStates: NamedStates = {
  home,
  "home-kinds": { ...home, account: { ...account, requests: ofEachKind } },
  "home-empty": { ...home, account: empty },
  "home-idle": { ...home, account: { ...account, idleSoon: true } },
  "home-told": { ...home, account: { ...empty, unread: 3, push: "offered" } },
  "home-wrong-tries": { ...home, account: { ...account, wrongTriesBefore: 2 } },
  "home-mtoken-only": { ...home, account: { ...empty, features: [] } },
  "home-outlived": { ...home, account: { ...empty, newMpin: { min: 8, max: 10 }, mpinOutlived: true } },
  "home-unknown": { ...home, account: empty, problem: problemOf("offline") },
  "home-offline": { ...home, problem: problemOf("offline") },
  "home-and-computer": { ...home, account: { ...account, enrolment } },
  "home-computer": { ...home, account: { ...empty, enrolment } },
  "enrol-computer": { screen: "enrol-computer", account, enrolment, ...calm },
  "enrol-computer-busy": { screen: "enrol-computer", account, enrolment, ...atWork },
  computers: listed,
  "computers-empty": { ...listed, computers: [] },
  "computers-offline": { ...listed, computers: null, ...failed("offline") },
  "remove-computer": removing("known"),
  "remove-computer-waiting": removing("waiting"),
  "remove-computer-refused": removing("refused"),
  inbox,
  "inbox-own": { ...inbox, notices: allOwn, more: false },
  "inbox-others": { ...inbox, notices: allOfOthers, more: false },
  "inbox-idle": { ...inbox, account: { ...account, idleSoon: true } },
  "inbox-empty": { ...inbox, notices: [], more: false },
  "inbox-asking": { ...inbox, notices: null, more: false, busy: true },
  "inbox-older": { ...inbox, busy: true },
  "inbox-offline": { ...inbox, notices: null, more: false, ...failed("offline") },
  "settings-install-ios": settings,
  settings,
  "settings-frozen": { ...settings, account: { ...account, frozen: { at: present, stopped: 0 } } },
  "settings-push-off": { ...settings, account: { ...account, push: "off" } },
  "settings-push-blocked": { ...settings, account: { ...account, push: "blocked" } },
  "settings-push-install-first": { ...settings, account: { ...account, push: "install-first" } },
  "settings-push-unsupported": { ...settings, account: { ...account, push: "unsupported" } },
  "settings-push-failed": { ...settings, account: { ...account, push: "failed" } },
  "settings-passkey-off": { ...settings, account: { ...account, passkey: "off" } },
  "settings-passkey-forbidden": { ...settings, account: { ...account, passkey: "forbidden" } },
  "settings-passkey-unsupported": { ...settings, account: { ...account, passkey: "unsupported" } },
  "add-passkey": adding,
  "add-passkey-asking": { ...adding, busy: true },
  "add-passkey-mpin": { ...adding, step: "mpin" },
  "add-passkey-adding": { ...adding, step: "mpin", busy: true },
  "add-passkey-wrong": {
    ...adding,
    step: "mpin",
    account: { ...account, passkey: "off", triesLeft: 3 },
    problem: wrong("wrong_mpin", { triesLeft: 3 }),
  },
  "add-passkey-last": {
    ...adding,
    step: "mpin",
    account: { ...account, passkey: "off", triesLeft: 1 },
    problem: wrong("wrong_mpin", { triesLeft: 1 }),
  },
  "add-passkey-idle-last": {
    ...adding,
    step: "mpin",
    account: { ...account, passkey: "off", idleSoon: true, triesLeft: 1 },
    problem: wrong("wrong_mpin", { triesLeft: 1 }),
  },
  "remove-passkey": { screen: "remove-passkey", account, ...calm },
  "remove-passkey-failed": { screen: "remove-passkey", account, ...failed("offline") },
  "remove-passkey-busy": { screen: "remove-passkey", account, ...atWork },
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
  "change-mpin-idle-wrong": {
    ...changing,
    account: { ...account, idleSoon: true, triesLeft: 3 },
    notice: { kind: "failed", problem: wrong("wrong_mpin", { triesLeft: 3 }) },
  },
  "change-mpin-idle-last": {
    ...changing,
    account: { ...account, idleSoon: true, triesLeft: 1 },
    notice: { kind: "failed", problem: wrong("wrong_mpin", { triesLeft: 1 }) },
  },
  "change-mpin-offline": { ...changing, notice: { kind: "failed", problem: problemOf("offline") } },
  "change-mpin-unchanged": { ...changing, notice: { kind: "unchanged" } },
  "change-mpin-new": { ...changing, step: "new" },
  "change-mpin-different": { ...changing, step: "new", notice: { kind: "rejected", why: "different" } },
  "change-mpin-again": { ...changing, step: "again" },
  "changing-mpin": { screen: "changing-mpin", otherwise: changing },
  "deactivate-why": { ...givenUp, reason: null },
  deactivate: givenUp,
  "deactivate-failed": { ...givenUp, ...failed("offline") },
  "deactivate-busy": { ...givenUp, ...atWork },
  "deactivate-untold": { screen: "start-over", from: { ...givenUp, ...failed("offline") } },
  freeze: { screen: "freeze", account, from: "settings", fingerprint, ...calm },
  "freeze-failed": { screen: "freeze", account, from: "settings", fingerprint, ...failed("offline") },
  "freeze-busy": { screen: "freeze", account, from: "settings", fingerprint, ...atWork },
  frozen,
  "frozen-checking": { ...frozen, busy: true },
  "frozen-others": { ...frozen, frozen: { at: present - 86_400, stopped: 3 }, ...failed("offline") },
};
