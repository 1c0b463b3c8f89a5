/** What went wrong, and what to do now. A code that has no words of its own is named, for whoever is asked. */
import type { CompanyPolicy } from "@mtoken/protocol/people";
import { ConsoleError, codeOf } from "../api/console-error.ts";
import { messages } from "../language/catalogue.ts";

export function problemText(error: unknown): string {
  const { problems } = messages;
  const code = codeOf(error);
  switch (code) {
    case "offline":
      return problems.offline;
    case "unreadable":
      return problems.unreadable;
    case "unavailable":
      return problems.unavailable;
    case "rate_limited":
      return problems.rateLimited;
    case "sign_in_required":
      return problems.signInRequired;
    case "not_found":
      return problems.notFound;
    case "not_allowed":
      return problems.notAllowed;
    case "already_decided":
      return problems.alreadyDecided;
    case "wrong_fingerprint":
      return problems.wrongCode;
    case "wrong-computer-code":
      return messages.computers.approve.wrong;
    case "no-such-computer":
      return messages.computers.add.wrong;
    case "computer-known":
      return messages.computers.add.known;
    case "code-too-short":
      return messages.approveDevice.short;
    case "last_administrator":
      return problems.lastAdministrator;
    case "last_identity_key":
      return messages.keys.last;
    case "reference_required":
      return problems.referenceRequired;
    case "policy_refused":
      return problems.beyondLimits({ rule: ruleOf(error) });
    case "too-many-proposals":
      return problems.tooManyProposals;
    case "nothing-to-propose":
      return problems.nothingToPropose;
    case "proposal_void":
      return problems.overtaken;
    case "company_stopped":
      return problems.companyStopped;
    case "no_code_service":
      return problems.noCodeService;
    case "malformed_message":
      return problems.malformed;
    default:
      return problems.other({ code });
  }
}

/** The rule of a policy that the server has named, as the page names it. */
function ruleOf(error: unknown): string {
  const { policy: words } = messages;
  const names: Record<keyof CompanyPolicy, string> = {
    mpin: words.mpin.name,
    approval: words.approval.name,
    biometrics: words.biometrics.name,
    biometrics_up_to: words.ceilings.name,
    unknown_computers: words.computers.name,
    devices: words.devices.name,
    idle_seconds: words.idle.name,
    sign_in_factor: words.factor.name,
  };
  const path = error instanceof ConsoleError ? error.path : undefined;
  const rule = Object.entries(names).find(([field]) => field === path);
  return rule?.[1] ?? words.rule;
}
