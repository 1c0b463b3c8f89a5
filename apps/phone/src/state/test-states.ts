/** Values that the reducer's tests begin from; ids and keys in them only have to look like themselves. */
import type { ClaimSource, OpenedRequest } from "@mtoken/device";
import type { ActivationLink, RequestSummary } from "@mtoken/protocol";
import type { Account, Invitation, StateOf } from "./app-state.ts";
import type { Effect } from "./effect.ts";

export const mpin = { min: 6, max: 6 };

const link: ActivationLink = {
  origin: "https://app.example.com",
  activation: "act_0123456789abcdefghjkmnpqrs" as ActivationLink["activation"],
  secret: new Uint8Array(16),
};

export const invitation: Invitation = { link, mpin, expiresAt: 2_000_000_000 };

export const summary = {
  request: "req_0123456789abcdefghjkmnpqrs",
  kind: "sign-in",
  relying_party: { id: "cli_0123456789abcdefghjkmnpqrs", name: "Harbour Bank" },
  title: null,
  asked_at: 1_999_999_000,
  exp: 2_000_000_000,
} as unknown as RequestSummary;

export const computer = { id: "cpt_1", description: "Chrome on Linux" };

export const account = {
  frozen: null,
  wrongTriesBefore: 0,
  triesLeft: 5,
  profile: { user: { id: "usr_1", name: "Jo" }, company: { id: "cmp_1", name: "Nordlicht" } },
  features: ["payments"],
  requests: [summary],
  enrolment: null,
  unread: 0,
  push: "none",
  mpin,
  newMpin: mpin,
  mpinOutlived: false,
  passkey: "unsupported",
} as unknown as Account;

export function openedOf(kind: "sign-in" | "signature", digits = false): OpenedRequest {
  return {
    envelope: {
      ...{ kind, digits, request: summary.request, computer },
      fresh_factor: kind === "sign-in" ? "none" : "any",
    },
    token: "token",
  } as unknown as OpenedRequest;
}

export const locked: StateOf<"unlock"> = {
  screen: "unlock",
  mpin,
  triesLeft: 5,
  passkey: false,
  reason: null,
  waiting: null,
  busy: false,
  problem: null,
};

/** Which claim an effect begins. */
export function sourceOf(effect: Effect | null): ClaimSource {
  if (effect?.type !== "claim") throw new TypeError("nothing is claimed");
  return effect.source;
}
