/** `mtoken activity list`: what happened, as it is read. */
import type { ActivityEvent, ActivityFilter } from "@mtoken/protocol/people";
import { activityFilterSchema } from "@mtoken/protocol/people";
import { exportActivity, listActivity, operatorAtCommandLine } from "@mtoken/server";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import type { Work } from "./command-table.ts";
import { eachOf, instant } from "./read-people.ts";

const operator = operatorAtCommandLine;

export interface ActivityOptions {
  company?: string;
  user?: string;
  by?: string;
  device?: string;
  kind?: string;
  from?: string;
  to?: string;
  csv?: boolean;
}

/** A line for each: words, JSON, or CSV. */
export function printActivity({ csv = false, ...options }: ActivityOptions): Work {
  const filter = readFilter(options);
  return async (context, { line, json }) => {
    if (csv) {
      // What is printed as a line gets its end there.
      for await (const part of exportActivity(context, operator, filter)) line(part.replace(/\n$/, ""));
      return;
    }
    for await (const event of eachOf((page) => listActivity(context, operator, { ...filter, ...page })))
      line(json ? JSON.stringify(event) : describeEvent(event));
  };
}

function readFilter({ from, to, ...ids }: Omit<ActivityOptions, "csv">): ActivityFilter {
  const { company, user, by, device, kind } = ids;
  const parsed = v.safeParse(activityFilterSchema, {
    ...(company !== undefined && { company }),
    ...(user !== undefined && { user }),
    ...(by !== undefined && { by }),
    ...(device !== undefined && { device }),
    ...(kind !== undefined && { kind }),
    ...(from !== undefined && { from: readTime(from) }),
    ...(to !== undefined && { to: readTime(to) }),
  });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new CommandError(`--${v.getDotPath(issue)}: ${issue.message}.`, "wrong_argument");
}

function readTime(text: string): string {
  const at = new Date(text).getTime();
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(at)) return String(Math.floor(at / 1000));
  throw new CommandError(`"${text}" is not a time, as in 2027-01-31T00:00:00Z.`, "wrong_argument");
}

function describeEvent({ at, kind, user, company, by, via, reason, note }: ActivityEvent): string {
  const actor = by === null ? undefined : (by.name ?? (via === "command-line" ? undefined : "the operator"));
  return [
    instant(at),
    kind,
    user?.name,
    company && `(${company.name})`,
    actor && `by ${actor}`,
    via && `via ${via}`,
    reason && `${reason}${note === null ? "" : `: ${note}`}`,
  ]
    .filter(Boolean)
    .join("  ");
}
