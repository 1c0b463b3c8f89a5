/**
 * Which notices the inbox offers to disown ("this wasn't me"): what only the user, or whoever plays them, can have done, and
 * what tells that somebody tried. What an administrator or the bank did is theirs to answer for.
 */
import type { DeviceId, Notice, NoticeContent } from "@mtoken/protocol";
import { readNotice } from "@mtoken/protocol";

/** What was read and is older is settled, or was the user's own doing. */
const recentSeconds = 7 * 86_400;

export interface Reader {
  device: DeviceId;
  /** The present, in milliseconds since 1970. */
  now: number;
}

export function isDisownable(notice: Notice, { device, now }: Reader): boolean {
  const content = readNotice(notice);
  if (content === undefined || notice.about !== null) return false;
  if (notice.read && notice.at < now / 1000 - recentSeconds) return false;
  return isDoneInTheirName(content, device);
}

function isDoneInTheirName(content: NoticeContent, device: DeviceId): boolean {
  switch (content.kind) {
    case "device.activated":
    case "device.awaiting-approval":
      // Whoever reads this on the new phone has activated it.
      return content.data.device !== device;
    case "device.deactivated":
      return content.data.cause === "user";
    case "device.blocked":
    case "computer.added":
    case "computer.waiting":
    case "computer.copied":
    case "biometrics.added":
    case "mpin.changed":
    case "mpin.wrong":
    case "mail.changed":
      return true;
    default:
      return false;
  }
}
