/**
 * Every text of the phone app, in one place. Plain, short, active; what happened, why it is safe, what to do now. The
 * same thing has the same name everywhere: phone, mPIN, sign in, sign, confirm, refuse, computer, registration code,
 * administrator. What administrators and the protocol call a device is a phone to whoever holds it.
 *
 * This is the English source, and data alone: the build makes a catalogue of it, and one of each language in locales/
 * (docs/translate.md). Code reads `messages` of language/catalogue.ts. A sentence is one message, never put together; a
 * comment above a text is for its translators.
 */
import type { ActivationProgress, DeviceErrorCode, MpinProblem } from "@mtoken/device";
import { message } from "@mtoken/language";
import type { Content, OwnComputer, RefusalReason, RequestKind } from "@mtoken/protocol";
import type { PushStanding } from "./push/push-standing.ts";
import type { VideoProblem } from "./scanner/video-source.ts";
import type { LockReason, MissingAbility, PasskeyStanding, Waiting } from "./state/app-state.ts";

export const english = {
  app: "mtoken",
  back: "Back",
  tryAgain: "Try again",
  startAnew: "Start a new activation",

  // What index.html says when nothing else of the app is there.
  html: {
    cannotLoad: "The app could not be loaded. Check this phone’s connection, then open it again.",
    noScript: "This app needs JavaScript.",
  },

  language: {
    label: "Language",
    // The first of a list of languages: whichever the phone is set to.
    phone: "As on this phone",
    failed: "The texts of this language could not be loaded. Check this phone’s connection, then try again.",
  },

  keyPad: {
    erase: "Erase the last digit",
    // For screen readers: how many digits of the mPIN are typed so far, 0 to 12.
    typed: message<{ count: number }>("{count, plural, one {# digit typed} other {# digits typed}}"),
  },

  starting: { title: "Starting" },

  cannotRun: {
    title: "This browser can’t keep your key",
    "secure-context":
      "The page was not loaded over a secure connection (https). Nothing was stored. Open the address that your administrator gave you.",
    storage:
      "It does not let this app store anything, perhaps because of a private window. Open the app in an ordinary window.",
    "web-assembly":
      "It does not run WebAssembly, which protects your mPIN. On an iPhone, turn Lockdown Mode off for this page; elsewhere, use a newer browser.",
    kept: "An activation link that led you here stays good: open it again there.",
  } satisfies Record<MissingAbility, string> & { title: string; kept: string },

  cannotStart: {
    title: "The app could not start",
    // {origin} is an address, such as https://app.example.com.
    elsewhere: message<{ origin: string }>(
      "It was opened at {origin}, and its server goes by another address. Open the one that your administrator gave you; nothing was stored here.",
    ),
  },

  elsewhere: {
    title: "The app is open elsewhere",
    what: "Another window or tab of this browser has it, and only one at a time can be your key.",
    next: "Go on there, or use it here: the other one is then locked. If you close the other one, this one goes on by itself.",
    go: "Use it here",
  },

  dataLost: {
    title: "Your key is gone from this phone",
    what: "What this phone stored for the app is missing or damaged. Browsers sometimes clear it, when storage runs out or the browser’s data is erased.",
    safe: "Nothing was confirmed, and nobody else can use what is left.",
    next: "Ask your administrator for a new activation: an activation link and a registration code. Until then you can’t sign in with this phone.",
  },

  offline: {
    title: "No connection",
    unlock:
      "The app can’t reach its server, which checks your mPIN. No try is lost, and it goes on by itself when the connection is back.",
    welcome:
      "The app can’t reach its server, and activating this phone takes a connection. It goes on by itself when there is one.",
  },

  install: {
    title: "Put the app on your home screen",
    text: "There it opens with one tap, and the phone keeps your key more reliably.",
    go: "Install the app",
    // On an iPhone, before the activation.
    iosTitle: "First put the app on your home screen",
    ios: {
      welcome:
        "An app on the home screen has storage of its own, apart from Safari. So install it before you activate this phone, and go on in the app.",
      // Safari has opened an activation link.
      link: "An app on the home screen has storage of its own, apart from Safari. So install it before you activate this phone; then scan the QR code in the app, or paste your activation link there. It stays good until you use it.",
      settings:
        "An app on the home screen has storage of its own, apart from Safari, so it takes an activation of its own. Ask your administrator for a new one first.",
    },
    // In other browsers than Safari and Chrome on Android, before the activation. Which menu it is differs between them.
    menuFirst:
      "On some phones, an app on the home screen has storage of its own, apart from the browser. So install it before you activate this phone, and go on in the app.",
    menu: "In the browser’s menu, or under Share, choose “Add to Home Screen”.",
    // The three steps on an iPhone; each has the symbol that Safari shows before it.
    iosShare: "Tap Share in Safari",
    // As the menu of iOS calls it in your language.
    iosAdd: "Choose “Add to Home Screen”",
    iosOpen: "Open mtoken from the home screen",
  },

  outdated: {
    title: "This app is out of date",
    what: "Your company’s server no longer accepts this version, and a newer one could not be loaded yet.",
    safe: "Your key and your mPIN are safe on this phone, and stay as they are.",
    next: "Try again in some minutes. If it goes on, close the app and open it anew, on another network if you can; then tell your administrator.",
    // Beneath it, where it is known, for the administrator.
    version: message<{ version: string }>("This app’s version: {version}"),
  },

  // While a request was on the screen.
  withdrawn: {
    title: "This version was withdrawn",
    what: "Your company’s server no longer accepts this version of the app. Nothing more can be confirmed with it.",
    next: "Your request still waits. Go on with the new version: unlock it, and you are back at the request.",
    go: "Continue",
  },

  welcome: {
    title: "Make this phone your key",
    lead: "With it you sign in to your company’s bank portal, and sign payments.",
    need: "You need two things",
    link: "The activation link, as a QR code on your computer’s screen or in an email",
    code: "The registration code, which comes another way: from your administrator, in person or by text message",
    scan: "Scan the QR code",
    paste: "I have a link",
    // A title, or the summary of what unfolds; the answer to yes is beneath it.
    usedBefore: "Was this phone activated before?",
    beforeText:
      "Then the browser has cleared what the app stored here, and with it your key. That is safe: nobody else can use it. Ask your administrator for a new activation.",
  },

  scanInvitation: {
    title: "Scan the QR code",
    where: "It is on the computer’s screen where you or your administrator asked for your activation.",
    paste: "Paste a link",
  },

  pasteLink: {
    title: "Paste your activation link",
    // {address} is how the link begins, such as https://app.example.com/a.
    hint: message<{ address: string }>("Copy it whole from the email. It begins with {address}"),
    label: "Activation link",
    go: "Continue",
    empty: "Paste the link first.",
    noLink: "This is not a whole activation link. Copy it again, from its beginning to its end.",
  },

  openingInvitation: { title: "Checking your activation" },
  invitationFailed: {
    title: "The activation did not begin",
    another: "Use another code",
    again: "Scan or paste it again",
  },

  registrationCode: {
    title: "Type your registration code",
    hint: "Your administrator gave it to you apart from the link, in person or by text message. It has ten characters, letters and digits; capitals, spaces and hyphens don’t matter.",
    label: "Registration code",
    go: "Continue",
    // {left} is a time as the language writes it by itself, such as “4 minutes”. Where that would have to be inflected,
    // write it after a colon: “Time left: {left}”.
    timeLeft: message<{ left: string }>("This activation is open for {left} more."),
    lastMinute: "This activation is open for less than a minute more.",
    wrong: message<{ left: number }>(
      "The registration code is not the one that belongs to this activation. {left, plural, one {One try is left.} other {# tries are left.}}",
    ),
    noneLeft:
      "The registration code was wrong too often, so this activation is closed. Ask your administrator for a new one.",
  },

  chooseMpin: {
    title: "Choose your mPIN",
    hint: message<{ count: number }>(
      "{count, plural, one {# digit} other {# digits}}, for this app on this phone only. Nobody can look it up, not even your bank.",
    ),
    hintRange: message<{ min: number; max: number }>(
      "{min} to {max, plural, one {# digit} other {# digits}}, for this app on this phone only. Nobody can look it up, not even your bank.",
    ),
    next: "Next",
    repeatTitle: "Enter your mPIN again",
    repeatHint: "So that a slip of the finger does not lock you out.",
    // On a key, as all ways on from a key pad: one short word.
    repeatDone: "Activate",
    different: "The two were not the same. Choose your mPIN again.",
  },

  weakness: {
    "not-digits": "An mPIN is made of digits only.",
    "too-short": "It is too short.",
    "too-long": "It is too long.",
    repeat: "Digits that repeat are the first that a thief tries. Choose another.",
    sequence: "Digits in a row are the first that a thief tries. Choose another.",
    mirror: "A number that reads the same from both ends is easy to guess. Choose another.",
    common: "Too many people choose this one, so a thief tries it first. Choose another.",
    same: "This is the mPIN that you have. Choose another.",
  } satisfies Record<MpinProblem, string>,

  activating: {
    title: "Activating this phone",
    hint: "It takes some seconds. Keep the app open.",
    steps: {
      offer: "Connecting",
      keys: "Making keys that never leave this phone",
      register: "Proving your link and code",
      prove: "Setting up your mPIN (it is never sent)",
      certify: "Storing the keys and checking them",
    } satisfies Record<Exclude<ActivationProgress, "done">, string>,
    // For screen readers; {step} is one of the steps above.
    stepDone: message<{ step: string }>("{step}: done"),
    stepNow: message<{ step: string }>("{step}: now"),
    // Said by screen readers at the end of all steps.
    done: "done",
  },

  resumeActivation: {
    title: "Finish your activation",
    hint: "It was interrupted. Enter the mPIN that you chose.",
    go: "Go on",
    over: "Begin again instead",
  },

  activationStopped: {
    title: "This phone was not activated",
    safe: "Nothing is stored on this phone, and your access is as it was.",
  },

  activated: {
    title: "This phone is your key",
    compare:
      "Your administrator sees this control code too. Compare the two: if they differ, say so at once.",
    ready: "You can sign in and sign with it from now on.",
    unlock: "Unlock it now with your mPIN, and you are ready to sign in.",
    go: "Continue",
  },

  awaitingApproval: {
    title: "Waiting for your administrator",
    hint: "Your company approves each new phone. Until then this phone can neither sign in nor sign.",
    compare: "Tell your administrator this control code, so that they approve your phone and no other:",
    goesOn:
      "The app goes on by itself as soon as they have. You may close it meanwhile. If they can’t find this phone, begin again with a new activation.",
    check: "Check again",
  },

  // The code by which two people compare a key. The protocol and the API call it a fingerprint; in the app that is a
  // finger’s.
  fingerprint: "Control code",
  // For screen readers; {characters} are those of the control code, one by one.
  fingerprintOf: message<{ characters: string }>("Control code: {characters}"),

  // In the last minute before an app that is not used locks by itself.
  idle: {
    what: "Are you still there? If not, you are signed out in less than a minute.",
    stay: "Stay signed in",
  },

  unlock: {
    title: "Enter your mPIN",
    hint: "to unlock the app",
    waiting: {
      link: "to see the request that you opened",
      scan: "then scan the code once more, with the app itself",
      // The user wants to scan the code on a computer's screen.
      shortcut: "to scan a code",
      // That was on the screen as the app was locked.
      request: "to get back to the request",
    } satisfies Record<Waiting["kind"], string>,
    go: "Unlock",
    // On a button, above the key pad: in the mPIN’s place.
    passkey: "Use fingerprint or face",
    forgotten: "I forgot my mPIN",
    checking: "Checking",
    reasons: {
      idle: "You were signed out: the app was not used for a while.",
      "signed-out": "You are signed out. What the app showed is cleared.",
      ended: "The session has ended. Unlock the app to go on.",
      approved: "Your administrator approved this phone. Unlock it to begin.",
      renewed:
        "The app was renewed: your company’s server no longer accepts the version that was open. Your key and your mPIN are as they were.",
      // To confirm or to refuse; it was on its way as the app was locked.
      decided: "Your decision on the last request arrived before the app was locked.",
      "mpin-changed": "Your mPIN is changed. Unlock with the new one.",
      "mpin-unchanged": "Your mPIN was not changed. Unlock with the one that you had before.",
    } satisfies Record<LockReason, string>,
  },

  tries: {
    // The title of a warning; {left} is 2 to 4.
    left: message<{ left: number }>("{left, plural, one {# try left} other {# tries left}}"),
    last: "One try left",
    lastText:
      "If the next one is wrong too, this phone is blocked for good, and you need a new activation. Take your time.",
    lastWrongText:
      "That was not your mPIN. If the next one is wrong too, this phone is blocked for good, and you need a new activation. Take your time.",
    wrong: "That was not your mPIN.",
    wrongLeft: message<{ left: number }>(
      "That was not your mPIN. {left, plural, one {One try is left.} other {# tries are left.}}",
    ),
    wrongText: "That was not your mPIN. When no try is left, this phone is blocked for good.",
    // The same where the app doesn’t know which wrong mPINs have used up the others.
    whenNone: "When no try is left, this phone is blocked for good.",
  },

  startOver: {
    title: "Without your mPIN",
    text: "Nobody can look it up or reset it: it was never sent anywhere. To go on you need a new activation, with a new mPIN.",
    first:
      "First ask your administrator for an activation link and a registration code. Then erase the keys on this phone and activate it again.",
    erase: "Erase the keys on this phone",
    keep: "Keep them, I’ll try again",
    // Where this phone still waits for an administrator’s approval.
    unapproved: {
      title: "Begin again?",
      text: "The keys on this phone are erased, and what you asked your administrator to approve with them.",
      keep: "Go on waiting",
    },
    // Where the server could not be told that the user gives the phone up.
    untold: {
      title: "Erase it without the server?",
      text: "The keys on this phone are erased, and it can’t be used any more. The server may not have heard of it, and then goes on listing this phone.",
      first: "Tell your administrator, who can deactivate it there.",
    },
  },

  home: {
    scan: "Scan a code",
    scanHint: "to sign in, or to sign a payment",
    typed: "Type a code",
    waiting: "Waiting for you",
    // The same title, with how many wait.
    waitingMany: message<{ count: number }>("Waiting for you · {count}"),
    nothing: "Nothing is waiting for you",
    unknown: "No answer from the server",
    unknownText: "What you were sent to sign appears here as soon as the server answers.",
    nothingText:
      "To sign in, open your bank portal on a computer and scan the code it shows. What you are sent to sign appears here.",
    signIn: "Sign in",
    // On the card of what waits to be signed: when it was asked for, such as “4 minutes ago” or “now”, and until when it can
    // be signed, such as “14:32”, or with its date, “3 March at 14:32”.
    until: message<{ ago: string; moment: string }>("Asked: {ago} · until {moment}"),
    settings: "This phone",
    signOut: "Sign out",
    inbox: "Inbox",
    // A small label beside “Inbox”: how many notices were not read yet.
    unread: message<{ count: number }>("{count, plural, one {# new} other {# new}}"),
    // A title, for who has no list of requests in the app: their phone signs in and signs, and that is all.
    ready: "Ready",
    readyText: "Scan the code that your computer shows, to sign in there or to sign.",
    // The company has changed how long an mPIN is; the one that was just typed is too short or too long by now.
    outlived: "Choose a new mPIN",
    outlivedText:
      "Your company has changed how many digits an mPIN has. Yours opens the app until you have a new one.",
    wrongTries: message<{ count: number }>(
      "{count, plural, one {The mPIN was wrong once since you last unlocked} other {The mPIN was wrong # times since you last unlocked}}",
    ),
    wrongTriesText:
      "If that wasn’t you, somebody had this phone in hand: keep it with you, and tell your company.",
  },

  inbox: {
    title: "Inbox",
    asking: "Connecting",
    empty: "Nothing yet. New phones, changes of the mPIN and wrong tries are told here.",
    // Above a button “This wasn’t me: stop everything”, and the notices that it is about.
    stopHint:
      "If one of these wasn’t you, stop everything with one tap: nobody signs in or signs in your name until your administrator releases it.",
    older: "Show older ones",
    // A small label on a notice that was not read yet.
    isNew: "New",
    // Beneath a notice: which phone it happened on.
    here: "On this phone",
    elsewhere: "On another phone",
    unknown: "Something that this version of the app can’t describe yet",
  },

  push: {
    title: "Notifications",
    // On the home screen, once, before the phone itself asks for permission.
    offer: {
      title: "Know at once when something waits",
      text: "This phone can tell you when there is something to sign or to read. The notification says nothing more: neither what it is, nor from whom.",
      allow: "Allow notifications",
      later: "Not now",
    },
    turnOn: "Turn on",
    turnOff: "Turn off",
    standing: {
      on: "On. This phone tells you when something waits, and nothing more.",
      off: "Off. You see what waits when you open the app.",
      blocked:
        "This phone or its browser blocks notifications of the app. Allow them in its settings, then come back here.",
      "install-first":
        "On an iPhone or iPad, notifications work only when the app is on the home screen and was activated there.",
      unsupported: "This browser can’t receive notifications. You see what waits when you open the app.",
      failed: "They could not be turned on: no answer came. Try again when the connection is better.",
    } satisfies Record<Exclude<PushStanding, "none" | "offered">, string>,
    // What the phone shows on its locked screen, too.
    notification: { title: "Something waits for you", body: "Open the app to see it." },
  },

  settings: {
    title: "This phone",
    user: "User",
    company: "Company",
    server: "Server",
    appearance: { title: "Appearance", phone: "Automatic", light: "Light", dark: "Dark" },
    fingerprintHint: "Your administrator sees the same one beside your name.",
    mpin: "mPIN",
    mpinHint: "You need your current mPIN. Afterwards the app is locked, and opens with the new one.",
    changeMpin: "Change mPIN",
    passkey: {
      title: "Fingerprint or face",
      turnOn: "Turn on",
      turnOff: "Turn off",
      on: "On: it unlocks the app and signs, as your mPIN does.",
      off: "Off: only your mPIN unlocks the app and signs.",
      forbidden: "Your company allows only the mPIN.",
      unsupported: "This phone or browser can’t do that safely enough. Your mPIN works as before.",
    } satisfies Record<PasskeyStanding | "title" | "turnOn" | "turnOff", string>,
    emergency: "Is something wrong?",
    showComputers: "Show the list",
    freeze: "Somebody may be using my access",
    // In the place of the line above, once that is so. {since} is a time of day, or a date and time.
    frozen: message<{ since: string }>(
      "Everything has been stopped since {since}. Your administrator can release it.",
    ),
    signOut: "Sign out",
    deactivate: "Deactivate this phone",
  },

  // After a sign-in on a computer, whose page had “Remember this computer” ticked.
  enrolComputer: {
    title: "Remember this computer?",
    what: "It asks for this after the sign-in that you confirmed.",
    advice:
      "Say yes only if you are sitting at it and ticked this there yourself. From then on you sign in on it without two digits.",
    remember: "Remember it",
    refuse: "Don’t remember it",
    busy: "Sending your answer",
  },

  computers: {
    title: "Your computers",
    hint: "On those that are known you sign in without two digits. One that you don’t use for a long time is forgotten.",
    empty: "None yet. After a sign-in you can have the computer remembered.",
    // {since} and {used} are “14:32” or “3 March at 14:32”.
    known: message<{ since: string; used: string }>("Known since {since}, last used {used}"),
    waiting: message<{ since: string }>("Waits for your administrator since {since}"),
    refused: message<{ since: string }>("Refused since {since}, for a day"),
    // On a button beneath each computer: a known one becomes unknown; one that waits for an administrator does so no longer.
    remove: { known: "Forget", waiting: "Take the request back", refused: "Allow again" } satisfies Record<
      OwnComputer["status"],
      string
    >,
  },

  removeComputer: {
    title: {
      known: "Forget this computer?",
      waiting: "Take the request back?",
      refused: "Allow this computer again?",
    } satisfies Record<OwnComputer["status"], string>,
    what: {
      known:
        "Then it is a computer that this phone does not know. You can have it remembered again after a sign-in.",
      waiting: "Your administrator is no longer asked to approve it.",
      refused: "Then you can sign in on it again, as on a computer that is not known.",
    } satisfies Record<OwnComputer["status"], string>,
    keep: "Leave it as it is",
    busy: {
      known: "Forgetting it",
      waiting: "Taking it back",
      refused: "Allowing it",
    } satisfies Record<OwnComputer["status"], string>,
  },

  addPasskey: {
    title: "Use your fingerprint or face?",
    what: "Unlock the app and sign with your fingerprint, your face, or whatever else unlocks this phone.",
    keeps:
      "Your mPIN goes on working. What your finger and face look like stays with the phone: the app never learns it.",
    others: "Whoever can unlock this phone could then use the app. Turn it on only if that is you alone.",
    go: "Turn on",
    later: "Not now",
    // The title where it can’t be had.
    impossible: "Not on this phone",
    goOn: "Continue",
    asking: "Waiting for your phone",
    mpinTitle: "Enter your mPIN to turn it on",
    mpinHint: "So that nobody else turns it on for a finger or face of theirs.",
    adding: "Turning it on",
  },

  removePasskey: {
    title: "Turn off fingerprint or face?",
    what: "Then only your mPIN unlocks the app and signs. You can turn it on again at any time.",
    listed:
      "This phone may go on listing a passkey named mtoken. It no longer works; you can delete it there.",
    go: "Turn off",
    busy: "Turning it off",
    keep: "Keep it on",
  },

  changeMpin: {
    now: { title: "Enter your current mPIN", hint: "Then choose the new one.", go: "Next" },
    new: { title: "Choose your new mPIN" },
    again: { title: "Enter your new mPIN again", go: "Change" },
    unchanged: "Your mPIN was not changed",
    tryAgain: "Try again.",
    different: "The two were not the same. Choose your new mPIN again.",
  },

  changingMpin: { title: "Changing your mPIN", hint: "It takes some seconds. Keep the app open." },

  mpinChanged: {
    title: "Your mPIN is changed",
    what: "Unlock with the new one.",
    safe: "The old one no longer works.",
    go: "Unlock",
  },

  mpinInDoubt: {
    title: "Which mPIN counts?",
    what: "Your mPIN may have been changed. When there is a connection, the app will say which one counts.",
    safe: "Until then it asks for none, so that no try is lost.",
    asking: "Asking",
  },

  deactivate: {
    whyTitle: "Why do you deactivate this phone?",
    whyHint: "Nothing happens before you confirm it on the next screen.",
    // On large buttons, in the user's own words: without those that nobody can say who holds the phone.
    reasons: {
      replaced: "I have another phone",
      suspicious: "Something is suspicious",
      "left-company": "I am leaving the company",
      mistake: "It was activated by mistake",
      other: "Another reason",
    },
    title: "Deactivate this phone?",
    // {reason} is one of the reasons above.
    reason: message<{ reason: string }>("Your reason: {reason}"),
    note: "Note (optional)",
    noteHint: "Your administrators can read it.",
    noteProblem: "It has signs that can’t be shown safely. Write it in plain letters.",
    noteLong: "It is too long. Shorten it.",
    // {user} is a person’s full name.
    what: message<{ user: string }>(
      "The keys of {user} on this phone are erased, and the server is told. It can’t be undone: to use this phone again you need a new activation.",
    ),
    go: "Deactivate this phone",
    busy: "Deactivating it",
    keep: "Keep it active",
  },

  scan: {
    title: "Scan the code",
    where: "It is on your computer’s screen, where you sign in or sign.",
    starting: "Starting the camera",
    screen: "Scan from this screen",
    screenHint: "Choose the window that shows the code",
    camera: "Use the camera",
    file: "Choose a picture",
    typed: "Type a code",
    // How near the camera brings what it sees: names a slider, for screen readers.
    zoom: "Zoom",
    torchOn: "Torch on",
    torchOff: "Torch off",
    fileProblems: {
      "no-code": "There is no code in this picture. Take it so that the code is sharp and whole.",
      several: "There is more than one code in this picture. Cut it so that it shows the one that you mean.",
      "too-large": "This picture is too large. A photograph of the screen, or a screenshot, will do.",
      "no-picture": "This file is no picture that the app can read.",
    },
    viewfinder: "What the camera sees",
    screenEnded: {
      title: "The screen is not shared",
      text: "Share the window or screen that shows the code, or use another way.",
    },
    problems: {
      denied: {
        title: "The app may not use the camera",
        text: "Allow it in the browser’s settings for this page, then try again. The app uses it for QR codes only, and its pictures never leave the phone.",
      },
      none: { title: "There is no camera here", text: "Choose another way below." },
      busy: { title: "Another app is using the camera", text: "Close it, then try again." },
      lost: {
        title: "The camera has stopped",
        text: "It was taken away, or another app uses it now. Try again, or choose another way below.",
      },
      failed: { title: "The camera did not start", text: "Try again, or choose another way below." },
    } satisfies Record<VideoProblem, { title: string; text: string }>,
  },

  typedCode: {
    title: "Type the code",
    hint: "It has nine characters, letters and digits, beside or below the QR code on your computer’s screen. Capitals, spaces and hyphens don’t matter.",
    none: "No such code there? Scan the QR code instead.",
    label: "Code on the computer’s screen",
    go: "Continue",
    scan: "Scan the QR code",
  },

  claiming: { title: "Opening the request" },

  request: {
    signIn: "Sign in to",
    signTitles: {
      payment: "Sign this payment",
      batch: "Sign these payments",
      document: "Sign this document",
      statement: "Sign this statement",
    } satisfies Record<Content["type"], string>,
    askedBy: "Asked by",
    asked: "Asked",
    // Below an amount that was signed; {name} is whom it is paid to.
    to: message<{ name: string }>("to {name}"),
    // Beside the name of the user and of the company that they act for.
    as: "As",
    from: message<{ name: string; company: string }>("{name}, {company}"),
    lost: "No answer came, so it is not known whether your decision arrived. Look where you began; if nothing has happened there, try again.",
    confirm: "Confirm",
    confirming: "Confirming",
    refuse: "Refuse",
    // {since} is a time of day today, or a date and time, such as “14:32” or “3 March at 14:32”.
    knownComputer: message<{ since: string }>("Known to you since {since}"),
    unknownComputer: "A computer that this phone does not know",
    // In its place where what shows the code says that it is a phone or a tablet itself.
    unknownHandheld: "Another phone or a tablet, which this phone does not know",
    // {description} is what the computer says of itself, such as “Chrome on Windows”.
    saysItIs: message<{ description: string }>("It calls itself “{description}”."),
    unknownAdvice: "Confirm only if you are sitting at it now, and began there at the address above.",
    sameDevice: "Opened on this phone",
    // {description} is what the browser says of itself, such as “Safari on iOS”.
    browserSaysItIs: message<{ description: string }>("The browser calls itself “{description}”."),
    sameDeviceAdvice:
      "Confirm only if you began in it yourself, at the address above. If somebody sent you here, refuse.",
    digits: "Two digits on the computer’s screen",
    digitsHint: "The computer shows them now.",
    // Above the buttons, as long as it can still be decided on.
    ending: "This request runs out in less than 30 seconds.",
    more: "More below",
    readFirst: "First read to the end. This button leads there.",
    amount: "Amount",
    payee: "To",
    account: "Account",
    reference: "Reference",
    noReference: "none",
    payments: message<{ count: number }>("{count, plural, one {# payment} other {# payments}}"),
    // Above the sum of a batch of payments.
    total: message<{ count: number }>("{count, plural, one {Total, # payment} other {Total, # payments}}"),
    statement: "Statement",
    hash: "SHA-512 of the document",
  },

  signMpin: {
    signature: {
      title: "Enter your mPIN to sign",
      go: "Sign",
      busy: "Signing",
      // On a button, above the key pad: in the mPIN’s place.
      passkey: "Sign with fingerprint or face",
    },
    // Where the company asks for the mPIN, or fingerprint or face, at each sign-in.
    "sign-in": {
      title: "Enter your mPIN to confirm",
      go: "Confirm",
      busy: "Confirming",
      // On a button, above the key pad: in the mPIN’s place.
      passkey: "Confirm with fingerprint or face",
    },
  } satisfies Record<RequestKind, object>,

  refuse: {
    title: "Why do you refuse?",
    hint: "Nothing is confirmed, whichever you choose.",
    busy: "Refusing",
    reasons: {
      // One touch on this stops everything: the text says so before it happens.
      "not-me": {
        title: "This wasn’t me: stop everything",
        text: "We stop all sign-ins and signatures in your name until your administrator releases them.",
      },
      "wrong-content": { title: "Something in it is wrong", text: "The amount, the payee, the text" },
      "changed-mind": { title: "I changed my mind", text: "I asked for it, but don’t want it now" },
      other: { title: "Another reason" },
    } satisfies Record<RefusalReason, { title: string; text?: string }>,
  },

  decided: {
    signedIn: "Confirmed",
    signedInText: {
      // {portal} is the name of a bank’s portal, such as Harbour Bank Business.
      computer: message<{ portal: string }>(
        "Continue on your computer: it asks whether that is you, then opens {portal}.",
      ),
      // {portal} is the name of a bank’s portal, such as Harbour Bank Business.
      here: message<{ portal: string }>(
        "Go back to your browser within two minutes: it asks whether that is you, then opens {portal}.",
      ),
    },
    signed: "Signed",
    signedText: { computer: "Continue on your computer.", here: "Go back to your browser." },
    leadBack: "Back to your browser",
    refused: "Refused",
    refusedText: {
      "sign-in": message<{ portal: string }>("Nobody is signed in to {portal} by this."),
      signature: message<{ portal: string }>("You signed nothing. {portal} is told that you refused."),
    } satisfies Record<RequestKind, unknown>,
    closed: "Nothing was confirmed",
    unclear: "Look where you began",
    unclearText: {
      request_closed:
        "This request is no longer open. Perhaps an earlier answer of yours arrived after all: where you began you see what became of it.",
      untrusted_answer:
        "The answer did not come from your company’s server, or was changed on the way. Where you began you see whether your decision arrived. If nothing has happened there, start anew, on another network.",
    },
    go: "Done",
  },

  frozen: {
    title: "Everything is stopped",
    what: "Nobody signs in or signs in your name until your administrator releases it.",
    // {since}: date and time. {others}: how many more of the user's requests ended with the refused one.
    stopped: message<{ since: string; others: number }>(
      "{others, plural, =0 {Since {since}. Nothing else was open.} one {Since {since}. One other request was ended with it.} other {Since {since}. # other requests were ended with it.}}",
    ),
    now: "What to do now",
    steps: {
      call: "Call your administrator or your bank, by a number that you know: not by one from a message, and not by the one that has just called you.",
      mpin: "If somebody may know your mPIN, change it under “This phone”.",
      keep: "Keep this phone with you. Its keys are safe; it needs no new activation.",
    },
    check: "Check again",
    checking: "Checking",
  },

  freeze: {
    title: "Stop everything?",
    what: "If you think that somebody is using your access: we stop all sign-ins and signatures in your name until your administrator releases them.",
    safe: "What is open now ends. What you have signed stays signed, and your phone stays activated.",
    go: "Stop everything",
    busy: "Stopping everything",
    keep: "Stop nothing",
  },

  // Before the telephone number of the bank's desk for emergencies.
  desk: "At any hour you can call the bank:",

  blocked: {
    title: "This phone is blocked",
    what: "The mPIN was wrong, and no try was left. The keys on this phone are erased, so nobody can sign in or sign with it any more.",
    why: "Five wrong mPINs in a row block a phone, and so do too many within a year.",
    who: "Your administrator has been told too.",
    next: "To go on, ask your administrator for a new activation: an activation link and a registration code. The block can’t be undone.",
  },

  deactivated: {
    title: "This phone is deactivated",
    byUser: "You deactivated it. The keys on this phone are erased, and the server knows.",
    byOther:
      "An administrator or your bank deactivated it, or you activated another phone in its place. The keys on this phone are erased.",
    // A company approves each new phone, and this one was refused.
    unapprovedTitle: "This phone was not approved",
    unapproved:
      "An administrator or your bank refused it, or you activated another phone in its place. Its keys are erased.",
    next: "To use this phone again, ask your administrator for a new activation: an activation link and a registration code.",
  },

  /** What went wrong, by code. The catalogue of the device and the protocol speaks to developers; this speaks to people. */
  problems: {
    offline: "No connection to the server. Check this phone’s connection, then try again.",
    untrusted_answer:
      "The answer was not from your company’s server, or was changed on the way. Nothing was done with it. Try again on another network.",
    wrong_biometrics:
      "The server did not take this phone’s proof, and nothing was done. Use your mPIN; then turn fingerprint or face off and on again, under “This phone”.",
    biometrics_removed:
      "Fingerprint or face is off for this phone. Use your mPIN; under “This phone” you can turn it on again.",
    biometrics_cancelled:
      "The phone did not recognise you, or it took too long. Nothing was done. Try again, or use your mPIN.",
    biometrics_unsupported: "This phone or browser can’t do that safely enough. Your mPIN works as before.",
    mpin_required: "For this your company asks for the mPIN: fingerprint or face are not enough.",
    biometrics_refused: "Your company does not allow fingerprint or face. Use your mPIN.",
    registration_refused:
      "The server did not take what this phone made for it, so nothing was turned on. Try again.",
    wrong_clock: "This phone’s clock is wrong by more than five minutes. Set it right, then try again.",
    wrong_server:
      "This belongs to another server, and this app talks with its own only. If somebody sent it to you, ask them what it is.",
    mistyped_code: "A character of the code is not right. Compare it with the original; nothing was sent.",
    unreadable_code: "This is not one of our codes. Scan the one that your computer shows.",
    digits_needed: "Type the two digits that the computer shows.",
    not_activated: "This is a code for signing in. First activate this phone, with the activation link.",
    already_activated:
      "This phone is activated already. To activate it anew, unlock it and deactivate it under “This phone”.",
    storage_failed:
      "This phone could not store what it has to keep, and nothing was sent. Free some storage, then try again.",
    wrong_registration_code: "The registration code is not the one that belongs to this activation.",
    activation_refused:
      "The server did not take this activation. The link may be incomplete: scan the code again, or ask for a new one.",
    activation_closed:
      "This activation was used, replaced or has run out. Ask your administrator for a new one; it takes them a minute.",
    handshake_refused:
      "The server does not know this phone any more. Try again; if that does not help, ask your administrator for a new activation.",
    session_ended: "The session has ended. Unlock the app to go on.",
    request_closed: "This request was already taken or decided. Start a new one where you began.",
    request_expired: "This request has run out. Start a new one where you began.",
    frame_refused: "This code is too old. Scan the one that the screen shows now.",
    link_refused:
      "This link was used already, or is not whole. Go back to your browser, and start anew there.",
    typed_code_refused:
      "This code is wrong or has run out, or may not be typed here. Scan the QR code instead.",
    wrong_digits:
      "The digits were not those on the computer’s screen, so the request was refused. Start a new one where you began.",
    not_found: "There is nothing like this for you. It may have been withdrawn.",
    not_allowed: "You may not do this. Ask your administrator.",
    user_frozen:
      "Your sign-ins and signatures are stopped, so nothing was done. Your administrator can release them.",
    company_stopped:
      "Your company is stopped: nobody of it can sign in or sign. Ask your administrator or your bank.",
    computer_stopped:
      "You said of a sign-in on this computer that it wasn’t yours, or an administrator refused it. It is refused to you for a day. Use another one.",
    computer_waits:
      "You don’t know this computer, so your administrator has been asked to approve it. Nobody is signed in. If you are not sitting at it, tell your administrator to refuse it.",
    computer_unknown:
      "You don’t know this computer, and your company lets nobody sign in on such a one. Nobody is signed in. If it is yours, ask your administrator to add it.",
    company_refused: "This portal is not for people of your company, so you can’t sign in there.",
    rate_limited: "That was too often in a short time. Wait a minute, then try again.",
    unavailable: "The server can’t answer just now. Try again in a moment.",
    unsupported_suite: "This app is too old for its server. Reload it, then try again.",
  } satisfies Partial<Record<DeviceErrorCode, string>>,
  // Of a code that was typed, and ends too soon.
  codeTooShort: message<{ missing: number }>(
    "{missing, plural, one {One character of the code is still missing.} other {# characters of the code are still missing.}} Nothing was sent.",
  ),
  /** Where no other text fits; the code helps whoever is asked for help. */
  otherProblem: message<{ code: string }>(
    "That did not work, and nothing was confirmed. Try again; if it goes on, tell your administrator this word: {code}.",
  ),
} as const;
