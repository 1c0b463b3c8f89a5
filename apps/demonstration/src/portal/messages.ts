/** Every text of the portal, in one place. The bank, its accounts and its money are invented. */
import type { DecisionReason, SignInEnd } from "@mtoken/protocol";
import type { Account, LossReason, Phone } from "../api/portal.ts";

export const messages = {
  bank: "Example Bank",
  demonstration: "A demonstration: no real bank, no real money",
  unreachable: {
    title: "The portal does not answer",
    text: "Nothing was changed. Perhaps the demonstration was stopped: start it again with npm start, and this page goes on by itself.",
  },
  unavailable:
    "The portal answered, and the mtoken server behind it can’t just now. Nothing was changed. Try again in a moment.",
  refused: (code: string) => `That did not work, and nothing was changed (${code}). Try again in a moment.`,

  signedOut: {
    title: "Your company’s accounts",
    lead: "Payments, balances and signatures for companies. You sign in with your phone: there is no password that anybody could steal.",
    go: "Sign in with mtoken",
    going: "One moment",
    next: "A page with a QR code comes next. Scan it with the mtoken app on your phone.",
    look: "Before you confirm on your phone",
    looks: (origin: string) => [
      ["Who asks", `It must say Example Bank and ${origin}, the same as in the address bar here.`],
      [
        "Which computer",
        "It must be the one before you. If it is new to your phone, two digits show that both of you look at the same screen.",
      ],
      [
        "If anything differs",
        "Refuse, and say that it wasn’t you. Nobody gets in, and it goes on the record.",
      ],
    ],
  },

  notices: {
    cancelled: ["You did not sign in", "You refused it or turned back. Nobody was let in."],
    "begin-anew": [
      "This sign-in can’t go on here",
      "It was begun in another browser, or too long ago. Nobody was let in; begin again.",
    ],
    ended: [
      "You were signed out",
      "Your session with the portal has ended. Sign in again; your payments are as they were.",
    ],
    "signed-out": ["You are signed out", "Your payments stay as they are."],
    "not-signed": ["You came back without signing", "The list of payments says how this one stands."],
  } satisfies Record<string, [string, string]>,

  /** Why the sign-in is over, where the bank was told. */
  ends: {
    "device-deactivated": "The phone that you had signed in with was deactivated.",
    "device-blocked": "The phone that you had signed in with is blocked: the mPIN was wrong too often.",
    "mpin-changed": "You have changed the mPIN of your phone.",
    "user-frozen": "Everything in your name was stopped. Your administrator or the bank lets you go on.",
    "user-removed": "You were removed from your company’s users.",
    "role-changed": "You have another role now.",
    "company-stopped": "Your company was stopped.",
    "computer-revoked": "This computer was taken off your list.",
    "computer-copied": "This computer can’t be told from a copy of it any more.",
    "computer-lost": "This computer is not the one any more that you had signed in on.",
  } satisfies Record<SignInEnd, string>,

  signOut: "Sign out",
  signedInAs: (name: string) => `Signed in as ${name}`,

  accounts: {
    title: "Accounts",
    note: "Balances stand still in the demonstration, whatever you pay.",
    kinds: {
      current: "Current account",
      savings: "Savings account",
      foreign: "Dollar account",
    } satisfies Record<Account["kind"], string>,
  },

  phones: {
    title: "My phones",
    lead: "A phone that is lost or stolen is deactivated here as well. It holds at once, and signs you out if you had signed in with it.",
    none: "No phone is active.",
    code: "Control code",
    states: {
      pending: "Being activated",
      "awaiting-approval": "Waits for your administrator",
      active: "Active",
      blocked: "Blocked",
      deactivated: "Deactivated",
    } satisfies Record<Phone["status"], string>,
    used: "Last unlocked",
    since: "Active since",
    deactivate: "Deactivate",
    question: "Deactivate this phone?",
    consequence:
      "Its keys are worth nothing from then on. There is no way back: you are invited anew for the next one.",
    why: "Why",
    whys: {
      lost: "I have lost it",
      stolen: "It was stolen",
      replaced: "I have another one",
      other: "Something else",
    } satisfies Record<LossReason, string>,
    go: "Deactivate this phone",
    keep: "Keep it active",
  },

  form: {
    title: "New payment",
    payee: "Payee",
    account: "Payee’s account",
    accountHint: "An IBAN, or another account number",
    amount: "Amount",
    currency: "Currency",
    reference: "Reference",
    referenceHint: "For the payee; may be left empty",
    go: "Ask for my signature",
    going: "Asking",
    next: "Nothing is paid before you sign it on your phone.",
    example: {
      payee: "Harbour Flour Mill",
      account: "NL66 EXMP 0417 1643 00",
      amount: "1250.00",
      currency: "EUR",
      reference: "Invoice 2026-118",
    },
    currencies: ["EUR", "USD", "GBP", "CHF", "JPY"],
    problems: {
      payee:
        "Write the payee’s name as people read it: letters, digits and usual signs, single spaces, no more than 140 characters.",
      account:
        "This is no account number: in an IBAN a digit may be wrong or missing. Compare it with the invoice.",
      amount: (example: string) => `Write the amount in figures, above zero, as in ${example}.`,
      currency: "Choose a currency.",
      reference: "Write the reference in one line of no more than 140 characters, without special signs.",
    },
    count: (count: number) =>
      count === 1 ? "One field needs another look." : `${count} fields need another look.`,
  },

  payments: {
    title: "Payments",
    none: "No payments yet. What you ask for on this page appears here, and on your phone to be signed.",
    to: "To",
    amount: "Amount",
    state: "State",
    asked: "Asked for",
    states: {
      waiting: "Waiting for your signature",
      claimed: "Open on your phone",
      approved: "Signed",
      redeemed: "Signed",
      refused: "Refused",
      expired: "Ran out unsigned",
      withdrawn: "Taken back",
    },
    waitingText: "It waits on your phone: open the app and choose it there. You can sign it until",
    claimedText: "Compare it with your phone, and sign it there. You can do so until",
    showCode: "Show a QR code to sign",
    expiredText: "Nothing was paid. Ask for it again if it is still due.",
    withdrawnText:
      "Nothing was paid. You turned back from its QR code, or the phone that had opened it is active no more.",
    reasons: {
      "not-me": "Nothing was paid. You said that it was not you: tell your administrator now.",
      "wrong-content": "Nothing was paid. You said that something in it is wrong.",
      "changed-mind": "Nothing was paid. You changed your mind.",
      "wrong-digits": "Nothing was paid. The digits were not those on the computer’s screen.",
      // Of sign-ins alone.
      "computer-waits": "Nothing was paid.",
      "computer-unknown": "Nothing was paid.",
      frozen: "Nothing was paid. You said of another request that it was not you, so everything was stopped.",
      "no-device": "Nothing was paid. You had no phone any more that could sign it.",
      other: "Nothing was paid.",
    } satisfies Record<DecisionReason, string>,
    saveEvidence: "Save the evidence",
    news: (payee: string, state: string) => `Payment to ${payee}: ${state}`,
  },
} as const;

export type Notice = keyof typeof messages.notices;
