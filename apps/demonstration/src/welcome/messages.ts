/**
 * Every text of the welcome page, in one place. Where it names a button of the phone or the portal, it does so in that
 * page's own words.
 */
import type { Cast, Device, Person } from "../api/cast.ts";
import type { StepName } from "./progress.ts";

export const messages = {
  demonstration: "Demonstration",
  title: "Try a phone as the key, on this screen alone",
  lead: "Anna Jansen works at Northwind Bakery and pays its bills through Example Bank’s portal. In five steps, some three minutes, her phone becomes the key to it. You play everybody. All of it runs on this machine: the protocol, the keys and the signatures are real, the bank and its money are not.",
  starting: "Asking how everybody stands",
  unreachable: {
    title: "The demonstration does not answer",
    text: "It was stopped, or is just starting. Start it again with npm start; this page goes on by itself, and the phone keeps its keys.",
  },
  refused: (code: string) =>
    `That did not work (${code}). Try again; the terminal that runs the demonstration says more.`,

  steps: {
    title: "Five steps",
    done: "Done",
    isDone: (number: number, title: string) => `Step ${number} is done: ${title}`,
    show: "Show this step",
    number: (number: number) => `Step ${number}`,
    titles: {
      activate: "Activate the phone",
      portal: "Open the bank’s portal",
      scan: "Scan the code with the phone",
      payment: "Make a payment and sign it",
      evidence: "Look at the evidence",
    } satisfies Record<StepName, string>,
  },

  activate: {
    text: "Anna’s administrator invites her. Her phone makes its own keys, and she chooses an mPIN that never leaves it. Nothing is delivered by post.",
    go: "Invite Anna and open her phone",
    again: "Invite Anna again, for a new phone",
    anew: "Make a new invitation",
    working: "Making an invitation",
    ended: {
      blocked:
        "Anna’s phone is blocked: the mPIN was wrong, and no try was left. There is no unblocking; she needs a new activation.",
      deactivated:
        "Anna’s phone is deactivated, and its keys are worth nothing any more. She needs a new activation.",
    },
    inPhone: "In the phone window",
    type: "Type the registration code.",
    choose: "Choose an mPIN of 6 to 12 digits, and type it a second time.",
    ready: "Choose “Continue”. The phone is ready.",
    code: "Registration code",
    copyCode: "Copy the code",
    copyLink: "Copy the link",
    copied: "Copied",
    link: "Activation link",
    open: "Open the phone window",
    lasts: (left: string) => `Link and code work once, within the next ${left}.`,
    lastMinute: "seconds",
    over: "Both have run out. Make a new invitation.",
    together: {
      title: "Link and code come together only here",
      text: "In earnest they travel by different ways: the link by e-mail or on the portal’s page, the code from the administrator, in person or by text message. A thief who has only one of them can do nothing with it. Here you play everybody, so both end up with you.",
    },
    blocked: {
      title: "Your browser kept the phone window closed",
      text: "Choose “Open the phone window”, or allow this page to open windows.",
    },
    awaiting: "The phone is ready and waits for its administrator’s approval.",
    finished:
      "Anna’s phone is her key now. It shows this control code too; an administrator compares the two before believing that a phone is Anna’s.",
    fingerprint: "Control code of her phone",
  },

  portal: {
    text: "It opens in a window of its own, so that the phone window can look at it. There, choose “Sign in with mtoken”: a QR code appears, and changes every two seconds.",
    go: "Open the portal window",
    blocked: "Your browser kept the portal window closed. Allow this page to open windows, or",
    tab: "open the portal in a tab",
    finished: "The portal knows this browser.",
  },

  scan: {
    text: "Nobody can hold a webcam at their own screen, so this phone can look at the screen instead.",
    items: (origin: string) => [
      "In the phone window, choose “Scan a code”, then “Scan from this screen”. It may ask for the mPIN first.",
      "Your browser asks what to share. Pick the portal’s window; what the phone sees of it never leaves the phone.",
      `Read what the phone says: Example Bank, ${origin}, and a computer it has not met before. If that is right, type the two digits that the portal window now shows, and confirm.`,
      "Back in the portal window: it asks whether you are Anna. Go on, and you are in.",
    ],
    otherwise: "Or choose “Type a code”, and type the one that stands beside the QR code.",
    finished: "The phone confirmed, and the portal let Anna in. No password was typed, and none exists.",
  },

  payment: {
    text: "What is signed is what the phone shows, to the letter. A signature takes the mPIN, or a fingerprint or face, afresh each time.",
    items: [
      "In the portal window, look at “New payment”. It is filled in; change what you like, and choose “Ask for my signature”.",
      "In the phone window, the payment is “Waiting for you”. Open it, and compare amount, payee and account.",
      "Confirm, and type the mPIN. A moment later the portal says that it is signed.",
    ],
    finished: (amount: string, payee: string) => `${amount} to ${payee}: signed by Anna’s phone.`,
  },

  evidence: {
    text: "One file holds what was shown, who signed it, with which key and factors, and when, with its place in a log that nobody can rewrite unseen. Anyone can check it years from now, without a server and without trusting one.",
    nothing: "There is no signed payment yet.",
    save: "Save the evidence",
    signIn: "The portal gives it to Anna alone: sign in there again.",
    stopped:
      "The portal gives it to Anna alone, and she is stopped: have her let go on, as said above, then sign in there again.",
    command: "Check it on your own",
    commandText:
      "In the folder that the demonstration was started from. The keys are the server’s public ones, from its own address.",
    copyCommand: "Copy the commands",
    copied: "Copied",
    here: "Or let this page check it",
    check: "Check the evidence",
    change: "Change one digit of the amount, and check again",
    checking: "Checking",
    holds: "The evidence holds",
    holdsText: (facts: { what: string; who: string; when: string; entries: number }) =>
      `${facts.who} signed ${facts.what}, ${facts.when}. It is entered in a log of ${facts.entries} entries, whose checkpoint the server has signed.`,
    broken: "The evidence does not hold",
    brokenText: (changed: string, message: string) => `With ${changed} in it, the check says: “${message}”`,
    brokenUnchanged: (message: string) => `The check says: “${message}”`,
    finished: "You hold the evidence. It stands on its own.",
  },

  now: {
    title: "Right now",
    phone: "Anna’s phone",
    portal: "Example Bank in this browser",
    payments: "Payments",
    openPhone: "Open the phone window",
    samePhone:
      "If it is open already, go on there: one window at a time is the phone. A second one asks whether to take over.",
    openPortal: "Open the portal window",
    phones: {
      none: "Not activated",
      pending: "Being activated",
      "awaiting-approval": "Waits for the administrator",
      active: "Activated",
      stopped: "Stopped",
      blocked: "Blocked for good",
      deactivated: "Deactivated",
    } satisfies Record<Device["status"] | "none" | "stopped", string>,
    browsers: {
      "signed-out": "Signed out",
      pending: "Waits for the phone",
      "signed-in": "Signed in",
    } satisfies Record<Cast["browser"], string>,
    counts: (waiting: number, signed: number) => `${waiting} waiting, ${signed} signed`,
    noPayments: "None yet",
  },

  stopped: {
    title: "Everything in Anna’s name is stopped",
    text: "That is what “This wasn’t me” does, and the helpdesk’s “Stop sign-ins”. Anna can’t sign in or sign, and can’t take it back herself: somebody else has to speak with her first. You play them too:",
    phone: "Give Bram, her administrator, or Hugo, the bank’s helpdesk, a phone, if neither has one yet:",
    others: "Play the others too",
    console: "With that phone, sign in to the console, where this leads:",
    page: "Anna’s page",
    go: "Press “Let go on” there. Anna’s phone works again as it was.",
  },

  allDone: {
    title: "That was the whole job",
    text: "Sign in with a phone, sign with a phone, and keep evidence that stands on its own. Now try to break it.",
  },

  more: {
    title: "Now try to break it",
    cards: [
      {
        title: "Type a wrong mPIN",
        text: "Sign out in the phone window, and unlock it with another mPIN. It says how many tries are left. The fifth wrong one blocks the phone for good, at the server too, and step 1 begins again.",
      },
      {
        title: "Refuse",
        text: "Ask for one more payment, and refuse it on the phone. The portal’s list then says so, and why. “This wasn’t me” is one of the reasons: it stops everything in Anna’s name, the portal signs her out, and Bram or Hugo lets her go on in the console. A sign-in can be refused too. Nobody gets in then, and the reason is kept in the server’s log.",
      },
      {
        title: "Keep a picture of the code",
        text: "Take a picture of the QR code, wait half a minute, and give it to the phone with “Choose a picture”. The code has moved on, and the picture opens nothing.",
      },
      {
        title: "Do nothing",
        text: "Leave a QR code alone for ten minutes: it switches itself off, and comes back with one click. A payment that nobody signs runs out as well.",
      },
      {
        title: "Deactivate the phone",
        text: "Whoever gets another phone deactivates the old one: in the phone window, open “This phone” and “Deactivate this phone”. Its keys are erased there, and the server is told.",
      },
    ],
    mailbox: {
      title: "Read the mails",
      text: "Anna and Bram are told by mail what happens to their phones, each what concerns them. No mail leaves this machine: all of them land in the demonstration’s mailbox.",
      go: "Open the mailbox",
    },
    console: {
      title: "Look into the console",
      text: "It is the web site where phones and users are managed. Sign in there with Anna’s phone: she sees what is hers, and can stop it. An administrator sees the whole company, the bank’s people all of them.",
      go: "Open the console",
    },
    lost: {
      title: "Lose the phone",
      text: "Anna calls: her phone was stolen. You are Bram Visser, the administrator. (She could do it herself, in the portal under “My phones”.)",
      nothing: "Anna has no active phone to lose. Step 1 gives her one.",
      ask: "Deactivate Anna’s phone",
      question: "Deactivate Anna Jansen’s phone?",
      consequence:
        "Its sessions end at once, what it has confirmed and nobody used is void, and the thief holds keys that open nothing. It can’t be undone: Anna needs a new activation.",
      go: "Deactivate Anna’s phone",
      keep: "Keep it active",
      done: "Anna’s phone is deactivated. Look at the phone window: its session is over. Unlock it, and it says why. The portal has signed her out.",
    },
  },

  others: {
    title: "Play the others too",
    lead: "Each of them can have a phone of their own. One browser is one phone, so open each link in a window of its own that shares nothing with this one: another profile of the browser, another browser, or a private window. In it they sign in to the console, too.",
    stories: [
      {
        title: "An emergency",
        text: "Anna calls the bank’s helpdesk: give Hugo a phone, sign in to the console with it, open “Emergency” and type “Anna”. “Deactivate” or “Stop sign-ins” holds at once: watch the portal and Anna’s phone window go out.",
      },
      {
        title: "Four eyes, on two phones",
        text: "Give Olivia and Tomasz a phone each, in two windows. In the console one of them proposes other “Limits”, or a new “Staff” member, and the other one finds it under “Four eyes” and confirms; their own nobody can.",
      },
    ],
    people: {
      administrator: {
        name: "Bram Visser",
        role: "Administrator of Northwind Bakery: invites, approves and stops its people",
      },
      helpdesk: { name: "Hugo Lindqvist", role: "Helpdesk at Example Bank: stops phones in an emergency" },
      officer: { name: "Olivia Marchetti", role: "Bank officer: companies, limits, staff" },
      secondOfficer: { name: "Tomasz Zieliński", role: "Bank officer, the second pair of eyes" },
      auditor: { name: "Arjan Steenbergen", role: "Auditor: sees everything, changes nothing" },
    } satisfies Record<Exclude<Person, "user">, { name: string; role: string }>,
    go: (name: string) => `Invite ${name}`,
    invited: [
      "Copy the link, and paste it into the address bar of a window that shares nothing with this one.",
      "Type the registration code there, choose an mPIN, and choose “Continue”.",
      "In the same window, open the console in a second tab, to sign in there with this phone.",
    ],
  },

  facts: {
    title: "Good to know",
    real: {
      title: "With a phone in your hand",
      text: "Browsers give the camera and the key store only to pages that come over HTTPS, or from the machine itself. This demonstration speaks plain HTTP to this machine alone, so a phone in the same network can’t reach it, and should not.",
      earnest: "For that, run mtoken serve with a certificate: MTOKEN_TLS_CERT and MTOKEN_TLS_KEY.",
      cable:
        "An Android phone on a USB cable can be lent this machine’s address. Then open the activation link in its browser, and scan with its camera:",
    },
    reset: {
      title: "Begin again from nothing",
      text: "Stop the demonstration with Ctrl-C, delete the folder in which it keeps everything, and start it again:",
      phone:
        "Then the phone window still has keys that nobody knows any more: there, choose “I forgot my mPIN”, and erase them.",
    },
    addresses: {
      title: "What runs where",
      text: "Four origins, as different firms would have them. Stopped and started again, phones and payments go on where they were; the portal asks for a new sign-in.",
      phone: "The phone app, and the server that it trusts",
      signIn: "The page with the QR code, and the portals’ interface",
      portal: "The bank’s portal, and this page",
      console: "The console",
    },
  },
} as const;
