/**
 * Every text of the console, in one place: the English source, and data alone, of which the build makes a catalogue, and one of
 * each language in locales/ (docs/translate.md). Code reads `messages` of language/catalogue.ts. A sentence is one message, never put
 * together; a comment above a text is for its translators.
 */
import { message } from "@mtoken/language";
import type {
  ActivityWay,
  Delivery,
  FailedLines,
  ListedComputer,
  ListedDevice,
  ListedIdentityKey,
  ListedImport,
  ListedInvitation,
  ListedPortal,
  ProposalStatus,
  Reason,
  Role,
  UserListQuery,
} from "@mtoken/protocol/people";
import type { Failure } from "./pages/deliveries/failure-of.ts";
import type { Standing } from "./proposals/standing.ts";
import type { Outcome } from "./session/leave.ts";

export const english = {
  app: "mtoken",
  // The title of a page in the browser’s tab.
  titleOf: message<{ page: string }>("{page} · mtoken"),
  loading: "One moment",
  tryAgain: "Try again",
  loadAnew: "Load the page anew",
  cancel: "Cancel",
  close: "Close",
  copied: "Copied",
  notCopied: "It could not be copied. Select it, and copy it by hand.",
  signOut: "Sign out",

  // What index.html says when nothing else of the page is there.
  html: {
    cannotLoad: "The console could not be loaded. Check this computer’s connection, then load it again.",
    noScript: "The console needs JavaScript.",
  },

  language: {
    label: "Language",
    // The first of a list of languages: whichever the browser is set to.
    browser: "As in this browser",
    failed:
      "The texts of this language could not be loaded. Check this computer’s connection, then try again.",
  },
  appearance: { title: "Appearance", auto: "Automatic", light: "Light", dark: "Dark" },

  nav: {
    label: "Pages",
    skip: "To the content",
    home: "mtoken: first page",
    show: "Show the pages",
    hide: "Hide the pages",
  },

  // Helpdesk agents, officers and auditors work for the bank; administrators and users for its customers.
  roles: {
    user: "User",
    administrator: "Administrator",
    helpdesk: "Helpdesk",
    officer: "Bank officer",
    auditor: "Auditor",
  } satisfies Record<Role, string>,

  lostPhone: {
    title: "Lost your phone?",
    text: "Tell your administrator at once: they deactivate it, and nobody can use it any more. To go on you need a new activation.",
    // Before the telephone number of the bank's desk for emergencies.
    desk: "At any hour you can call the bank:",
  },

  signIn: {
    title: "Sign in",
    lead: "Manage your phones here and, if that is your part, those of your company.",
    button: "Sign in with mtoken",
    hint: "You confirm it with the mtoken app on your phone. No password is asked for, here or anywhere.",
    outcomes: {
      out: "You are signed out.",
      ended:
        "You were signed out: your session has ended, or the phone that opened it may not sign in any more.",
      idle: "You were signed out, since nothing was done here for 15 minutes.",
      cancelled: "You were not signed in: it was refused, or given up. You can begin again.",
      refused: "You were not signed in: it took too long, or was begun in another browser. Begin again.",
    } satisfies Record<Outcome, string>,
  },

  idle: {
    title: "Are you still there?",
    // {time} is a time of day, such as 14:32.
    text: message<{ time: string }>("At {time} you are signed out, unless you go on."),
    last: message<{ time: string }>(
      "At {time} your session ends, after eight hours. Finish what you are doing, then sign in anew.",
    ),
    stay: "Stay signed in",
    understood: "Understood",
  },

  notFound: {
    title: "Nothing is here",
    text: "There is nothing under this address, or nothing that you may see.",
    home: "To the first page",
  },

  problems: {
    offline: "The server could not be reached. Check this computer’s connection, then try again.",
    unreadable: "This page does not fit the server any more. Load it anew; nothing is lost.",
    unavailable: "The server cannot answer just now. Try again in a moment.",
    rateLimited: "Too much was asked in a short time. Wait a little, then try again.",
    signInRequired: "You are signed out. Sign in again; nothing was changed.",
    notFound: "It is not there any more, or you may not see it. Nothing was changed.",
    notAllowed:
      "That is not allowed to you, or not about yourself. Nothing was changed; ask another administrator.",
    alreadyDecided:
      "Somebody else was quicker, or it has ended meanwhile. Nothing was changed by you: the page shows how it stands now.",
    wrongCode:
      "This is not the control code of that phone. It was not approved. Have the code read out again; if it differs still, refuse the phone.",
    lastAdministrator:
      "A company keeps one administrator at least. Make somebody else an administrator first.",
    referenceRequired: "Name the reference of the company’s request: the bank does this on request alone.",
    // {rule} is the name of a rule of the policy, such as “New phones”.
    beyondLimits: message<{ rule: string }>(
      "The bank’s limits are stricter here: {rule}. Nothing was proposed. Load the page anew, then choose within what they leave.",
    ),
    tooManyProposals:
      "Twenty proposals of yours wait already. Withdraw some, or have them decided; then propose this one.",
    nothingToPropose: "It is so already. There is nothing to propose.",
    overtaken: "What it was about has changed since it was proposed. Nothing was done; propose it anew.",
    companyStopped: "The user’s company is stopped. Nobody of it can be invited until it goes on.",
    noCodeService:
      "The operator has no service for registration codes any more. Have the code shown, and hand it over.",
    malformed:
      "Something that was typed is not in the form that it should have. Look it over, then try again.",
    // {code} is an English name of the problem, such as internal.
    other: message<{ code: string }>(
      "It did not work, and nothing was changed. Try again; if it goes on, tell the bank this word: {code}.",
    ),
  },

  // Beside a form that can’t be sent yet. {field} is the name of a field, such as Name.
  form: {
    missing: message<{ field: string }>("Still missing: {field}"),
    malformed: message<{ field: string }>("Not in the form that it should have: {field}"),
  },

  reason: {
    label: "Reason",
    note: "Note",
    noteHint: "Optional. It goes on the record.",
    noteProblem: "It has signs that can’t be shown safely. Write it in plain letters.",
    noteLong: "It is too long. Shorten it.",
    reasons: {
      lost: "The phone is lost",
      stolen: "The phone was stolen",
      replaced: "The phone was replaced",
      "left-company": "The user has left the company",
      suspicious: "Something is suspicious",
      mistake: "It was a mistake",
      other: "Another reason",
    } satisfies Record<Reason, string>,
  },

  // Above a list that was read a while ago, with a button that reads it anew.
  news: {
    more: message<{ count: number }>("{count, plural, one {# is new since} other {# are new since}}"),
    changed: "Something here has changed since",
    show: "Show the newest",
  },

  pager: { label: "Pages of the list", previous: "Previous page", next: "Next page" },

  // How a phone stands.
  deviceStatuses: {
    pending: "Being activated",
    "awaiting-approval": "Waits for approval",
    active: "Active",
    blocked: "Blocked",
    deactivated: "Deactivated",
  } satisfies Record<ListedDevice["status"], string>,
  // How a user stands.
  userStates: {
    waiting: "Phone waits for approval",
    invited: "Invited",
    // Of the user's invitation: it was not used in time.
    lapsed: "Invitation has run out",
    frozen: "Stopped",
    removed: "Removed",
    none: "No phone",
    active: message<{ count: number }>("{count, plural, one {# active phone} other {# active phones}}"),
  },
  // Names of what is known of users, phones and companies: above a column, or before a value.
  facts: {
    user: "User",
    company: "Company",
    role: "Role",
    state: "State",
    mail: "Mail address",
    language: "Language of mails",
    added: "Added",
    activated: "Activated",
    used: "Last unlocked",
    ended: "Ended",
    controlCode: "Control code",
    biometrics: "Fingerprint or face",
    app: "Version of the app",
    computers: "Known computers",
    id: "Id",
    functions: "In the app",
    stoppedSince: "Stopped since",
    actions: "What can be done",
    none: "None",
    never: "Never",
    on: "On",
    off: "Off",
  },

  // Acts about one phone. {name} is its user’s, such as Anna Jansen.
  endDevice: {
    button: "Deactivate",
    title: message<{ name: string }>("Deactivate the phone of {name}?"),
    follows:
      "It can’t sign in or sign any more, at once and for good. Sessions that it opened end, and what waits for it ends too.",
    anew: message<{ name: string }>("To use a phone again, {name} has to be invited and activate one anew."),
    own: "It is the phone that signed you in: you are signed out here, too.",
    verb: "Deactivate the phone",
    done: message<{ name: string }>("The phone of {name} is deactivated."),
  },
  refuseDevice: {
    button: "Refuse",
    title: message<{ name: string }>("Refuse the phone of {name}?"),
    follows: "It never gets in. To try again, the user has to be invited anew.",
    verb: "Refuse the phone",
    done: message<{ name: string }>("The phone of {name} is refused."),
  },
  approveDevice: {
    button: "Approve",
    title: message<{ name: string }>("Approve the phone of {name}?"),
    ask: message<{ name: string }>(
      "Call {name}, on a number that you know, and have the control code read out that the phone shows. Type it here: it is compared with that of the phone that waits.",
    ),
    field: "Control code from the phone",
    hint: "20 letters and digits, in five groups of four",
    short: "The code has 20 letters and digits. Type all of them.",
    verb: "Approve the phone",
    done: message<{ name: string }>("The phone of {name} is approved: it can sign in now."),
    // Beside a phone that waits, in the place of the button.
    behind: "Somebody else approves it: you invited its user, or changed their mail address.",
    company: "The company’s own administrators approve it.",
    // The same, where all who could approve it stand behind it. {inviter} is somebody’s name.
    nobodyBut: message<{ inviter: string }>(
      "Nobody is left who may approve it. Have {inviter} invite its user anew: then somebody else may.",
    ),
    nobodyButYou: "Nobody is left who may approve it. Invite its user anew: then somebody else may.",
    nobody: "Nobody is left who may approve it. Have its user invited anew at the server’s command line.",
  },
  endAllDevices: {
    button: "Deactivate all phones",
    title: message<{ name: string }>("Deactivate all phones of {name}?"),
    follows:
      "They can’t sign in or sign any more, at once and for good. Sessions that they opened end, and what waits for them ends too.",
    // Where they are one's own.
    ownTitle: "Deactivate all your phones?",
    ownFollows:
      "They can’t sign in or sign any more, at once and for good, and whatever they have opened ends: you are signed out here too. To use a phone again, you have to be invited and activate one anew.",
    verb: "Deactivate all phones",
    done: message<{ count: number; name: string }>(
      "{count, plural, =0 {There was no phone of {name} left to deactivate.} one {# phone of {name} is deactivated.} other {# phones of {name} are deactivated.}}",
    ),
  },
  freeze: {
    button: "Stop sign-ins",
    title: message<{ name: string }>("Stop all sign-ins and signatures of {name}?"),
    follows:
      "Nothing can be signed in to or signed in this name, at once, until somebody lets it go on. Whatever waits now ends. The phones stay activated.",
    own: "You are signed out here, and an administrator has to let you go on.",
    verb: "Stop sign-ins",
    done: message<{ name: string }>("Sign-ins and signatures of {name} are stopped."),
  },
  unfreeze: {
    button: "Let go on",
    title: message<{ name: string }>("Let {name} sign in and sign again?"),
    follows:
      "What was stopped stays so, and has to be asked for anew. Make sure that you know who asks you for this.",
    verb: "Let go on",
    done: message<{ name: string }>("{name} can sign in and sign again."),
  },

  // Acts about a user.
  addUser: {
    button: "Add a user",
    title: "Add a user",
    name: "Name",
    nameHint: "As their phone and their portal show it",
    mail: "Mail address",
    mailHint: "Optional. Links and notices go there.",
    language: "Language of their mails",
    usualLanguage: "The usual one",
    verb: "Add the user",
    done: message<{ name: string }>(
      "{name} is added. What is left is an invitation, so that they can activate a phone.",
    ),
  },
  changeUser: {
    button: "Change",
    title: message<{ name: string }>("Change {name}"),
    verb: "Save",
    done: "It is changed.",
    nothing: "Nothing is different from before: there is nothing to save.",
  },
  removeUser: {
    button: "Remove",
    title: message<{ name: string }>("Remove {name}?"),
    follows:
      "At once and for good: phones and known computers end, an open invitation is worth nothing any more, and whatever waits ends. What they did stays on the record.",
    verb: "Remove the user",
    done: message<{ name: string }>("{name} is removed."),
  },
  invite: {
    button: "Invite",
    again: "Invite anew",
    title: message<{ name: string }>("Invite {name} to activate a phone?"),
    byMail: message<{ mail: string }>(
      "The link goes to {mail}, if this server sends mails; else you see it here.",
    ),
    byHand: "There is no mail address, so you see the link here.",
    code: "You see a registration code, once: hand it over another way than the link.",
    // How the registration code gets to the user, to choose from. The operator (a bank) has a service that sends such codes, as letters or SMS.
    byService: "Sent to the user by the operator’s service",
    shown: "Shown here once, for me to hand over",
    // {name} is the user’s.
    codeByService: message<{ name: string }>(
      "The registration code goes to {name} by the operator’s service, and nobody sees it here.",
    ),
    before: "The invitation before it is worth nothing any more.",
    // Who lets in the phone that comes of the invitation.
    approvedByCompany: "The phone then waits until an administrator of the company approves it.",
    approvedByOperator: "The phone then waits until a bank officer approves it.",
    // {inviter} is the name of whoever changed the user’s mail address.
    approvedByNobodyBut: message<{ inviter: string }>(
      "If you invite, nobody is left who may approve the phone: {inviter} changed the mail address. Have {inviter} invite.",
    ),
    approvedByNobody:
      "If you invite, nobody is left who may approve the phone. Have the user invited at the server’s command line.",
    verb: "Invite",
    sentTitle: message<{ name: string }>("{name} is invited"),
    mailed: message<{ mail: string }>("The link is on its way to {mail}."),
    link: "Activation link",
    copyLink: "Copy the link",
    registrationCode: "Registration code",
    copyCode: "Copy the code",
    once: "Link and code are shown only here, and only now. Hand the code over another way than the link: in person, or by a call to a number that you know.",
    // The link has gone by mail.
    onceCode:
      "The code is shown only here, and only now. Hand it over another way than by mail: in person, or by a call to a number that you know.",
    onceLink: message<{ name: string }>(
      "The link is shown only here, and only now. Send it to {name} and to nobody else.",
    ),
    // Nothing is left to hand over.
    bothSent: message<{ name: string }>("{name} is invited: link and registration code are on their way."),
    // {time} is a day and a time, such as 3 March at 14:32.
    until: message<{ time: string }>("Both hold until {time}."),
    understood: "I have handed it over",
  },
  revokeInvitation: {
    button: "Take back",
    title: message<{ name: string }>("Take the invitation of {name} back?"),
    follows: "Link and code are worth nothing any more, at once.",
    verb: "Take it back",
    done: message<{ name: string }>("The invitation of {name} is taken back."),
  },

  // Acts about a company. {name} is its name.
  addCompany: {
    button: "Add a company",
    title: "Add a company",
    follows:
      "Add its first administrator next: one officer adds and proposes them, another one confirms, then they are invited.",
    field: "Name of the company",
    done: message<{ name: string }>("{name} is added. What is left is its first administrator."),
  },
  renameCompany: {
    button: "Rename",
    title: message<{ name: string }>("Give {name} another name?"),
    follows:
      "Everybody sees the new name: here at once, on phones when they are unlocked the next time. The old one stays on the record.",
    verb: "Rename the company",
    done: message<{ name: string }>("It is called {name} from now on."),
  },
  stopCompany: {
    button: "Stop the company",
    title: message<{ name: string }>("Stop {name}?"),
    follows:
      "Nobody of it can sign in or sign, at once. Whatever waits ends; the phones stay activated. It goes on when one officer proposes it and another confirms.",
    own: "It is your own company: you are signed out here, too.",
    text: "Something is wrong in the whole company, and nobody knows yet what: nobody of it signs in or signs until two people let it go on.",
    done: message<{ name: string }>("{name} is stopped."),
  },
  resumeCompany: {
    button: "Let go on",
    title: message<{ name: string }>("Let {name} go on?"),
    stopped: "This company is stopped: nobody of it can sign in or sign.",
  },

  makeAdministrator: {
    button: "Make administrator",
    title: message<{ name: string }>("Make {name} an administrator?"),
    follows:
      "An administrator oversees all users and phones of the company, and confirms what others propose.",
  },
  endAdministrator: {
    button: "End as administrator",
    title: message<{ name: string }>("Make {name} a user again?"),
    follows: "At once. Phones and computers stay; what they proposed and nobody has confirmed is void.",
    verb: "Make a user again",
    done: message<{ name: string }>("{name} is a user again."),
  },
  entitle: {
    button: "Functions",
    title: message<{ name: string }>("What has {name} in the app?"),
    follows: "It holds at once, also on a phone that is unlocked.",
    label: "In the app",
    whole: "Everything: what waits for a signature is listed",
    // mToken: signing in and signing by scanning a code, and nothing else.
    mtokenOnly: "mToken only: scanning a code, and nothing else",
    reference: "Reference of the company’s request",
    referenceHint: "The bank changes this on the company’s request alone. It goes on the record.",
    verb: "Save",
    done: message<{ name: string }>("{name} has it from now on."),
  },

  // What takes two people: one proposes, another confirms.
  proposals: {
    title: "Four eyes",
    lead: "What is dangerous takes two people: one proposes, another confirms within three days.",
    caption: "Proposals, the newest first",
    what: "What is proposed",
    by: "Proposed by",
    created: "Proposed",
    expires: "Runs out",
    note: "Why",
    decidedBy: "Decided by",
    decidedAt: "Decided",
    decidedNote: "Why it was decided so",
    all: "All",
    noneTitle: "Nothing waits for a second person",
    notFoundTitle: "There is none of these",
    none: "New administrators, changes of a policy, and other acts that take two people come up here.",
    // {company} is its name.
    ofCompany: message<{ company: string }>("About {company}"),
    // By how the proposal stands: it waits, it was confirmed, it came to nothing.
    whatFollows: {
      waits: "What would follow",
      confirmed: "What followed",
      dropped: "What would have followed",
    } satisfies Record<Standing, string>,
    course: "What has happened",
    ownWaits: "You have proposed it: somebody else has to confirm it.",
    // Of a new administrator’s phones. Who stands behind one of them confirms nothing.
    behindPhones:
      "You have invited to one of these phones, named the mail address for it, or approved it: somebody else decides. Where nobody else can, propose it yourself.",
    // Nobody is left who could confirm it: why, and what to do.
    nobodyConfirms:
      "Nobody can confirm this now: nobody else who may has a phone that works. Invite another administrator or officer anew, or have the bank add an officer.",
    // The same where phones are to be compared. Who stands behind one of them confirms nothing.
    nobodyComparesPhones:
      "Nobody can confirm this now: everybody who may has proposed it, stands behind one of these phones, or has no phone that works. Deactivate the phones and propose it again; the user is invited anew once it is confirmed.",
    othersDecide: "It waits for somebody who may do this. You may look at it.",
    // Above the phones of who is made an administrator, each with its control code.
    comparePhones:
      "They will act for the company with these phones. Have the control codes read out that the phones show, and compare them.",
    compared: "I have compared the control codes with what the phones show.",
    invitedBy: "Invited by",
    approvedBy: "Approved by",
    takesTwo: "This takes two people: nothing happens before somebody else has confirmed it.",
    proposed: "It is proposed. Nothing has changed yet: somebody else has to confirm it.",
    begins: "Signs from",
    atOnce: "At once",
    kinds: {
      // {name} is somebody’s.
      administrator: message<{ name: string }>("Make {name} an administrator"),
      policy: "Change the policy",
      company: "Let the company go on",
      limits: "Change the limits of all policies",
      staff: message<{ name: string }>("Take {name} on at the bank"),
      key: "Sign with a new identity key",
    },
    follows: {
      administrator: "They oversee all users and phones of the company.",
      policy: "It holds for everybody of the company, at once, also where somebody is signed in.",
      company: "Its people can sign in and sign again.",
      limits: "Stricter limits hold at once in every company, whatever its own policy says.",
      staff: "They work for the bank, and see what their role sees.",
      key: "Phones learn the new key the next time that they are opened. The one of before stays good for what it signed.",
    },
    statuses: {
      open: "Waits",
      confirmed: "Confirmed",
      rejected: "Rejected",
      withdrawn: "Withdrawn",
      expired: "Run out",
      // What it was about has changed meanwhile, or its author may not do it any more.
      void: "Void",
    } satisfies Record<ProposalStatus, string>,
    // {what} is one of the kinds above.
    decide: {
      confirm: {
        button: "Confirm",
        title: message<{ what: string }>("Confirm: {what}?"),
        follows:
          "It is done at once. Confirm only what you have looked at, and would have proposed yourself.",
        verb: "Confirm",
        done: "It is confirmed, and done.",
      },
      reject: {
        button: "Reject",
        title: message<{ what: string }>("Reject: {what}?"),
        follows: "Nothing changes. It can be proposed again.",
        verb: "Reject",
        done: "It is rejected. Nothing has changed.",
      },
      withdraw: {
        button: "Withdraw",
        title: message<{ what: string }>("Withdraw: {what}?"),
        follows: "Nothing changes, and nobody has to look at it any more.",
        verb: "Withdraw",
        done: "It is withdrawn.",
      },
    },
  },

  policy: {
    title: "Policy",
    nav: "Policy",
    lead: "What holds for everybody of the company, at each sign-in and each signature.",
    change: "Change",
    propose: "Propose it",
    proposeTitle: "Propose this policy?",
    heldBack: "The bank’s limits are stricter here than the company’s own policy: this is what holds.",
    notWhole:
      "An amount is not in the digits of its currency, or a currency is named twice. Write 500.00 for euros.",
    // Of what waits to be proposed or confirmed, of what was confirmed, and of what came to nothing.
    changes: {
      waits: "What would change",
      confirmed: "What changed",
      dropped: "What would have changed",
    } satisfies Record<Standing, string>,
    nothingChanges: "Nothing is different.",
    rule: "Rule",
    before: "Before",
    after: "After",
    approval: {
      name: "New phones",
      hint: "An administrator compares the control code, and lets each new phone in.",
      on: "Wait for an administrator",
      off: "Work at once",
    },
    computers: {
      name: "Computers that the user does not know",
      hint: "Two digits do not stop somebody who passes a code on while you look at it. Refusing such computers does.",
      digits: "Two digits are compared",
      approval: "An administrator approves the computer",
      refuse: "Nobody signs in on them",
    },
    factor: {
      name: "At each sign-in",
      hint: "Who has unlocked the app can sign in for as long as it stays unlocked, or proves it each time.",
      session: "The unlocked app is enough",
      "each-time": "mPIN, fingerprint or face, each time",
    },
    biometrics: {
      name: "Fingerprint and face",
      hint: "In the mPIN’s place, where the phone can do it safely enough.",
      on: "Allowed",
      off: "Not allowed",
    },
    ceilings: {
      name: "Fingerprint or face signs up to",
      hint: "Above the amount, and in currencies that are not named, it takes the mPIN. Without any there is no limit.",
      none: "Any amount",
      currency: "Currency",
      amount: "Up to",
      add: "Add a currency",
      remove: "Take away",
    },
    mpin: {
      name: "Length of a new mPIN",
      shortest: "Shortest new mPIN",
      longest: "Longest new mPIN",
      hint: "Whoever has a shorter one is asked to change it.",
      digits: message<{ min: number; max: number }>("{min} to {max} digits"),
    },
    devices: {
      name: "Phones of a user",
      hint: "When another one is activated beyond this, the oldest ends.",
      count: message<{ count: number }>("{count, plural, one {# phone} other {# phones}}"),
    },
    idle: {
      name: "The app locks itself after",
      hint: "Without use. Never later than five minutes.",
      seconds: message<{ count: number }>("{count, plural, one {# second} other {# seconds}}"),
      minutes: message<{ count: number }>("{count, plural, one {# minute} other {# minutes}}"),
    },
  },

  // How lax the policy of any company may be, as the bank says.
  limits: {
    title: "Limits",
    lead: "How lax a company’s own policy may be. Of the two the stricter holds, rule by rule.",
    proposeTitle: "Propose these limits?",
    // {total} is a number, such as 1,200: of all companies.
    held: message<{ count: number; total: string }>(
      "{count, plural, =0 {Companies: {total}. None has a policy of its own that is laxer.} one {Companies: {total}. # has a policy of its own that is laxer: there these limits hold in its place.} other {Companies: {total}. # have a policy of their own that is laxer: there these limits hold in its place.}}",
    ),
    freed: message<{ count: number }>(
      "{count, plural, one {# company is held back now, and gets its own policy again.} other {# companies are held back now, and get their own policy again.}}",
    ),
  },
  // Who works for the bank.
  staff: {
    title: "Staff",
    lead: "Who works for the bank here, and as what. For another role somebody is removed, and proposed with it.",
    caption: "The bank’s people, by name",
    propose: "Propose somebody",
    proposeTitle: "Propose somebody for the bank?",
    follows: "Once somebody else has confirmed it, they are invited from their page here.",
    does: {
      helpdesk: "Finds users and phones of all companies, and stops them.",
      officer: "Does all that the bank may do; what is dangerous takes another officer, too.",
      auditor: "Sees everything, and changes nothing.",
    },
  },
  // The keys that the server signs with, by which phones know it.
  keys: {
    title: "Identity keys",
    lead: "What the server signs with. Phones believe nothing else.",
    caption: "Identity keys, the newest first",
    key: "Key",
    ends: "Until",
    statuses: {
      signing: "Signs now",
      coming: "Signs later",
      // It signs no more, and what it signed still holds.
      kept: "Kept for what it signed",
      revoked: "Revoked",
    } satisfies Record<ListedIdentityKey["status"], string>,
    revoking:
      "A key in the wrong hands is revoked at once, by one person. The only key that can sign has to be replaced first.",
    button: "Revoke",
    // {key} is its thumbprint, 43 characters.
    revokeTitle: message<{ key: string }>("Revoke the identity key {key}?"),
    follows:
      "Nothing that it signs from now on is believed, at once and for good. What it has signed before still holds.",
    phones: "Phones that have not learned of another key yet have to be activated anew.",
    verb: "Revoke the key",
    done: message<{ key: string }>("The identity key {key} is revoked."),
    last: "No other key can sign now. Have a new one added, then revoke this one.",
    propose: "Propose a new key",
    proposeTitle: "Propose a new identity key?",
    hint: "Later is kinder to phones that are seldom opened: they learn of it before it signs.",
    inAWeek: "In a week",
    inAMonth: "In a month",
  },

  // Relying parties: the web sites, such as a bank’s, at which users sign in and sign by mtoken. {name} is one’s name.
  portals: {
    title: "Portals",
    lead: "Where users sign in and sign. A portal is added on the server’s command line.",
    portal: "Portal",
    statuses: { open: "Open", ended: "Ended" } satisfies Record<ListedPortal["status"], string>,
    noneTitle: "There is no portal here",
    button: "End",
    endTitle: message<{ name: string }>("End the portal {name}?"),
    // {origin} is its address, such as https://bank.example.
    follows: message<{ origin: string }>(
      "Nobody signs in or signs at {origin} any more, at once and for good. What waits for a confirmation ends, and its keys are worth nothing.",
    ),
    stays:
      "What was signed there still holds. Whoever is signed in there already stays signed in until the portal itself ends that.",
    anew: "To be used again, it is added anew on the server’s command line.",
    verb: "End the portal",
    done: message<{ name: string }>("The portal {name} has ended."),
  },

  users: {
    title: "Users",
    lead: "Who may activate a phone, and sign in and sign with it.",
    caption: "Users, by name",
    search: "Search",
    searchHint: "Name, mail address, user id, phone id, or control code",
    show: "Show",
    everybody: "Everybody",
    noneTitle: "Nobody is here yet",
    none: "Add a user, then invite them: with the link and the code of the invitation they activate their phone.",
    notFoundTitle: "Nobody is found",
    notFound: "Look for the beginning of a name, or for fewer words; or take the filter away.",
    // {company} is its name.
    ofCompany: message<{ company: string }>("Only {company}"),
    allCompanies: "All companies",
    // Which users a list shows.
    filters: {
      waiting: "With a phone that waits for approval",
      invited: "Invited",
      ending: "Invited, and it runs out within six hours",
      lapsed: "Invited, and it has run out",
      frozen: "Stopped",
      administrator: "Administrators",
      removed: "Removed",
    } satisfies Record<NonNullable<UserListQuery["status"]>, string>,
  },
  user: {
    frozen:
      "Sign-ins and signatures of this user are stopped. Letting them go on is for who has talked with them.",
    removed: "This user is removed. What they did stays on the record.",
    activity: "What happened",
    // A link to all that this user has done to others.
    acts: "What they did",
    phones: "Phones",
    noPhones: "No phone yet. Who is invited activates one with the link and the code.",
    noPhonesTitle: "No phone",
    invitations: "Invitations",
    noInvitationsTitle: "Never invited",
    noInvitations: "An invitation is a link and a code, which go two ways.",
    details: "Details",
    stopping: "Stop",
    freezeText:
      "Something is odd, and nobody knows yet what: nothing can be signed in to or signed in this name until you let it go on. The phones stay.",
    endAllText: "The phones are lost, stolen or replaced: they end for good.",
    endAdministratorText: "They stay a user, and oversee nobody any more, at once.",
    removeText: "The user has left: everything of theirs ends, for good.",
    invited: "Invited",
    until: "Holds until",
    // How an invitation stands.
    invitationStatuses: {
      open: "Open",
      // Its user has typed link and code in, and has not finished.
      begun: "Begun on a phone",
      waiting: "Phone waits for approval",
      complete: "Used",
      revoked: "Taken back",
      expired: "Run out",
    } satisfies Record<ListedInvitation["status"], string>,
    // Of a registration code that the operator’s service brings to the user.
    codeStates: {
      waiting: "Code not handed to the service yet",
      failing: "The service does not take the code; it is tried again",
      taken: "The service has the code",
    } satisfies Record<Exclude<ListedInvitation["code"], "shown">, string>,
  },

  // Invitations of all users, the newest one of each: what became of it, and of the mail with its link.
  invitations: {
    title: "Invitations",
    lead: "The newest invitation of each user, and what became of it.",
    caption: "Invitations, the newest first",
    all: "All invitations",
    // A filter: invitations whose mail or registration code did not reach the user.
    undelivered: "Not delivered",
    noneTitle: "Nobody is invited yet",
    notFoundTitle: "No invitation is found",
    delivery: "Link and code",
    // How the link of an invitation goes to the user.
    linkStates: {
      shown: "Link handed over by who invited",
      waiting: "Mail not sent yet",
      failing: "Mail not taken yet; it is tried again",
      dead: "Mail not delivered",
      taken: "Mail sent",
      unsent: "Mail never sent",
    } satisfies Record<NonNullable<ListedInvitation["link"]>, string>,
    // Why a mail was not delivered.
    failures: {
      refused: "The mail server refuses it. Check the mail address.",
      unreachable: "The mail server can’t be reached, or takes no mails now.",
      late: "Its time ran out before it could be sent.",
      other: "The server could not write it.",
    } satisfies Record<NonNullable<ListedInvitation["failure"]>, string>,
    // Boxes to tick. {name} is the user’s.
    choose: message<{ name: string }>("Choose {name}"),
    chooseAll: "Choose all on this page",
    anew: message<{ count: number }>(
      "{count, plural, one {Invite # person anew} other {Invite # people anew}}",
    ),
    anewTitle: message<{ count: number }>(
      "{count, plural, one {Invite # person anew?} other {Invite # people anew?}}",
    ),
    anewFollows: "Each gets a new link and a new code. The invitations before are worth nothing any more.",
    anewLinks:
      "Links go by mail to those with a mail address, if this server sends mails. What you have to hand over you get as a file at the end.",
    anewLeft:
      "Who has activated a phone meanwhile, or was invited by somebody else, is left as they are, and named.",
    anewApprovers:
      "A phone of somebody who is not a plain user then waits for somebody other than you to approve it.",
    stay: "Stay on this page until it is done.",
    notInvited: "Not invited",
  },
  devices: {
    title: "Phones",
    lead: "Each phone is the key of one user.",
    caption: "Phones, the newest first",
    noneTitle: "No phone is here yet",
    none: "A phone comes up here once somebody who was invited activates it.",
    notFoundTitle: "No phone is found",
    every: "Every state",
    // A filter: phones that the reader may approve.
    approvable: "Waits for your approval",
    deviceTitle: message<{ name: string }>("Phone of {name}"),
    hiddenCode: "You type it when you approve",
  },

  emergency: {
    title: "Emergency",
    lead: "Find whose phone it is, and stop it. Everything here works at once.",
    search: "Whose phone, or which?",
    searchHint:
      "The beginning of a name, a mail address, a user id, a phone id, or eight characters of a control code",
    begin: "Type what you know of the user or the phone",
    beginText: "Two letters are enough to begin. You press twice: once to choose, once to confirm.",
    more: "There are more hits. Type more of the name.",
    // Of a user whose phone was found: there are others, too.
    otherPhones: message<{ count: number }>(
      "{count, plural, one {One more phone of this user} other {# more phones of this user}}",
    ),
    noPhones: "No phone that could sign in.",
    notFound: "Look for the beginning of a name, or for fewer words.",
  },

  companies: {
    title: "Companies",
    own: "My company",
    lead: "The bank’s customers, and the bank itself.",
    caption: "Companies, by name",
    search: "Search",
    searchHint: "The beginning of a name, or a company id",
    all: "All companies",
    waiting: "With a phone that waits for approval",
    // Nobody of such a company can sign in or sign.
    stopped: "Stopped",
    noneTitle: "No company is found",
    none: "Look for the beginning of a word of its name, or take the filter away.",
    users: "Users",
    administrators: "Administrators",
    activePhones: "Active phones",
    waitingPhones: "Phones that wait",
    toUsers: "Its users",
    toPhones: "Its phones",
    toComputers: "Its computers",
    toPolicy: "Its policy",
    stopping: "Stop",
    endAllText:
      "Phones of the whole company are in wrong hands: all of them end, at once and for good, those of its administrators too.",
    // {name} is the company’s.
    follows: message<{ name: string }>(
      "Nobody of {name} can sign in or sign any more, at once. All of them have to be invited and activate a phone anew.",
    ),
    ownEnds: "Your own phone ends with them: you are signed out here.",
  },

  overview: {
    title: "Overview",
    lead: message<{ name: string }>("What waits for you, {name}."),
    nothingTitle: "Nothing waits for you",
    nothing:
      "Phones that wait for approval, invitations that run out, and users who are stopped come up here.",
    phones: "Phones that wait for approval",
    computers: "Computers that wait for approval",
    invitations: "Invitations that run out within six hours",
    stopped: "Users who are stopped",
    all: "See all",
    more: message<{ count: number }>("{count, plural, one {And # more} other {And # more}}"),
    runsOut: "Runs out",
    // Above figures, each of which leads to a list.
    figures: {
      phones: "Phones that wait for approval",
      phonesLeft: "Phones that nobody is left to approve",
      invitations: "Open invitations",
      ending: message<{ count: number }>(
        "{count, plural, one {# runs out within six hours} other {# run out within six hours}}",
      ),
      blocked: "Users whose phone is blocked",
      frozen: "Users who are stopped",
      undelivered: "Invitations that were not delivered",
      deliveries: "Messages that could not be delivered",
      // {number} is 1,000, and there may be more.
      orMore: message<{ number: string }>("{number} or more"),
    },
    month: "The last 30 days",
    day: "Day",
    // A bar of a chart, such as “3 March: 12”.
    onDay: message<{ day: string; number: string }>("{day}: {number}"),
    asTable: "The figures as a table",
    charts: { sign_ins: "Sign-ins", refusals: "Refusals", blocks: "Blocked phones" },
    // What a chart shows, for who can’t see it.
    summaries: {
      sign_ins: message<{ count: number }>(
        "{count, plural, one {# sign-in in the last 30 days} other {# sign-ins in the last 30 days}}",
      ),
      refusals: message<{ count: number }>(
        "{count, plural, one {# refusal in the last 30 days} other {# refusals in the last 30 days}}",
      ),
      blocks: message<{ count: number }>(
        "{count, plural, one {# phone blocked in the last 30 days} other {# phones blocked in the last 30 days}}",
      ),
    },
  },

  computers: {
    title: "Computers",
    own: "My computers",
    lead: "Where users sign in. What it takes on a computer that its user does not know, the company’s policy says.",
    caption: "Computers, those that wait first",
    searchHint: "Name, mail address or id of its user",
    noneTitle: "No computer is here yet",
    notFoundTitle: "No computer is found",
    none: "No computer is known. After a sign-in the phone offers to have its computer remembered.",
    computer: "Computer",
    since: "Since",
    used: "Last sign-in",
    until: "Until",
    // How a computer stands to a user.
    statuses: { known: "Known", waiting: "Waits for approval", refused: "Refused" } satisfies Record<
      ListedComputer["status"],
      string
    >,
    // {computer} is a browser and a system, such as Chrome on Windows; {name} is the user’s.
    approve: {
      button: "Approve",
      title: message<{ name: string; computer: string }>("Let {name} use {computer}?"),
      ask: "Go to the computer, and read the code that its sign-in page shows. Type it here: it is compared with that of the computer that waits.",
      compare: "Trust no code that you are only told: a false page shows a code of its own.",
      field: "Code from the computer",
      wrong:
        "This is not the code of that computer. It was not approved. Read it again at the computer; if it differs still, refuse the computer.",
      verb: "Approve the computer",
      done: message<{ name: string; computer: string }>("{name} can sign in on {computer} now."),
    },
    // Of a computer that was turned away, since its user did not know it.
    add: {
      button: "Add a computer",
      title: message<{ name: string }>("Add a computer for {name}?"),
      begin: message<{ name: string }>(
        "Go to the computer. {name} begins a sign-in there, and scans its code with the phone.",
      ),
      look: "The sign-in page then says that the computer is not known, and shows its control code. Type it here.",
      wrong:
        "No computer that was turned away lately has this control code. Nothing was added. Read it again at the computer, or begin a sign-in there anew.",
      known: "This user knows this computer already. There is nothing to add.",
      verb: "Add the computer",
      done: message<{ name: string }>("{name} can sign in on this computer now."),
    },
    refuse: {
      button: "Refuse",
      title: message<{ name: string; computer: string }>("Refuse {computer} to {name}?"),
      follows:
        "For a day this user can’t sign in on it. For others it stands as it did. It can be allowed again.",
      verb: "Refuse the computer",
      done: message<{ name: string; computer: string }>("{computer} is refused to {name}."),
    },
    revoke: {
      button: "Make unknown",
      title: message<{ name: string; computer: string }>("Make {computer} unknown to {name}?"),
      follows:
        "At the next sign-in it is a computer that was never used before, and the company’s policy says what that takes.",
      verb: "Make it unknown",
      done: message<{ name: string; computer: string }>("{computer} is unknown to {name} now."),
    },
    allow: {
      button: "Allow again",
      title: message<{ name: string; computer: string }>("Allow {computer} to {name} again?"),
      follows: "It is a computer that is not known, and no longer refused.",
      verb: "Allow it again",
      done: message<{ name: string; computer: string }>("{computer} is no longer refused to {name}."),
    },
  },

  // Many users at once, from a file.
  imports: {
    title: "Invite from a file",
    // name, mail, language and functions are names of columns: they are not translated.
    form: "CSV in UTF-8, as spreadsheets save it. Its first line names the columns: name, and mail, language and functions if you like.",
    choose: "Choose a file, or drop it here",
    // A file to begin with.
    example: "Save an example",
    bad: "These lines can’t be taken. Nothing is done: change the file, and choose it again.",
    good: message<{ count: string }>("Users who can be added and invited: {count}"),
    // Under what users get of the app: a file may have a column called functions.
    functionsHint: "For the lines of the file that say nothing of it themselves",
    start: "Add and invite them",
    line: "Line",
    size: "It has no users, or more than 10,000 of them, or more than 3 MB",
    notUtf8:
      "A letter is not in UTF-8. Save the file anew in the spreadsheet, as “CSV UTF-8”, then choose it again.",
    // Lines of a file that can’t be taken, after those that are shown.
    more: message<{ count: number }>(
      "{count, plural, one {One more line can’t be taken.} other {# more lines can’t be taken.}}",
    ),
    saveBad: "Save all of them as a file",
    quoting: "A field or a quotation mark is missing, or too many",
    malformed: "It is empty, or not in the form that it should have",
    formula: "It begins like a formula of a spreadsheet",
    duplicate: "The same user stands in an earlier line",
    exists: "This user is in the company already",
    // Both are numbers, such as 1,200.
    progress: message<{ invited: string; total: string }>("Invited: {invited} of {total}"),
    running: "It goes on without this page. Come back to its address any time.",
    failed: message<{ count: string }>("Not invited, since something was in the way: {count}"),
    stopped: "It was stopped: who began it may not go on with it. What was done stays.",
    // Makes the server give out all codes, once.
    take: "Get the registration codes",
    save: "Save as a file",
    // The list of all files that users were invited from.
    list: "Invitations from files",
    listLead: "Who invited users from a file, and how far it is.",
    listCaption: "Files, the newest first",
    noneTitle: "Nothing was read from a file yet",
    // When it was begun.
    begun: "Begun",
    statuses: { running: "Under way", done: "Done", stopped: "Stopped" } satisfies Record<
      ListedImport["status"],
      string
    >,
    failedTitle: "Lines that were not done",
    // Why nobody was invited by a line of a file.
    whys: {
      removed: "The user was removed meanwhile",
      stopped: "It was stopped before",
      failed: "The server could not do it, in several tries",
    } satisfies Record<FailedLines["items"][number]["why"], string>,
    saveFailed: "Save these lines as a file",
  },

  // Mails, push messages and registration codes that the server could not hand over.
  deliveries: {
    title: "Undelivered messages",
    nav: "Undelivered",
    lead: "Mails, push messages and registration codes that the server could not hand over. An invitation can be sent anew from its user’s page, too.",
    // What a message tells of.
    abouts: {
      invitation: "Invitation",
      notice: "A notice in the app",
      request: "A sign-in or signature that waits",
      device_activated: "Phone activated",
      "device_awaiting-approval": "Phone waits for approval",
      user_stopped: "Sign-ins and signatures stopped",
      computer_added: "Computer became known",
      biometrics_added: "Fingerprint or face switched on",
      biometrics_removed: "Fingerprint or face switched off",
    },
    statuses: { dead: "Given up", failing: "Still tried" } satisfies Record<Delivery["status"], string>,
    noneTitle: "Nothing is left undelivered",
    none: "What a mail server, a push service or the service for registration codes refuses comes up here.",
    what: "Message",
    channels: { mail: "Mail", push: "Push message", code: "Registration code" } satisfies Record<
      Delivery["channel"],
      string
    >,
    failure: "What was answered",
    // Why a message was not handed over; what was answered stands beneath.
    failures: {
      refused: "It was refused",
      unreachable: "The other server can’t be reached",
      late: "Its time ran out before",
      unsaid: "It did not work",
    } satisfies Record<Failure, string>,
    attempts: "Tries",
    created: "Written",
    retry: "Try again",
    retried: message<{ name: string }>("The message to {name} is tried again."),
  },

  // What happened, as the log of the server has it: a list of events, each with who did it, about whom, and why.
  activity: {
    title: "Activity",
    own: "My activity",
    lead: "What happened, the newest first. It is read from the log that nobody can change.",
    ownLead: "What happened with your phones and in your name, the newest first.",
    caption: "Events, the newest first",
    export: "Export as CSV",
    kind: "What happened",
    everything: "Everything",
    from: "From",
    to: "Until",
    // Beside two days, the first of which comes after the second.
    backwards: "It ends before it begins",
    chooseUser: "Choose a user",
    chooseCompany: "Choose a company",
    nobody: "Nothing is found. Type the beginning of a name.",
    ofUser: message<{ name: string }>("About {name}"),
    doneBy: message<{ name: string }>("Done by {name}"),
    ofPhone: "About one phone",
    // Takes a filter away.
    without: "Remove",
    // For who can’t see which filter the button stands beside. {filter} is its text, such as “About Anna Jansen”.
    withoutThis: message<{ filter: string }>("Remove the filter: {filter}"),
    noneTitle: "Nothing has happened yet",
    none: "Sign-ins, signatures, and whatever is done about users and phones come up here a second later.",
    notFoundTitle: "Nothing is found",
    notFound: "Take a filter away, or choose more days.",
    // Headings of columns.
    what: "What happened",
    about: "About",
    by: "Who and how",
    why: "Why",
    when: "When",
    toPhone: "The phone",
    toImport: "The import",
    toProposal: "The proposal",
    note: message<{ note: string }>("“{note}”"),
    // Who did it, where names are not told.
    bank: "The bank",
    // By which way something was done.
    ways: {
      phone: "On the phone",
      console: "In the console",
      portal: "Through a portal",
      browser: "In the browser",
      "command-line": "On the server’s command line",
      server: "By the server itself",
    } satisfies Record<ActivityWay, string>,
    users: message<{ count: number }>("{count, plural, one {# user} other {# users}}"),
    phones: message<{ count: number }>("{count, plural, one {# phone} other {# phones}}"),
    tries: message<{ count: number }>("{count, plural, one {# wrong try} other {# wrong tries in a row}}"),
    version: message<{ app: string }>("Version {app}"),
    // {reference} is that of the letter or call by which the company asked for it.
    reference: message<{ reference: string }>("On request {reference}"),
    // The name of a company that it had before.
    former: message<{ name: string }>("Before: {name}"),
    // {rule} is a line of a company's policy, such as "Phones of a user"; {from} and {to} are its value before and after.
    change: message<{ rule: string; from: string; to: string }>("{rule}: {from} → {to}"),
    // Reasons that nobody chooses from a list of the console.
    reasons: {
      newer: "A newer invitation took its place",
      "not-me": "“This wasn’t me”",
      "wrong-content": "The content was wrong",
      "changed-mind": "Changed their mind",
      "wrong-digits": "Wrong digits were chosen",
      "wrong-mpin": "Too many wrong mPINs",
      "wrong-biometric": "Fingerprint or face failed too often",
      "wrong-codes": "Too many wrong registration codes",
      "activation-expired": "The activation was not finished in time",
      user: "The user wanted it",
      // An invitation ended with the rights or the phone of whoever had sent it.
      inviter: "Whoever sent it may not any more",
      "company-stopped": "The company was stopped",
    },
    groups: {
      signing: "Sign-ins and signatures",
      phones: "Phones",
      computers: "Computers",
      users: "Users",
      rules: "Companies and proposals",
      server: "Server",
    },
    // One event each.
    kinds: {
      request_created: "Sign-in or signature asked for",
      request_approved: "Sign-in or signature confirmed",
      request_refused: "Sign-in or signature refused",
      request_redeemed: "Sign-in completed",
      request_withdrawn: "Sign-in or signature withdrawn",
      "request_wrong-digits": "Wrong digits chosen for a sign-in",
      "request_wrong-return-code": "Wrong code to finish a sign-in",
      session_opened: "App unlocked",
      console_opened: "Signed in to the console",
      activation_invited: "Invited to activate a phone",
      activation_revoked: "Invitation taken back",
      "activation_wrong-code": "Wrong registration code",
      device_pending: "Activation of a phone begun",
      activation_completed: "Activation of a phone completed",
      device_approved: "Phone approved",
      device_blocked: "Phone blocked",
      device_deactivated: "Phone deactivated",
      mpin_wrong: "Wrong mPIN",
      mpin_changed: "mPIN changed",
      factor_enrolled: "Fingerprint or face switched on",
      factor_removed: "Fingerprint or face switched off",
      biometric_wrong: "Fingerprint or face failed",
      computer_enrolled: "Computer became known",
      computer_declined: "Computer not to be remembered",
      computer_waiting: "Computer waits for approval",
      computer_approved: "Computer approved",
      computer_refused: "Computer refused",
      computer_revoked: "Computer made unknown again",
      computer_expired: "Computer not used for long, and unknown again",
      computer_unknown: "Sign-in from an unknown computer turned away",
      computer_copied: "Copied computer found out",
      computer_lost: "Computer lost its mark, and is unknown again",
      computer_allowed: "Computer allowed again",
      user_created: "User added",
      user_changed: "User’s details changed",
      user_entitled: "User’s functions changed",
      user_frozen: "Sign-ins and signatures stopped",
      user_unfrozen: "Sign-ins and signatures let go on",
      user_removed: "User removed",
      users_imported: "Users added from a file",
      "import_codes-taken": "Registration codes of a file handed over",
      import_stopped: "Invitations from a file stopped",
      administrator_made: "Made an administrator",
      administrator_ended: "Made a plain user again",
      company_created: "Company added",
      company_renamed: "Company renamed",
      company_changed: "Policy changed",
      company_stopped: "Company stopped",
      company_resumed: "Company let go on",
      "company_devices-ending": "Deactivation of all phones begun",
      "company_devices-ended": "All phones of the company deactivated",
      proposal_created: "Proposal made",
      proposal_confirmed: "Proposal confirmed",
      proposal_rejected: "Proposal rejected",
      proposal_withdrawn: "Proposal taken back",
      proposal_expired: "Proposal run out",
      proposal_void: "Proposal overtaken by another change",
      limits_changed: "Limits of all policies changed",
      client_registered: "Portal registered",
      client_ended: "Portal ended",
      app_withdrawn: "Version of the app withdrawn",
      app_allowed: "Version of the app allowed again",
      identity_added: "Identity key added",
      identity_revoked: "Identity key revoked",
      "push_key-added": "Key for notifications added",
      log_checkpoint: "State of the log signed",
      delivery_retried: "Undelivered message sent again",
    },
  },

  account: {
    title: "My account",
    lead: message<{ role: string; company: string }>("{role}, {company}"),
    phones: "My phones",
    stopTitle: "This wasn’t me",
    stopText:
      "Somebody signs in or signs in your name? Stop it at once. Your administrator lets you go on when you have talked.",
    stop: "Stop my sign-ins",
    endAllTitle: "Give up all my phones",
    endAllText: "Are your phones lost or in wrong hands? All of them end at once and for good.",
  },

  // A page of questions and answers, whose own texts are a catalogue of theirs.
  help: { title: "Help", lead: "What comes up, and what to do." },
} as const;
