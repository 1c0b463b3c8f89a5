/** A policy, or the limits to all of them, in words: one line for each thing that it says. */
import type { CompanyPolicy, PolicyLimits } from "@mtoken/protocol/people";
import { formats, messages } from "../language/catalogue.ts";

export interface PolicyLine {
  name: string;
  value: string;
}

export function policyLines(policy: CompanyPolicy | PolicyLimits): PolicyLine[] {
  const { policy: words } = messages;
  const approval = "approval" in policy ? policy.approval : policy.approval_required;
  const biometrics = "biometrics" in policy ? policy.biometrics : policy.biometrics_allowed;
  return [
    { name: words.approval.name, value: words.approval[approval ? "on" : "off"] },
    { name: words.computers.name, value: words.computers[policy.unknown_computers] },
    { name: words.factor.name, value: words.factor[policy.sign_in_factor] },
    { name: words.biometrics.name, value: words.biometrics[biometrics ? "on" : "off"] },
    { name: words.ceilings.name, value: ceilingsText(policy.biometrics_up_to) },
    { name: words.mpin.name, value: words.mpin.digits(policy.mpin) },
    { name: words.devices.name, value: words.devices.count({ count: policy.devices }) },
    { name: words.idle.name, value: idleText(policy.idle_seconds) },
  ];
}

export function idleText(seconds: number): string {
  const { idle } = messages.policy;
  return seconds % 60 === 0 ? idle.minutes({ count: seconds / 60 }) : idle.seconds({ count: seconds });
}

function ceilingsText(ceilings: CompanyPolicy["biometrics_up_to"]): string {
  if (ceilings.length === 0) return messages.policy.ceilings.none;
  const list = new Intl.ListFormat(formats, { style: "narrow", type: "unit" });
  return list.format(ceilings.map(({ currency, amount }) => amountText(currency, amount)));
}

/** Its digits as they are: no amount of a policy passes through a float. */
function amountText(currency: string, amount: string): string {
  const digits = amount.split(".")[1]?.length ?? 0;
  const written = new Intl.NumberFormat(formats, {
    ...{ style: "currency", currency, currencyDisplay: "code" },
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  } as const);
  return written.format(amount as Intl.StringNumericLiteral);
}
