/** What a notice says, to whom it is about or to an administrator; and the drawing beside it. */
import type { IconName } from "@mtoken/look";
import { noticeText as sentence } from "@mtoken/notices";
import type { Notice, NoticeKind } from "@mtoken/protocol";
import { readNotice } from "@mtoken/protocol";
import { messages } from "../language/catalogue.ts";

const icons: Readonly<Record<NoticeKind, IconName>> = {
  "device.activated": "device",
  "device.awaiting-approval": "clock",
  "device.left-to-operator": "clock",
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
  "policy.applied": "pen",
  "limits.changed": "pen",
  "staff.created": "user",
  "identity.added": "renew",
  "identity.revoked": "hold",
  "client.ended": "hold",
  "mail.changed": "pen",
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
  return sentence(content, notice.about?.name ?? null, messages.notices) ?? messages.inbox.unknown;
}
