/** Requests to look at. Nothing here was signed by anybody. */
import type { OpenedRequest } from "@mtoken/device";
import type { Content, Payment } from "@mtoken/protocol";
import { totalsOf } from "@mtoken/protocol";

const present = Math.floor(Date.now() / 1000);

const common = {
  iss: "https://app.example.com",
  suite: "mtoken-1",
  request: "req_0123456789abcdefghjkmnpqrs",
  relying_party: { id: "cli_0123456789abcdefghjkmnpqrs", name: "Harbour Bank Business" },
  origin: "https://business.harbour-bank.example",
  company: { id: "cmp_0123456789abcdefghjkmnpqrs", name: "Nordlicht Leuchten GmbH" },
  user: { id: "usr_0123456789abcdefghjkmnpqrs", name: "Johanna Lindqvist" },
  device: "dev_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
  nonce: "0123456789abcdefghijkl",
  same_device: false,
  asked_at: present - 60,
  iat: present,
  exp: present + 120,
};

const computers = {
  known: { id: "cpt_known", known_since: present - 61 * 86_400, description: "Chrome on Windows" },
  unknown: { id: "cpt_unknown", known_since: null, description: "Chrome on Windows" },
  handheld: { id: "cpt_handheld", known_since: null, description: "Safari on iOS" },
} as const;

// Its ids only look like ids: the types of a verified envelope are claimed here, and nowhere else.
function opened(members: object): OpenedRequest {
  return { envelope: { ...common, ...members }, token: "" } as unknown as OpenedRequest;
}

export function signInOn(computer: keyof typeof computers, members: object = {}): OpenedRequest {
  return opened({
    kind: "sign-in",
    computer: computers[computer],
    digits: computer !== "known",
    fresh_factor: "none",
    content: null,
    ...members,
  });
}

export function signatureOf(content: Content, members: object = {}): OpenedRequest {
  return opened({
    kind: "signature",
    computer: null,
    digits: false,
    fresh_factor: "any",
    content,
    ...members,
  });
}

export const payment: Payment = {
  type: "payment",
  amount: "1234567.50",
  currency: "EUR",
  payee: { name: "Müller & Söhne Präzisionswerkzeuge GmbH", account: "DE02120300000000202051" },
  reference: "Invoice 2025-0311, tools for the third line",
};

const names = [
  "Ana Ribeiro",
  "Bakkerij De Gouden Korenaar",
  "Čapek Logistika s.r.o.",
  "Dubois et Fils",
  "Eiður Ó. Jónsson",
];

const payments = Array.from(
  { length: 12 },
  (_, index): Payment => ({
    type: "payment",
    amount: `${1200 + index * 57}.${String(index * 7).padStart(2, "0")}`,
    currency: index === 3 ? "SEK" : "EUR",
    payee: { name: names[index % names.length] ?? "", account: "NL91ABNA0417164300" },
    ...(index % 2 === 0 ? { reference: `Salary March, ${index + 1}` } : {}),
  }),
);

export const batch: Content = {
  type: "batch",
  count: payments.length,
  totals: totalsOf(payments),
  payments,
};

const currencies = "EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON BGN UAH JPY CAD AUD SGD HKD MXN ZAR".split(
  " ",
);

const inMany = currencies.map(
  (currency, index): Payment => ({
    type: "payment",
    amount: currency === "JPY" || currency === "HUF" ? `${index + 1}00` : `${index + 1}00.00`,
    currency,
    payee: { name: names[index % names.length] ?? "", account: "NL91ABNA0417164300" },
  }),
);

/** As many totals as payments. */
export const manyCurrencies: Content = {
  type: "batch",
  count: inMany.length,
  totals: totalsOf(inMany),
  payments: inMany,
};

const paragraph =
  "The company gives the bank its consent to carry out the payments that its users sign with their own devices, up to the limits that are agreed for each of them.";

export const document: Content = {
  type: "document",
  name: "Framework agreement on electronic payments, version 4",
  hash: {
    alg: "SHA-512",
    value: "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg_SpIdNs6c5H0NE8XYXysP-DGNKHfuwvY7kxvUdBeoGlODJ6-SfaPg",
  },
  text: Array.from({ length: 8 }, (_, index) => `${index + 1}. ${paragraph}`).join("\n\n"),
};

export const statement: Content = {
  type: "statement",
  text: "I confirm that Nordlicht Leuchten GmbH has no other beneficial owners than those named on 3 March 2025.",
};
