/** Every mail in every language: whole, escaped, of one line in its headers, and with nothing from elsewhere. */
import { languages } from "@mtoken/language/node";
import {
  computerIdSchema,
  deviceIdSchema,
  type NoticeContent,
  newProposalId,
  noticeKinds,
  parseWith,
  readNotice,
} from "@mtoken/protocol";
import { describe, expect, it, test } from "vitest";
import { mailLanguages } from "./catalogues.ts";
import { invitationMail } from "./invitation-mail.ts";
import { noticeMail } from "./notice-mail.ts";
import type { Mail } from "./write-mail.ts";

const at = new Date("2026-03-14T13:07:00Z");
const consolePage = "https://console.example.com/c/account";
const company = "Northern Mills";
const device = parseWith(deviceIdSchema, `dev_${"A".repeat(43)}`);
const proposal = newProposalId();

const computer = parseWith(computerIdSchema, `cpt_${"A".repeat(43)}`);
const description = "Chrome on Windows";

/** One of each kind, and of a deactivation one for each cause, of a decision one for each outcome. */
const contents: NoticeContent[] = Object.keys(noticeKinds).flatMap((kind) =>
  [
    ...[{ device }, { device, tries_left: 1 }, {}, { proposal }, { computer, description }],
    ...["user", "administrator", "operator", "replaced"].map((cause) => ({ device, cause })),
    ...["confirmed", "rejected", "expired", "void"].map((outcome) => ({ proposal, outcome })),
  ]
    .map((data) => readNotice({ kind, data }))
    .filter((content) => content !== undefined),
);

const controlCode = "7K2M-9QXA";
const deskPhone = "+31 20 555 01 23";

function mailOf(content: NoticeContent, language: string | null, about: string | null = null) {
  const reader = { language, fallback: "en", company, consolePage, controlCode, deskPhone } as const;
  return noticeMail({ content, at, about, ...reader });
}

/** What HTML shows, for these mails. */
function shown({ html }: Mail): string {
  const body = html.slice(html.indexOf("<body"));
  const text = body
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"');
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

test("there is one of each kind to look at", () => {
  expect(new Set(contents.map(({ kind }) => kind))).toEqual(new Set(Object.keys(noticeKinds)));
});

describe.each(mailLanguages)("in %s", (language) => {
  it.each(contents)("$kind has a subject, a text and HTML that says the same", (content) => {
    for (const about of [null, "Ada Berg"]) {
      const mail = mailOf(content, language, about);
      if (mail === undefined) {
        expect(about).not.toBeNull();
        continue;
      }
      expect(mail.subject).toContain(company);
      expect(mail.subject).not.toContain("Ada Berg");
      expect(mail.html).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
      const words = mail.text.replace(/^-- $/m, "").split(/\s+/).filter(Boolean);
      for (const word of words) expect(shown(mail)).toContain(word.replace(/[:：]$/, ""));
      expect(mail.text).toContain(consolePage);
      // Whoever lets a phone in hears its code from its user, and copies it from no mail.
      const isNamed = content.kind !== "device.awaiting-approval";
      for (const text of [mail.text, mail.html]) expect(text.includes(controlCode)).toBe(isNamed);
      expect(mail.text).not.toMatch(/undefined|\{|\}/);
      expect(mail.text.includes("Ada Berg")).toBe(about !== null);
    }
  });

  it("an invitation has its link, and speaks of the code without having one", () => {
    const link = "https://key.example.com/a#ABCDEFGHJKMNPQRSTVWXYZ0123.ABCDEFGHJKMNPQRSTVWXYZ0123";
    const mail = invitationMail({ link, expiresAt: at, company, language, fallback: "en" });
    expect(mail.text).toContain(`\n${link}\n`);
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.subject).not.toContain(link);
    expect(mail.text).toContain("2026");
    expect(mail.text).not.toMatch(/\b[A-Z0-9]{5}-[A-Z0-9]{5}\b/);
  });
});

it("speaks the reader's language, else the server's, with the reader's ways of writing a date", () => {
  const [content] = contents;
  if (content === undefined) throw new Error("there is none");
  const subjectIn = (language: string | null, fallback: "en" | "de" = "de") =>
    noticeMail({ content, at, about: null, language, fallback, company, consolePage, controlCode, deskPhone })
      ?.subject;
  expect(subjectIn("pt-BR")).toBe(subjectIn("pt"));
  expect(subjectIn(null)).toBe(subjectIn("de"));
  expect(subjectIn("tlh")).toBe(subjectIn("de"));
  expect(subjectIn("no tag at all!")).toBe(subjectIn("de"));
  expect(mailOf(content, "de-AT")?.text).toContain("März");
  expect(Object.keys(languages)).toHaveLength(mailLanguages.length);
});

