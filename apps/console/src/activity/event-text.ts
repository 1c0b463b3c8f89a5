/** What an entry of the log says besides what happened: why, by whom, by which way, and how much of it. */
import {
  type ActivityEvent,
  companyPolicySchema,
  policyLimitsSchema,
  reasons,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import { messages } from "../language/catalogue.ts";
import { type PolicyLine, policyLines } from "../policy/policy-lines.ts";

/** Undefined where none was given. */
export function reasonText({ kind, reason }: Pick<ActivityEvent, "kind" | "reason">): string | undefined {
  const { reasons: others } = messages.activity;
  if (reason === null) return undefined;
  if (kind === "activation.revoked" && reason === "replaced") return others.newer;
  if (reason.startsWith("invit")) return others.inviter;
  const chosen = reasons.find((known) => known === reason);
  if (chosen !== undefined) return messages.reason.reasons[chosen];
  return Object.hasOwn(others, reason) ? others[reason as keyof typeof others] : reason;
}

/** Who did it, where that was not the user it is about. */
export function actorText({ by }: Pick<ActivityEvent, "by">): string | undefined {
  if (by === null) return undefined;
  return by.name ?? (by.operator ? messages.activity.bank : undefined);
}

export function wayText({ via }: Pick<ActivityEvent, "via">): string | undefined {
  return via === null ? undefined : messages.activity.ways[via];
}

const rulesSchema = v.partial(v.object({ ...companyPolicySchema.entries, ...policyLimitsSchema.entries }));

/** Each rule that is another one since, from what to what; without words for what only a newer server knows. */
export function changeTexts({ changes }: Pick<ActivityEvent, "changes">): string[] {
  const known = changes.filter(({ field, from, to }) => [from, to].every((value) => isKnown(field, value)));
  const before = linesOf(known.map(({ field, from }) => [field, from]));
  const after = linesOf(known.map(({ field, to }) => [field, to]));
  return after.map(({ name, value }, index) =>
    messages.activity.change({ rule: name, from: before[index]?.value ?? "", to: value }),
  );
}

function isKnown(field: string, value: unknown): boolean {
  return v.is(rulesSchema, { [field]: value });
}

function linesOf(members: [field: string, value: unknown][]): PolicyLine[] {
  const rules = v.safeParse(rulesSchema, Object.fromEntries(members));
  return rules.success ? policyLines(rules.output) : [];
}

/** What of its details helps who reads; all of them are in the file. */
export function detailTexts({ client, details }: Pick<ActivityEvent, "client" | "details">): string[] {
  const words = messages.activity;
  const { users, devices, tries, name, former, reference, app, role } = details;
  return [
    client?.name,
    typeof users === "number" ? words.users({ count: users }) : undefined,
    typeof devices === "number" ? words.phones({ count: devices }) : undefined,
    typeof tries === "number" ? words.tries({ count: tries }) : undefined,
    typeof name === "string" ? name : undefined,
    typeof former === "string" ? words.former({ name: former }) : undefined,
    typeof role === "string" && role !== "user" && Object.hasOwn(messages.roles, role)
      ? messages.roles[role as keyof typeof messages.roles]
      : undefined,
    typeof app === "string" ? words.version({ app }) : undefined,
    typeof reference === "string" ? words.reference({ reference }) : undefined,
  ].filter((text) => text !== undefined);
}
