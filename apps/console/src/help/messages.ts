/**
 * Every text of the help page, as data, in a catalogue of its own: whoever does not look for help does not load it. As in the console's own
 * messages.ts a comment above a text is for its translators. Which pages an answer leads to stands in questions.ts, by the names
 * that the navigation has for them.
 */
export const english = {
  // Above the questions about what is proposed, changed and kept on the record.
  overseeing: "Overseeing",
  questions: {
    // Everybody’s own phone.
    lost: {
      ask: "What if my phone is lost or stolen?",
      answer:
        "Deactivate it at once: nobody can use it any more. If you can’t sign in without it, tell your administrator or the bank. To use a phone again, you have to be invited anew.",
    },
    newPhone: {
      ask: "How do I go on with a new phone?",
      answer:
        "Ask to be invited, and activate the new phone with the link and the registration code. Nothing moves over from the old one. Deactivate it when the new one works.",
    },
    wrongMpin: {
      ask: "What if I type a wrong mPIN, or have forgotten it?",
      answer:
        "You have five tries, and the phone says how many are left. After the fifth wrong one it is blocked for good: nobody can undo that, or see your mPIN. You then have to be invited anew.",
    },
    unknownComputer: {
      ask: "Why does my phone say that it does not know this computer?",
      answer:
        "You have not signed in on it before, or not for long. Did you begin the sign-in yourself, on the computer before you? Then do what the phone says. If not, refuse. Never scan a code that somebody sends you.",
    },
    notMe: {
      ask: "What if I am asked to confirm something that I did not begin?",
      answer:
        "Refuse it on the phone. Then stop your sign-ins: nothing is signed in to or signed in your name until somebody who has talked with you lets you go on.",
    },
    // Whoever looks after the users of a company.
    invite: {
      ask: "How do I invite somebody?",
      answer:
        "Add the user, then invite them on their page. The link goes to their mail address, or you send it. Hand the registration code over another way: in person, or by a call to a number that you know.",
    },
    approve: {
      ask: "How do I approve a phone that waits?",
      answer:
        "Call the user on a number that you know, have the control code read out that the phone shows, and type it. If it is not that of the phone that waits, refuse the phone: it may be somebody else’s.",
    },
    notArrived: {
      ask: "What if an invitation has run out, or its mail was refused?",
      answer:
        "The list of invitations says so, and why. Where a mail was refused, mend the mail address on the user’s page. Then invite anew: the invitation before it is worth nothing any more.",
    },
    leaves: {
      ask: "What if somebody leaves the company?",
      answer:
        "Remove the user on their page: phones, computers and invitations end at once. The last administrator can only be removed when somebody else has become one.",
    },
    policy: {
      ask: "How is a company’s policy changed?",
      answer:
        "You propose it, and somebody else confirms it within three days. Until then nothing changes. Where the bank’s limits are stricter, they hold.",
    },
    // Whoever stops phones of others.
    stop: {
      ask: "How do I stop a stolen phone quickly?",
      answer:
        "Type the name, the mail address or eight characters of the control code, and deactivate the phone: it ends for good. If you don’t know yet what has happened, stop the user’s sign-ins: that can be undone.",
    },
    caller: {
      ask: "How do I know who is calling?",
      answer:
        "You may stop sign-ins even if you are not sure. Before you let anything go on, or tell anything, call back: on a number that the bank knows already, never on one that the caller gives you.",
    },
    cannot: {
      ask: "What can the helpdesk not do?",
      answer:
        "Invite, approve phones or computers, change mail addresses, make administrators: that is for the company’s administrators and for bank officers. Nobody can see an mPIN, or undo it when a phone is blocked or deactivated.",
    },
    goOn: {
      ask: "When do I let a user go on who was stopped?",
      answer:
        "When you have talked with them, on a number that you know, and it is clear what has happened. Let them go on from their page. What was stopped has to be asked for anew.",
    },
    // Whoever oversees companies or the bank itself.
    fourEyes: {
      ask: "What takes two people?",
      answer:
        "Making an administrator, changing a policy, and letting a stopped company go on; at the bank also its limits, its staff and its identity keys. One proposes, another confirms within three days. Stopping never takes two.",
    },
    newCompany: {
      ask: "How does a new company begin?",
      answer:
        "Add the company and its first user, and propose that user as its administrator. Another officer confirms. Then whoever named the mail address invites, and the other one approves the phone.",
    },
    lastAdministrator: {
      ask: "What if a company’s last administrator is gone?",
      answer:
        "Propose another user of the company as its administrator, and have another officer confirm it. Then remove the one who is gone. Until then you can stop their sign-ins.",
    },
    limits: {
      ask: "What do the limits do?",
      answer:
        "They say how lax the policy of any company may be. Of the two the stricter holds, rule by rule. Other limits hold in every company as soon as a second officer has confirmed them.",
    },
    keys: {
      ask: "What if an identity key is old, or in the wrong hands?",
      answer:
        "For an old one an officer proposes a new key that begins in a week or later, so that phones learn of it before. One in the wrong hands an officer revokes at once and alone, as long as another one can sign.",
    },
    undelivered: {
      ask: "What if a message could not be delivered?",
      answer:
        "The list says which, and why. An officer mends the mail address on the user’s page, and sends it again.",
    },
    log: {
      ask: "How do I export the log?",
      answer:
        "Narrow the list by user, kind and days, and export it as CSV. What is on the record is never changed, and its order can be verified.",
    },
  },
} as const;
