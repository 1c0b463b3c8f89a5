/** A notice in a sentence, to whom it is about or to an administrator, in the words of the catalogue that it is given. */
import type { Catalogue } from "@mtoken/language/message";
import type { NoticeContent } from "@mtoken/protocol";
import { computerName } from "./computer-name.ts";
import type { english } from "./messages.ts";

export type NoticeTexts = Catalogue<typeof english>;

/** `about` is the name of whom it is about, where that is somebody else than its reader. Undefined for what nobody else is told. */
export function noticeText(
  content: NoticeContent,
  about: string | null,
  messages: NoticeTexts,
): string | undefined {
  return about === null ? ownText(content, messages) : othersText(content, messages, about);
}

function ownText({ kind, data }: NoticeContent, messages: NoticeTexts): string {
  const words = messages.own;
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
      return words.computerAdded({ computer: computerName(data.description, messages) });
    case "computer.waiting":
      return words.computerWaiting({ computer: computerName(data.description, messages) });
    case "computer.copied":
      return words.computerCopied({ computer: computerName(data.description, messages) });
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
    case "policy.applied":
      return words.policyApplied;
    case "limits.changed":
      return words.limitsChanged;
    case "staff.created":
      return words.staffCreated;
    case "device.left-to-operator":
      return words.leftToOperator;
    case "identity.added":
      return words.identityKeyAdded;
    case "identity.revoked":
      return words.identityKeyRevoked;
    case "client.ended":
      return words.portalEnded;
    case "mail.changed":
      return words.mailChanged;
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

function othersText({ kind, data }: NoticeContent, messages: NoticeTexts, name: string): string | undefined {
  const words = messages.others;
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
      return words.computerAdded({ name, computer: computerName(data.description, messages) });
    case "computer.waiting":
      return words.computerWaiting({ name, computer: computerName(data.description, messages) });
    case "computer.copied":
      return words.computerCopied({ name, computer: computerName(data.description, messages) });
    case "mail.changed":
      return words.mailChanged({ name });
    case "administrator.made":
      return words.administratorMade({ name });
    case "administrator.ended":
      return words.administratorEnded({ name });
    default:
      return undefined;
  }
}
