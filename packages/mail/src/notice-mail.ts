/** What a mail says of a notice, to whom it is about or to an administrator. The same notice waits in the reader's inbox. */
import type { Language } from "@mtoken/language/node";
import { noticeText } from "@mtoken/notices/node";
import type { NoticeContent, NoticeKind } from "@mtoken/protocol";
import { mailLanguageOf, type Texts, textsIn } from "./catalogues.ts";
import { formatMoment } from "./format-moment.ts";
import { type Mail, writeMail } from "./write-mail.ts";

/** Who reads a mail, and who writes it. */
export interface Correspondence {
  /** The reader's company. */
  company: string;
  /** The reader's language as a tag of BCP 47; null where it is not known. */
  language: string | null;
  /** The server's own language. */
  fallback: Language;
}

export interface NoticeMail extends Correspondence {
  content: NoticeContent;
  at: Date;
  /** Whom it is about, where that is somebody else than its reader. */
  about: string | null;
  /** The page of the console that is about it; undefined for who can't sign in there. */
  consolePage: string | undefined;
  /** The control code of the phone that it is about, if it is about one. */
  controlCode: string | null;
  /** The number that answers at any hour; null where there is none. */
  deskPhone: string | null;
}

/** Undefined for what nobody else is told. */
export function noticeMail(mail: NoticeMail): Mail | undefined {
  const { content, at, about, consolePage, controlCode, deskPhone, ...reader } = mail;
  const language = mailLanguageOf(reader.language, reader.fallback);
  const messages = textsIn(language);
  const { labels, advice } = messages;
  const title = noticeText(content, about, messages.notices);
  if (title === undefined) return undefined;
  // Whoever lets a phone in types the code that its user reads out to them: it is copied from nowhere.
  const isNamed = controlCode !== null && content.kind !== "device.awaiting-approval";
  const leads = about !== null || isForWhoLeads(content.kind);
  // Whoever has no phone any more can look at nothing in the console.
  const isLocked = consolePage === undefined && about === null && endings.includes(content.kind);
  return writeMail({
    language,
    title,
    subject: subjectOf(content.kind, messages, reader.company),
    facts: [
      [labels.when, formatMoment(at, language, reader.language)],
      [labels.company, reader.company],
      ...(isNamed ? [[labels.controlCode, controlCode] as const] : []),
      ...(deskPhone === null ? [] : [[labels.desk, deskPhone] as const]),
    ],
    paragraphs: [
      ...(isLocked ? [advice.locked] : []),
      advice[adviceFor({ leads, isOpen: consolePage !== undefined })],
    ],
    link: consolePage === undefined ? undefined : { label: messages.openConsole, url: consolePage },
    footer: [messages.footer.reason, messages.footer.care],
  });
}

/** Whoever leads has nobody in the company whom they would tell. */
function adviceFor({ leads, isOpen }: { leads: boolean; isOpen: boolean }): "own" | "others" | "closed" {
  if (!leads) return "own";
  return isOpen ? "others" : "closed";
}

/** After which its user may have no phone left. */
const endings: readonly NoticeKind[] = ["device.blocked", "device.deactivated"];

const forWhoLeads: readonly NoticeKind[] = [
  "policy.changed",
  "limits.changed",
  "staff.created",
  "identity.added",
  "identity.revoked",
  "client.ended",
  "device.left-to-operator",
];

/** Read by those whom others would ask. */
function isForWhoLeads(kind: NoticeKind): boolean {
  return forWhoLeads.includes(kind) || kind.startsWith("company.") || kind.startsWith("proposal.");
}

function subjectOf(kind: NoticeKind, messages: Texts, company: string): string {
  const { subjects } = messages;
  const written: Readonly<Record<NoticeKind, (values: { company: string }) => string>> = {
    "device.activated": subjects.activated,
    "device.awaiting-approval": subjects.awaitingApproval,
    "device.left-to-operator": subjects.awaitingApproval,
    "device.blocked": subjects.blocked,
    "device.deactivated": subjects.deactivated,
    "user.frozen": subjects.frozen,
    "user.stopped": subjects.frozen,
    "user.unfrozen": subjects.unfrozen,
    "computer.added": subjects.computerAdded,
    "computer.waiting": subjects.computerWaiting,
    "computer.copied": subjects.computerCopied,
    "biometrics.added": subjects.biometricsAdded,
    "biometrics.removed": subjects.biometricsRemoved,
    "mpin.changed": subjects.mpinChanged,
    "mpin.wrong": subjects.mpinWrong,
    "app.withdrawn": subjects.appWithdrawn,
    "policy.changed": subjects.policyChanged,
    "policy.applied": subjects.policyChanged,
    "limits.changed": subjects.limitsChanged,
    "staff.created": subjects.staffCreated,
    "identity.added": subjects.identityKeyAdded,
    "identity.revoked": subjects.identityKeyRevoked,
    "client.ended": subjects.portalEnded,
    "mail.changed": subjects.mailChanged,
    "administrator.made": subjects.administratorMade,
    "administrator.ended": subjects.administratorEnded,
    "company.stopped": subjects.companyStopped,
    "company.resumed": subjects.companyResumed,
    "company.devices-ended": subjects.companyEnded,
    "proposal.waiting": subjects.proposalWaits,
    "proposal.decided": subjects.proposalDecided,
  };
  return written[kind]({ company });
}