it("says to who has no phone left how to go on, and leads them to no page that they can't open", () => {
  const content: NoticeContent = { kind: "device.blocked", data: { device } };
  const reader = {
    language: "en",
    fallback: "en",
    company,
    consolePage: undefined,
    controlCode,
    deskPhone,
  } as const;
  const mail = noticeMail({ content, at, about: null, ...reader });
  for (const text of [mail?.text, mail?.html]) expect(text).toContain("ask your administrator or your bank");
  expect(mail?.html).not.toContain("href");
  expect(mail?.text).not.toContain("https://");
  const ofAnother = noticeMail({ content, at, about: "Ada Berg", ...reader });
  expect(ofAnother?.text).not.toContain("in the console");
  expect(ofAnother?.text).not.toContain("No phone of yours");
  expect(mailOf(content, "en")?.text).not.toContain("No phone of yours");
});

it("has who leads a company whose console is closed to them ask the bank, and nobody whom they would be themselves", () => {
  const closed = { company, controlCode: null, deskPhone: null, consolePage: undefined };
  const told = (content: NoticeContent, about: string | null) =>
    noticeMail({ content, at, about, language: "en", fallback: "en", ...closed })?.text;
  const frozen: NoticeContent = { kind: "user.frozen", data: { device } };
  for (const text of [
    told({ kind: "company.stopped", data: {} }, null),
    told({ kind: "company.devices-ended", data: {} }, null),
    told(frozen, "Ada Berg"),
  ]) {
    expect(text).toContain("You can’t sign in to the console now.");
    expect(text).toContain("ask your bank");
    expect(text).not.toContain("administrator");
    expect(text).not.toContain("https://");
  }
  expect(told({ kind: "mpin.changed", data: { device } }, null)).toContain("tell your administrator");
  expect(mailOf({ kind: "company.stopped", data: {} }, "en")?.text).toContain("in the console you can stop");
});

it("says whom to call at any hour, where there is somebody, and nothing of it where there is nobody", () => {
  const content: NoticeContent = { kind: "device.blocked", data: { device } };
  const said = mailOf(content, "en");
  expect(said?.text).toContain(`Emergency, day and night: ${deskPhone}`);
  expect(said?.html).toContain(deskPhone);
  const reader = {
    language: "en",
    fallback: "en",
    company,
    consolePage,
    controlCode,
    deskPhone: null,
  } as const;
  expect(noticeMail({ content, at, about: null, ...reader })?.text).not.toContain("Emergency");
});

describe("names that somebody chose to do harm", () => {
  const hostile = `</td><script src="https://evil.example/x"></script><img src=x onerror='alert(1)'> & "x"`;
  const injected = "Mills\r\nBcc: everybody@example.com\u2028\u0000\u0085X: y";

  it("stand in HTML as they are written, and are no part of it", () => {
    const content: NoticeContent = { kind: "device.activated", data: { device } };
    const mail = noticeMail({
      ...{ content, at, about: hostile, language: "en", fallback: "en", company: hostile },
      ...{ consolePage, controlCode, deskPhone: null },
    });
    if (mail === undefined) throw new Error("there is none");
    expect(mail.html).not.toMatch(/<script|<img|<link|<iframe|<form/i);
    expect(shown(mail)).toContain(hostile);
  });

  it("leave a subject on its line", () => {
    const content: NoticeContent = { kind: "device.activated", data: { device } };
    const mail = noticeMail({
      ...{ content, at, about: injected, language: "en", fallback: "en", company: injected },
      ...{ consolePage, controlCode, deskPhone: null },
    });
    expect(mail?.subject).toBe("Mills Bcc: everybody@example.com X: y: a phone was activated");
    // Nor do they make a line of the text, which could pass for one of ours.
    expect(mail?.text.split("\n").some((line) => line.startsWith("Bcc"))).toBe(false);
  });
});

it("takes nothing from elsewhere, and has one link", () => {
  for (const content of contents) {
    const { html = "" } = mailOf(content, "en") ?? {};
    expect([...html.matchAll(/\b(?:src|srcset|background|action)=|url\(|@import/g)]).toEqual([]);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([consolePage]);
  }
});
