/** A policy, or the limits to all of them, in words: one line for each thing that it says. */
import type { CompanyPolicy, PolicyLimits } from "@mtoken/protocol/people";
import { formats, messages } from "../language/catalogue.ts";

export interface PolicyLine {
  name: string;
  value: string;
}

type Rules = CompanyPolicy & PolicyLimits;
type SomeRules = { readonly [Field in keyof Rules]?: Rules[Field] | undefined };
type ValueText<Field extends keyof Rules> = (value: Rules[Field]) => PolicyLine;

/** In the order in which they are read. */
const lineOf: { readonly [Field in keyof Rules]: ValueText<Field> } = {
  approval: approvalLine,
  approval_required: approvalLine,
  unknown_computers: (value) => {
    const { computers } = messages.policy;
    return { name: computers.name, value: computers[value] };
  },
  sign_in_factor: (value) => ({ name: messages.policy.factor.name, value: messages.policy.factor[value] }),
  biometrics: biometricsLine,
  biometrics_allowed: biometricsLine,
  biometrics_up_to: (value) => ({ name: messages.policy.ceilings.name, value: ceilingsText(value) }),
  mpin: (value) => ({ name: messages.policy.mpin.name, value: messages.policy.mpin.digits(value) }),
  devices: (count) => ({
    name: messages.policy.devices.name,
    value: messages.policy.devices.count({ count }),
  }),
  idle_seconds: (value) => ({ name: messages.policy.idle.name, value: idleText(value) }),
};
const fields = Object.keys(lineOf) as (keyof Rules)[];

/** Of those fields that are there. */
export function policyLines(policy: SomeRules): PolicyLine[] {
  return fields.flatMap((field) => lineFor(field, policy[field]));
}

function lineFor<Field extends keyof Rules>(field: Field, value: Rules[Field] | undefined): PolicyLine[] {
  return value === undefined ? [] : [lineOf[field](value)];
}

function approvalLine(value: boolean): PolicyLine {
  const { approval } = messages.policy;
  return { name: approval.name, value: approval[value ? "on" : "off"] };
}

function biometricsLine(value: boolean): PolicyLine {
  const { biometrics } = messages.policy;
  return { name: biometrics.name, value: biometrics[value ? "on" : "off"] };
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
