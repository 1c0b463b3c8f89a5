/** What a notice says, to whom it is about or to an administrator; and the drawing beside it. */
import type { IconName } from "@mtoken/look";
import type { Notice, NoticeContent, NoticeKind } from "@mtoken/protocol";
import { readNotice } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";

const icons: Readonly<Record<NoticeKind, IconName>> = {
  "device.activated": "device",
  "device.awaiting-approval": "clock",
  "device.blocked": "alert",
  "device.deactivated": "deviceGone",
  "user.frozen": "hold",
  "user.stopped": "hold",
  "user.unfrozen": "check",
  "computer.added": "computer",
  "computer.waiting": "clock",
  "computer.copied": "alert",
  "biometrics.added": "finger",
  "biometrics.removed": "finger",
  "mpin.changed": "keyboard",
  "mpin.wrong": "alert",
  "app.withdrawn": "renew",
  "policy.changed": "pen",
  "administrator.made": "user",
  "administrator.ended": "user",
  "company.stopped": "hold",
  "company.resumed": "check",
  "company.devices-ended": "cross",
  "proposal.waiting": "clock",
  "proposal.decided": "check",
};

/** A kind that this version does not know is told as that. */
export function noticeIcon({ kind }: Notice): IconName {
  return Object.hasOwn(icons, kind) ? icons[kind as NoticeKind] : "bell";
}

export function noticeText(notice: Notice): string {
  const content = readNotice(notice);
  if (content === undefined) return messages.inbox.unknown;
  return notice.about === null ? ownText(content) : othersText(content, notice.about.name);
}

function ownText({ kind, data }: NoticeContent): string {
  const words = messages.inbox.own;
  switch (kind) {
    case "device.activated":
      return words.activated;
    case "device.awaiting-approval":
      return words.awaitingApproval;
    case "device.blocked":
      return words.blocked;
    case "device.deactivated":
      return words.deactivated[data.cause];
    case "user.frozen":
      return words.frozen;
    case "user.stopped":
      return words.stopped;
    case "user.unfrozen":
      return words.unfrozen;
    case "computer.added":
      return words.computerAdded({ computer: data.description });
    case "computer.waiting":
      return words.computerWaiting({ computer: data.description });
    case "computer.copied":
      return words.computerCopied({ computer: data.description });
    case "biometrics.added":
      return words.biometricsAdded;
    case "biometrics.removed":
      return words.biometricsRemoved;
    case "mpin.changed":
      return words.mpinChanged;
    case "mpin.wrong":
      return words.mpinWrong({ left: data.tries_left });
    case "app.withdrawn":
      return words.appWithdrawn;
    case "policy.changed":
      return words.policyChanged;
    case "administrator.made":
      return words.administratorMade;
    case "administrator.ended":
      return words.administratorEnded;
    case "company.stopped":
      return words.companyStopped;
    case "company.resumed":
      return words.companyResumed;
    case "company.devices-ended":
      return words.companyEnded;
    case "proposal.waiting":
      return words.proposalWaits;
    case "proposal.decided":
      return words.proposalDecided[data.outcome];
  }
}

function othersText({ kind, data }: NoticeContent, name: string): string {
  const words = messages.inbox.others;
  switch (kind) {
    case "device.activated":
      return words.activated({ name });
    case "device.awaiting-approval":
      return words.awaitingApproval({ name });
    case "device.blocked":
      return words.blocked({ name });
    case "device.deactivated":
      return words.deactivated[data.cause]({ name });
    case "user.frozen":
      return words.frozen({ name });
    case "user.stopped":
      return words.stopped({ name });
    case "user.unfrozen":
      return words.unfrozen({ name });
    case "computer.added":
      return words.computerAdded({ name, computer: data.description });
    case "computer.waiting":
      return words.computerWaiting({ name, computer: data.description });
    case "computer.copied":
      return words.computerCopied({ name, computer: data.description });
    case "administrator.made":
      return words.administratorMade({ name });
    case "administrator.ended":
      return words.administratorEnded({ name });
    default:
      return messages.inbox.unknown;
  }
}
