/** Fixed answers of the server, one set for each state of the pages that is worth a picture. */
import { deviceIdSchema, newCompanyId, newUserId, requestIdSchema } from "@mtoken/protocol";
import * as v from "valibot";
import type { Cast, Device, Invitation, Person } from "../api/cast.ts";
import type { Mail } from "../api/mails.ts";
import type { AskedPayment } from "../api/payments.ts";
import type { Account, Overview, Phone, Session } from "../api/portal.ts";

export interface PreviewState {
  page: "welcome" | "portal" | "mailbox";
  /** By path; what is missing is not answered, as by a server that was stopped. */
  answers: Record<string, unknown>;
  /** The address that brought the browser, from the question mark. */
  search?: string;
  /** What is pressed before the picture is taken. */
  press?: string[];
}

const company = { id: newCompanyId(), name: "Northwind Bakery" };
const anna = { id: newUserId(), name: "Anna Jansen", frozenAt: null };
const bram = { id: newUserId(), name: "Bram Visser", frozenAt: null };
const bank = { id: newCompanyId(), name: "Example Bank" };

function ofBank(person: Person, name: string): Cast["users"][number] {
  return { id: newUserId(), name, person, company: bank, frozenAt: null, devices: [] };
}

const invitation: Invitation = {
  link: "http://localhost:8700/a#7t3gqv6d1kx4c9mzb2w8hrnfye.q4d7xk2m9tcv6w1p8z3hfjr5nb",
  code: "K7F3Q-9XM2T",
  expiresAt: inSeconds(23 * 3600 + 59 * 60),
};

const device: Device = {
  id: v.parse(deviceIdSchema, "dev_Jf2hT0zq7cVYbqQ6pN0v2mB8sX1dR4kL9aWgE3uHioM"),
  status: "active",
  fingerprint: "7HQK-2M9X-TR4C-0VZB-8NPD",
};

const cast: Cast = {
  phone: "http://localhost:8700",
  signIn: "http://localhost:8701",
  console: "http://localhost:8703",
  portal: "http://localhost:8702/portal",
  folder: "data/demonstration",
  users: [
    { ...bram, person: "administrator", company, devices: [] },
    { ...anna, person: "user", company, devices: [] },
    ofBank("officer", "Olivia Marchetti"),
    ofBank("secondOfficer", "Tomasz Zieliński"),
    { ...ofBank("helpdesk", "Hugo Lindqvist"), devices: [device] },
    ofBank("auditor", "Arjan Steenbergen"),
  ],
  browser: "signed-out",
  signedInOnce: false,
  payments: [],
};

function withPhone(status: Device["status"]): Cast {
  const users = cast.users.map((user) =>
    user.person === "user" ? { ...user, devices: [{ ...device, status }] } : user,
  );
  return { ...cast, users };
}

/** Somebody said "This wasn't me", and the portal has signed them out. */
function stopped(shown: Cast): Cast {
  const frozenAt = new Date().toISOString();
  const users = shown.users.map((user) => (user.person === "user" ? { ...user, frozenAt } : user));
  return { ...shown, users, browser: "signed-out" };
}

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

type Info = Partial<AskedPayment["info"]>;

function asked(index: number, info: Info, payment: Partial<AskedPayment["payment"]> = {}): AskedPayment {
  const request = v.parse(requestIdSchema, `req_0000000000000000000000000${index}`);
  return {
    request,
    uri: "http://localhost:8701/i/int_00000000000000000000000001",
    payment: {
      type: "payment",
      amount: "1250.00",
      currency: "EUR",
      payee: { name: "Harbour Flour Mill", account: "NL66EXMP0417164300" },
      reference: "Invoice 2026-118",
      ...payment,
    },
    askedAt: inSeconds(-120),
    expiresAt: inSeconds(480),
    evidenceTaken: false,
    info: { request, kind: "signature", status: "waiting", ...info },
  };
}

