/**
 * Every text of the sign-in page, in one place: the English source, and data alone, of which the build makes a catalogue,
 * and one of each language in locales/ (docs/translate.md). Code reads `messages` of language/catalogue.ts. A sentence is one
 * message, never put together; a comment above a text is for its translators.
 */
import { message } from "@mtoken/language";
import type { RequestKind } from "@mtoken/protocol";
import type { MissingAbility } from "./state/problem.ts";
import type { ClosedStatus, EndedBy } from "./state/stage.ts";

/** A heading and what stands under it. */
export interface Words {
  title: string;
  text: string;
}

export const english = {
  app: "mtoken",
  moment: "One moment",
  // {portal} is its name here and everywhere, such as Example Bank.
  back: message<{ portal: string }>("Back to {portal}"),
  // To where the reader was before.
  goBack: "Go back",
  goTo: message<{ portal: string }>("Go to {portal}"),
  tryAgain: "Try again",
  newCode: "Show a new code",
  cancel: "Cancel",

  // What index.html says when nothing else of the page is there.
  html: {
    cannotLoad: "The page could not be loaded. Check the connection, then load it again.",
    noScript: "This page needs JavaScript.",
  },

  language: {
    label: "Language",
    // The first of a list of languages: whichever the browser is set to.
    browser: "As in this browser",
    failed: "The texts of this language could not be loaded. Check the connection, then try again.",
  },

  titles: {
    "sign-in": message<{ portal: string }>("Sign in to {portal}"),
    signature: "Sign with your phone",
  },
  askedBy: message<{ portal: string }>("Asked by {portal}"),
  // Above what is signed, such as “EUR 1 234.50 · Widgets Ltd”.
  signatures: { open: "You sign", signed: "You signed", refused: "Not signed", over: "What it was about" },

  // In the name of a batch: “12 payments · EUR 18 243.65”.
  payments: message<{ count: number }>("{count, plural, one {# payment} other {# payments}}"),

  code: {
    label: "QR code for the app on your phone",
    steps: {
      open: "Open mtoken on your phone",
      scan: "Scan this code",
      check: {
        "sign-in": "Check who asks, then confirm",
        signature: "Check what you sign, then confirm it",
      } satisfies Record<RequestKind, string>,
    },
    stepsTitle: "How it goes",
    enlarge: "Enlarge the code",
    waysTitle: "Can’t scan it?",
    // “Type a code” is the button of the phone app (scan.type there).
    typed: "In the app, choose “Type a code” and type:",
    notTyped:
      "Enlarge it, or hold your phone closer. For your safety a code to type is shown only on computers that you are known to use, and this is none of them. Without a camera, sign in on a computer that you have used before, or ask your administrator.",
    // “Waiting for you” is the heading in the phone app (home.waiting there).
    listed: "You need not scan: it waits in the app too, under “Waiting for you”.",
    deviceTitle: "Phone not activated yet?",
    device:
      "Your company’s administrator gives you an activation link and a registration code. It takes a few minutes.",
    openHere: "Open the app on this phone",
    orElsewhere: "or scan the code, if the app is on another phone",
    // Under the portal’s address.
    addresses: "Your phone must show this address. If it shows another one, refuse.",
    caution: "Scan it only if you opened this page yourself.",
    making: "A code is on its way",
  },

  enlarged: {
    title: "Scan this code",
    close: "Make it smaller",
    hold: "Hold each code longer",
    typed: "Or choose “Type a code” in the app and type:",
    changing: "The code changes every 2 seconds, so that nobody can use a picture of it.",
    held: "Each code now stays for 6 seconds. It can’t stand still for longer, or somebody could pass on a picture of it.",
  },

  lost: {
    title: "Connection lost",
    code: "The code comes back as soon as the server answers. You need not do anything.",
    other: "This page reconnects by itself. What you do on your phone counts all the same.",
    found: "Connected again.",
  },

  claimed: {
    digits: {
      title: "Type these two digits on your phone",
      text: "They show that you are sitting in front of this screen: your phone does not know this browser yet.",
    },
    here: {
      title: "Continue in the app",
      text: "It is open on this phone. When you have confirmed, it leads back to this browser.",
    },
    known: {
      "sign-in": {
        title: "Continue on your phone",
        text: "It shows who asks, and from where. Confirm there if that is right.",
      },
      signature: {
        title: "Continue on your phone",
        text: "It shows all of what you sign. Check it, then confirm it with your mPIN.",
      },
    } satisfies Record<RequestKind, Words>,
    notMine: "Did somebody else scan the code?",
    // Under “Continue in the app”: of the app that should be open.
    notMineHere: "Not open on this phone?",
  },

  lostPhone: {
    title: "Lost your phone?",
    text: "Tell your administrator at once: they deactivate it, and nobody can use it any more. To go on you need a new activation.",
    // Before the telephone number of the bank's desk for emergencies.
    desk: "At any hour you can call the bank:",
  },

  approved: {
    title: message<{ name: string }>("Sign in as {name}?"),
    text: message<{ name: string; portal: string }>(
      "{name} has confirmed on a phone. Go on only if that is you: this browser will be signed in to {portal} in that name. You have two minutes.",
    ),
    // A choice to tick, and what it means. {name} is the user’s.
    remember: "Remember this computer",
    // The same, where the page is open on a phone.
    rememberBrowser: "Remember this browser",
    rememberHint: message<{ name: string }>(
      "Only if it is yours, or one that you use often. The app asks {name} to confirm it.",
    ),
    go: message<{ name: string }>("Sign in as {name}"),
    notMe: "That’s not me",
  },
  ledElsewhere: {
    title: "Go on where the app led you",
    text: message<{ name: string }>(
      "{name} has confirmed in the app on this phone. The app leads back to this browser in a page of its own: go on there. If none has opened, show a new code and try once more.",
    ),
  },
  redeeming: message<{ name: string }>("Signing in as {name}"),
  leaving: message<{ portal: string }>("Going to {portal}"),
  cancelling: "Cancelling",

  notMe: {
    title: "Nobody is signed in",
    text: "Somebody else’s phone had scanned the code on this screen. Its confirmation was thrown away. If you can’t tell whose it was, tell your administrator.",
  },

  notBegunHere: {
    title: "This was begun in another browser",
    text: "So nobody is signed in, neither here nor there. If somebody sent you the link that opened the app, it was an attempt to get in with your confirmation: tell your administrator. If it was you, sign in again in the browser that your phone opens links with.",
  },

  refused: {
    "sign-in": {
      title: "Refused",
      text: "It was refused on the phone. Nobody is signed in.",
    },
    signature: {
      title: "Refused",
      text: "It was refused on the phone. Nothing is signed.",
    },
  } satisfies Record<RequestKind, Words>,

  wrongDigits: {
    "sign-in": {
      title: "Those were other digits",
      text: "The two digits typed on the phone were not the ones shown here. They count once, so nobody is signed in. Show a new code to try again.",
    },
    signature: {
      title: "Those were other digits",
      text: "The two digits typed on the phone were not the ones shown here. They count once, so nothing is signed. Ask for the signature again at the portal.",
    },
  } satisfies Record<RequestKind, Words>,

  // The company of whoever scanned wants no sign-in on computers that are not known.
  turnedAway: {
    waiting: {
      title: "This computer has to be approved",
      text: "It is not known to the person who scanned the code, so nobody is signed in. Their administrator has been asked to approve it, and compares this control code. After that, show a new code.",
    },
    unknown: {
      title: "This computer is not known",
      text: "The company of the person who scanned the code lets nobody sign in on a computer that is not known. Their administrator can add it by this control code. After that, show a new code.",
    },
  } satisfies Record<"waiting" | "unknown", Words>,
  fingerprint: "Control code of this computer",

  expired: {
    unused: {
      title: "The code is switched off",
      text: "This page stood unused for ten minutes. Show a new code when your phone is at hand.",
    },
    elsewhere: {
      title: "This code no longer counts",
      text: "The same link was opened in another browser, or the portal took its request back. If the other browser was not yours, go back and start anew.",
    },
    unanswered: {
      title: "No answer from the phone",
      text: "A phone scanned the code, and did not confirm in time. Nothing happened. Show a new code to try once more.",
    },
    withdrawn: {
      title: "This no longer counts",
      text: "The phone was deactivated, the sign-ins of its user were stopped, or the portal took its request back. Nothing happened. Show a new code to try once more.",
    },
    unconfirmed: {
      title: "That took too long",
      text: "The phone had confirmed, but nobody continued here within two minutes. Nobody is signed in. Show a new code to try once more.",
    },
    void: {
      title: "The confirmation no longer counts",
      text: "It was used or withdrawn before you continued here. This browser is not signed in. Show a new code to try once more.",
    },
  } satisfies Record<EndedBy, Words>,

  redeemed: {
    title: "Signed in",
    text: "You continued in another tab of this browser. Go on there; this one can be closed.",
  },

  signed: {
    title: "Signed",
    text: message<{ portal: string }>("{portal} has your signature."),
  },

  cancelled: {
    title: "Cancelled",
    text: "Nothing is signed. You can close this page.",
  },

  over: {
    done: {
      "sign-in": {
        title: "This sign-in is complete",
        text: "Its link works once. To sign in again, start at the portal.",
      },
      signature: {
        title: "Already decided",
        text: "This was decided on the phone. It can’t be decided twice.",
      },
    },
    cancelled: {
      "sign-in": {
        title: "This sign-in was cancelled",
        text: "Nobody is signed in. To try again, start at the portal.",
      },
      signature: {
        title: "This was cancelled",
        text: "Nothing is signed. If it should be, ask for it again at the portal.",
      },
    },
    expired: {
      "sign-in": {
        title: "This sign-in has run out",
        text: "Its link works for half an hour. Nobody is signed in. Start again at the portal; it takes a moment.",
      },
      signature: {
        title: "This has run out",
        text: "Nothing is signed. If it should be, ask for it again at the portal.",
      },
    },
  } satisfies Record<ClosedStatus, Record<RequestKind, Words>>,

  decidedBefore: {
    approved: {
      title: "Already signed",
      // {moment} is “14:32” or “3 March at 14:32”.
      text: message<{ moment: string }>("It was signed before ({moment}), and can’t be signed twice."),
    },
    refused: {
      title: "Already refused",
      text: message<{ moment: string }>(
        "It was refused before ({moment}), so it is not signed. If it should be, ask for it again at the portal.",
      ),
    },
  },

  unknown: {
    title: "There is nothing at this address",
    text: "The link is not complete, or is long over. Go back to the portal that sent you here, and start there again.",
  },

  cannotRun: {
    storage: {
      title: "This browser can’t keep a key",
      text: "This browser shows with a key of its own that it is really you who began. Private windows, and browsers that may store nothing, can’t keep one. Open the portal in a normal window, or allow this site to store data, and start again.",
    },
    "secure-context": {
      title: "This page did not come securely",
      text: "Its address has to begin with https. Go back to the portal, and start there again. If it goes on, tell your administrator.",
    },
  } satisfies Record<MissingAbility, Words>,

  // Something went wrong.
  problems: {
    offline: {
      title: "The server does not answer",
      text: "Check the connection, then try again. Until the server answers, nothing is signed in or signed.",
    },
    unavailable: {
      title: "The server can’t answer just now",
      text: "Try again in a moment. Until then, nothing is signed in or signed.",
    },
    begunElsewhere: {
      title: "This was begun in another browser",
      text: "Its link belongs to the browser that opened it first, or this browser has lost its cookies since. Nobody is signed in here. Go back to the portal and start there again; it takes a moment.",
    },
    computerStopped: {
      title: "This computer is refused",
      text: "You said of a sign-in on it that it wasn’t yours, or an administrator refused it. So it is refused to you for a day. If you know of no reason, tell your administrator; another computer works.",
    },
    rateLimited: {
      title: "That was too often",
      text: "The server takes only so many attempts in a minute. Wait a little, then try again.",
    },
    other: {
      title: "That did not work",
      // {problem} is a word of the protocol in English letters, such as internal or request_expired.
      text: message<{ problem: string }>(
        "Try again; if it goes on, tell your administrator this word: {problem}.",
      ),
    },
  },
};
