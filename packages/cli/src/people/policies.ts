/** `mtoken policy …` and `mtoken limits …`: what companies ask of phones, and how lax that may be. */
import {
  type AmountCeiling,
  type CompanyPolicy,
  companyPolicySchema,
  type PolicyLimits,
  policyLimitsSchema,
} from "@mtoken/protocol/people";
import {
  changeLimits,
  changePolicy,
  operatorAtCommandLine,
  operatorOf,
  readCompanyPolicy,
  readLimits,
} from "@mtoken/server";
import * as v from "valibot";
import type { Work } from "./command-table.ts";
import { companyIdOf, type NoteOptions, readJsonFile, readNote } from "./read-people.ts";

const operator = operatorAtCommandLine;
const isSomething = (changes: object) => Object.keys(changes).length > 0;
const policyChangesSchema = v.pipe(
  v.partial(companyPolicySchema),
  v.check(isSomething, "nothing is said to change"),
);
const limitsChangesSchema = v.pipe(
  v.partial(policyLimitsSchema),
  v.check(isSomething, "nothing is said to change"),
);

/** The policy as it is stored beside what holds, where the limits are stricter. */
export function printPolicy(text: string): Work {
  const company = companyIdOf(text);
  return async (context, { tell }) => {
    const stated = await readCompanyPolicy(context, operator, company);
    const { policy, effective } = stated;
    const lines = Object.entries(policy).map(([field, value]) => {
      const holds = valueText(effective[field as keyof CompanyPolicy]);
      const limited = holds === valueText(value) ? "" : `  (by the limits: ${holds})`;
      return `${field.padEnd(17)} ${valueText(value)}${limited}`;
    });
    tell(lines.join("\n"), stated);
  };
}

export async function setPolicy(text: string, path: string, options: NoteOptions): Promise<Work> {
  const company = companyIdOf(text);
  const noted = readNote(options);
  const changes = withoutNothing(await readJsonFile(path, policyChangesSchema));
  return async (context, { tell }) => {
    await changePolicy(context, operator, { company, changes, ...noted });
    tell("The policy is changed.");
  };
}

/** Whether a passkey may stand in the mPIN's place. */
export function setBiometrics(text: string, policy: "allow" | "forbid"): Work {
  const company = companyIdOf(text);
  const biometrics = policy === "allow";
  return async (context, { tell }) => {
    await changePolicy(context, operator, { company, changes: { biometrics } });
    tell(
      biometrics
        ? "The company's users may use fingerprint or face."
        : "From now on the mPIN alone opens this company's phones. What was enrolled is kept, for when it is allowed again.",
    );
  };
}

export function printLimits(): Work {
  return async (context, { tell }) => {
    const { limits } = await readLimits(context, operator);
    const lines = Object.entries(limits).map(([field, value]) => `${field.padEnd(18)} ${valueText(value)}`);
    tell(lines.join("\n"), { limits });
  };
}

export async function setLimits(path: string, options: NoteOptions): Promise<Work> {
  const noted = readNote(options);
  const changes = withoutNothing(await readJsonFile(path, limitsChangesSchema));
  return async (context, { tell }) => {
    await changeLimits(context, await operatorOf(context.database), { changes, ...noted });
    tell("The limits are changed: they hold for every company.");
  };
}

type Value = CompanyPolicy[keyof CompanyPolicy] | PolicyLimits[keyof PolicyLimits];

function valueText(value: Value): string {
  if (Array.isArray(value)) return value.length === 0 ? "any amount" : value.map(ceilingText).join(", ");
  if (typeof value === "object") return `${value.min} to ${value.max} digits`;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

function ceilingText({ currency, amount }: AmountCeiling): string {
  return `${currency} ${amount}`;
}

/** JSON has no undefined: what is optional in it is there or is not. */
function withoutNothing<Fields extends object>(fields: Fields) {
  return fields as { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };
}
