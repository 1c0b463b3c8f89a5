/** Whose phone is looked at, and what several states have in common. */
import type { RequestSummary } from "@mtoken/protocol";
import { titleOf } from "@mtoken/protocol";
import type { Account, AppState } from "../state/app-state.ts";
import type { Problem } from "../state/problem.ts";
import { problemOf } from "../state/problem.ts";
import { batch, document, payment, statement } from "./preview-envelopes.ts";

/** Named states, in the order of the gallery. */
export type NamedStates = Record<string, AppState>;

export const mpin = { min: 6, max: 6 };
export const present = Math.floor(Date.now() / 1000);
export const fingerprint = "7KQX-M2P4-9D0F-WT3H-ZB51";
export const thisPhone = `dev_${"A".repeat(43)}`;
export const otherPhone = `dev_${"B".repeat(43)}`;

export const calm = { busy: false, problem: null };
export const atWork = { busy: true, problem: null };

export function failed(code: Problem["code"]): { busy: boolean; problem: Problem } {
  return { busy: false, problem: problemOf(code) };
}

/** A problem that has figures. */
export function wrong(code: Problem["code"], figures: Partial<Problem>): Problem {
  return { ...problemOf(code), ...figures };
}

/** Of each kind one. */
const titles = [
  { ...payment, amount: "9.50", payee: { ...payment.payee, name: "Bakery" } },
  statement,
  batch,
  document,
].map(titleOf);

export const ofEachKind = [null, ...titles].map((title, index) => ({
  request: `req_${index}`,
  kind: title === null ? "sign-in" : "signature",
  relying_party: { id: "cli_1", name: "Harbour Bank Business" },
  title,
  asked_at: present - index * index * 4000,
  exp: present + 7200,
})) as unknown as RequestSummary[];

const waiting = [
  {
    request: "req_1",
    kind: "signature",
    relying_party: { id: "cli_1", name: "Harbour Bank Business" },
    title: {
      type: "payment",
      amount: "1234567.50",
      currency: "EUR",
      payee: "Müller & Söhne Präzisionswerkzeuge GmbH",
    },
    asked_at: present - 26 * 3600,
    exp: present + 86_400,
  },
  {
    request: "req_2",
    kind: "signature",
    relying_party: { id: "cli_1", name: "Harbour Bank Business" },
    title: { type: "document", name: "Framework agreement on electronic payments, version 4" },
    asked_at: present - 240,
    exp: present + 7200,
  },
] as unknown as RequestSummary[];

export const account = {
  wrongTriesBefore: 0,
  triesLeft: 5,
  frozen: null,
  profile: {
    user: { id: "usr_1", name: "Johanna Lindqvist" },
    company: { id: "cmp_1", name: "Nordlicht Leuchten GmbH" },
  },
  device: thisPhone,
  features: ["payments"],
  requests: waiting,
  enrolment: null,
  unread: 0,
  push: "on",
  mpin,
  newMpin: mpin,
  mpinOutlived: false,
  passkey: "on",
} as unknown as Account;
