/**
 * Every text of the server's mails: the English source, and data alone; one catalogue of each other language is in locales/
 * (docs/translate.md). Code is given the catalogue of a mail's reader. What happened is said by @mtoken/notices, as in the
 * phone's inbox. A sentence is one message; a comment above a text is for its translators.
 */
import { message } from "@mtoken/language/node";

export const english = {
  // {company} is the reader's company. A subject names nobody, since it is read by whoever passes the screen.
  subjects: {
    activated: message<{ company: string }>("{company}: a phone was activated"),
    awaitingApproval: message<{ company: string }>("{company}: a phone waits for approval"),
    blocked: message<{ company: string }>("{company}: a phone was blocked"),
    deactivated: message<{ company: string }>("{company}: a phone was deactivated"),
    frozen: message<{ company: string }>("{company}: sign-ins and signatures were stopped"),
    unfrozen: message<{ company: string }>("{company}: sign-ins and signatures work again"),
    computerAdded: message<{ company: string }>("{company}: a new computer for signing in"),
    computerWaiting: message<{ company: string }>("{company}: a computer waits for approval"),
    computerCopied: message<{ company: string }>("{company}: a computer may have been copied"),
    biometricsAdded: message<{ company: string }>("{company}: fingerprint or face was turned on"),
    biometricsRemoved: message<{ company: string }>("{company}: fingerprint or face was turned off"),
    mpinChanged: message<{ company: string }>("{company}: an mPIN was changed"),
    mpinWrong: message<{ company: string }>("{company}: wrong mPIN again and again"),
    appWithdrawn: message<{ company: string }>("{company}: a version of the app was withdrawn"),
    policyChanged: message<{ company: string }>("{company}: the policy was changed"),
    limitsChanged: message<{ company: string }>("{company}: the limits of all rules were changed"),
    staffCreated: message<{ company: string }>("{company}: somebody new works for the operator"),
    identityKeyAdded: message<{ company: string }>("{company}: the server has a new identity key"),
    identityKeyRevoked: message<{ company: string }>("{company}: an identity key of the server was revoked"),
    portalEnded: message<{ company: string }>("{company}: a portal was ended"),
    mailChanged: message<{ company: string }>("{company}: a mail address was changed"),
    administratorMade: message<{ company: string }>("{company}: there is a new administrator"),
    administratorEnded: message<{ company: string }>("{company}: there is one administrator less"),
    companyStopped: message<{ company: string }>("{company}: the company was stopped"),
    companyResumed: message<{ company: string }>("{company}: the company goes on"),
    companyEnded: message<{ company: string }>("{company}: all phones were deactivated"),
    proposalWaits: message<{ company: string }>("{company}: something waits to be confirmed"),
    proposalDecided: message<{ company: string }>("{company}: a proposal of yours is decided"),
    invitation: message<{ company: string }>("{company}: activate your phone"),
  },
  advice: {
    own: "If you know of no reason for this, tell your administrator at once.",
    others: "If you know of no reason for this, look into it at once: in the console you can stop a phone.",
    // To an administrator who can't sign in to the console now: their company is stopped, or they have no phone that works.
    closed:
      "You can’t sign in to the console now. To go on, or if you know of no reason for this, ask your bank.",
    // To who has no phone any more that they could sign in with.
    locked:
      "No phone of yours works any more. To go on, ask your administrator or your bank for a new invitation.",
  },
  // Before the time, the company, the control code of a phone (which its app shows too), and the bank's telephone number for emergencies,
  // each on a line of its own.
  labels: {
    when: "When",
    company: "Company",
    controlCode: "Control code",
    desk: "Emergency, day and night",
  },
  // The console is the web site where phones, computers and users are managed.
  openConsole: "Open the console",
  invitation: {
    title: message<{ company: string }>("Activate your phone for {company}"),
    text: "Open the link on the phone that you want to use. You also need a registration code. It comes to you another way, and never by mail.",
    open: "Activate this phone",
    // {moment} is a date and a time.
    until: message<{ moment: string }>("The link is good for one phone, until {moment}."),
    caution: "Pass it on to nobody. If you expected no such mail, tell your administrator.",
  },
  // At the end of each mail.
  footer: {
    reason: "You get this mail because mtoken knows this address as yours.",
    care: "Nobody may ask you for your mPIN or for a registration code, neither by mail nor by telephone.",
  },
};