const everyPayment: AskedPayment[] = [
  asked(1, {}),
  asked(
    2,
    { status: "claimed" },
    { payee: { name: "Molen Dairy", account: "NL23EXMP0118240077" }, amount: "384.20" },
  ),
  asked(
    3,
    { status: "approved", decided_at: inSeconds(-3600) },
    { amount: "18420.00", reference: "Oven, second instalment" },
  ),
  asked(4, { status: "refused", reason: "not-me", decided_at: inSeconds(-86_400) }, { amount: "9800.00" }),
  asked(
    5,
    { status: "refused", reason: "wrong-content", decided_at: inSeconds(-90_000) },
    { currency: "JPY", amount: "150000", payee: { name: "Kanazawa Tea", account: "0003 7719 224" } },
  ),
  asked(6, { status: "expired" }, { reference: "Invoice 2026-097" }),
  asked(7, { status: "withdrawn" }),
];

const session: Session = { status: "signed-in", user: anna, company, since: inSeconds(-60) };
const accounts: Account[] = [
  { kind: "current", iban: "NL51EXMP0290553186", currency: "EUR", balance: "48215.37" },
  { kind: "savings", iban: "NL29EXMP0290553194", currency: "EUR", balance: "120000.00" },
  { kind: "foreign", iban: "NL39EXMP0290553208", currency: "USD", balance: "9340.80" },
];

function welcome(shown: Cast, press: string[] = []): PreviewState {
  return { page: "welcome", answers: { "/api/cast": shown, "/api/invitations": invitation }, press };
}

const phones: Phone[] = [
  {
    ...{ id: device.id, status: "active", fingerprint: device.fingerprint },
    ...{ activated: inSeconds(-90_000), used: inSeconds(-300) },
  },
];

function portal(payments: AskedPayment[], more: Partial<PreviewState> = {}): PreviewState {
  const answers = {
    ...{ "/api/session": session, "/api/accounts": accounts },
    "/api/overview": { status: "signed-in", payments, devices: phones } satisfies Overview,
  };
  return { page: "portal", answers, ...more };
}

const mails: Mail[] = [
  {
    id: "2",
    to: "anna@northwind-bakery.example",
    subject: "A phone was activated",
    at: inSeconds(-300),
    text: "Hello Anna,\n\nA phone was activated for you.\n",
  },
  {
    id: "1",
    to: "bram@northwind-bakery.example",
    subject: "Anna Jansen’s phone awaits your approval",
    at: inSeconds(-86_400),
    text: "Hello Bram,\n\nCompare the fingerprint, then approve.\n",
  },
];

const signedOut = { "/api/session": { status: "signed-out" } };
const [waiting, , signed] = everyPayment as [AskedPayment, AskedPayment, AskedPayment];
const active = withPhone("active");
const complete: Cast = { ...active, browser: "signed-in", signedInOnce: true };

export const previewStates: Record<string, PreviewState> = {
  "welcome-start": welcome(cast),
  "welcome-invited": welcome(cast, ["#step-activate .button.main"]),
  "welcome-portal": welcome(active),
  "welcome-scan": welcome({ ...active, browser: "pending" }),
  "welcome-payment": welcome(complete),
  "welcome-evidence": welcome({ ...complete, payments: [signed] }),
  "welcome-done": welcome({ ...complete, payments: [waiting, { ...signed, evidenceTaken: true }] }, [
    "#step-activate .step-title",
    "#lost-phone .button",
    "#invite-administrator .button",
  ]),
  "welcome-blocked": welcome({ ...complete, users: withPhone("blocked").users, payments: [signed] }),
  "welcome-frozen": welcome(stopped({ ...complete, payments: [signed] })),
  "welcome-stopped": { page: "welcome", answers: {} },
  "portal-signed-out": { page: "portal", answers: signedOut },
  "portal-cancelled": { page: "portal", answers: signedOut, search: "?notice=cancelled" },
  "portal-empty": portal([]),
  "portal-payments": portal(everyPayment),
  "portal-phone": portal([], { press: [".phone .button"] }),
  "portal-ended": {
    page: "portal",
    answers: { "/api/session": { status: "ended", reason: "device-deactivated" } },
  },
  "portal-wrong": portal([waiting], { press: ["#ask-for-signature"] }),
  "portal-stopped": { page: "portal", answers: {} },
  "mailbox-empty": { page: "mailbox", answers: { "/api/mails": [] } },
  "mailbox-mails": { page: "mailbox", answers: { "/api/mails": mails }, press: [".mail summary"] },
  "mailbox-stopped": { page: "mailbox", answers: {} },
};
