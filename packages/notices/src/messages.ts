/**
 * What notices say, whether the phone's inbox or a mail says it: the English source, and data alone; one catalogue of each other
 * language is in locales/ (docs/translate.md). A sentence is one message; a comment above a text is for its translators.
 */
import { message } from "@mtoken/language/message";
import type { DeactivationCause, ProposalOutcome } from "@mtoken/protocol";

export const english = {
  // What a computer is called, in the language of the reader: “Chrome on Windows”.
  computerName: {
    on: message<{ browser: string; system: string }>("{browser} on {system}"),
    // In the place of {browser} above, or alone, where it is not known which.
    aBrowser: "A browser",
  },

  // What happened, told to the user whose phone it is.
  own: {
    activated: "A phone was activated for you",
    awaitingApproval: "A phone of yours waits for approval",
    blocked: "A phone of yours was blocked after too many wrong mPINs",
    deactivated: {
      user: "You deactivated a phone of yours",
      administrator: "An administrator deactivated a phone of yours",
      // The operator runs the server: the bank, for most users.
      operator: "The operator deactivated a phone of yours",
      replaced: "A phone of yours was replaced by a newer one",
    } satisfies Record<DeactivationCause, string>,
    // After “This wasn’t me”, or “Stop everything” in the settings.
    frozen: "You reported that something is wrong: everything was stopped",
    // Others have, who look after the user.
    stopped: "Your sign-ins and signatures were stopped by your administrator or the operator",
    // The operator or an administrator has looked into it.
    unfrozen: "What was stopped works again: you can sign in and sign",
    // {computer} is “Chrome on Windows” or the like, a browser and a system.
    computerAdded: message<{ computer: string }>("You have a new computer for signing in: {computer}"),
    computerWaiting: message<{ computer: string }>(
      "You tried to sign in on a computer that is not known: {computer}. An administrator has to approve it first",
    ),
    // A browser came with data that another one had used up: it was copied, or put back from a backup.
    computerCopied: message<{ computer: string }>(
      "A copy of a computer of yours may be in use: {computer}. It is not known any more",
    ),
    biometricsAdded: "Unlocking by fingerprint or face was turned on",
    biometricsRemoved: "Unlocking by fingerprint or face was turned off",
    mpinChanged: "The mPIN was changed",
    // {left} is 1 or 2.
    mpinWrong: message<{ left: number }>(
      "The mPIN was wrong several times; {left, plural, one {# try was left} other {# tries were left}}",
    ),
    // The server no longer accepts the version of the app that was on the phone.
    appWithdrawn: "A version of the app was withdrawn: the app updates itself when you open it",
    // Told to administrators: what the company asks of phones and sign-ins of its people has changed.
    policyChanged: "Your company’s policy was changed",
    // Told to every user, when something changes that concerns their phone or how they sign in: by their company, or by the operator.
    policyApplied:
      "Your company’s rules for phones and signing in have changed: the app tells you if there is something for you to do",
    // Told to administrators and the operator's officers. Limits say how lax the rules of companies may be.
    limitsChanged: "The operator changed the limits of all companies’ rules",
    // Told to the operator's officers.
    staffCreated: "Somebody new works for the operator: look in the console who it is",
    identityKeyAdded: "The server was given a new identity key",
    identityKeyRevoked:
      "An identity key of the server was revoked: nothing that it signs is believed any more",
    portalEnded: "A portal was ended: nobody signs in or signs there any more",
    // Told to the operator’s officers: a phone of a user of a company.
    leftToOperator: "A phone waits for your approval, since nobody of its company may give it",
    // Told at both addresses.
    mailChanged: "Your mail address was changed",
    administratorMade: "You are an administrator now",
    administratorEnded: "You are no longer an administrator",
    // Told to administrators.
    companyStopped: "Your company was stopped: nobody of it can sign in or sign",
    companyResumed: "Your company can sign in and sign again",
    companyEnded: "All phones of your company were deactivated",
    // What is dangerous, one person proposes and another confirms.
    proposalWaits: "Something waits in the console for a second person to confirm it",
    proposalDecided: {
      confirmed: "What you proposed was confirmed",
      rejected: "What you proposed was rejected",
      expired: "Nobody decided in time about what you proposed",
      // Because something has changed since.
      void: "What you proposed can’t be done any more",
    } satisfies Record<ProposalOutcome, string>,
  },
  // What happened, told to administrators. {name} is the name of a user of their company.
  others: {
    activated: message<{ name: string }>("A phone was activated for {name}"),
    awaitingApproval: message<{ name: string }>("A phone of {name} waits for approval"),
    blocked: message<{ name: string }>("A phone of {name} was blocked after too many wrong mPINs"),
    deactivated: {
      user: message<{ name: string }>("{name} deactivated a phone"),
      administrator: message<{ name: string }>("An administrator deactivated a phone of {name}"),
      operator: message<{ name: string }>("The operator deactivated a phone of {name}"),
      replaced: message<{ name: string }>("A phone of {name} was replaced by a newer one"),
    },
    frozen: message<{ name: string }>(
      "{name} reported that something is wrong: all sign-ins and signatures in the name of {name} were stopped",
    ),
    stopped: message<{ name: string }>("All sign-ins and signatures in the name of {name} were stopped"),
    unfrozen: message<{ name: string }>("{name} can sign in and sign again"),
    computerAdded: message<{ name: string; computer: string }>(
      "{name} has a new computer for signing in: {computer}",
    ),
    computerWaiting: message<{ name: string; computer: string }>(
      "A computer of {name} waits for your approval: {computer}",
    ),
    computerCopied: message<{ name: string; computer: string }>(
      "A copy of a computer of {name} may be in use: {computer}. It is not known any more",
    ),
    mailChanged: message<{ name: string }>("The mail address of {name} was changed"),
    administratorMade: message<{ name: string }>("{name} is an administrator now"),
    administratorEnded: message<{ name: string }>("{name} is no longer an administrator"),
  },
};
