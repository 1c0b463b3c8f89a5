/** What of the log is looked for, in the page's address: days as they are in the reader's zone, ids as they are. What is in no such form is passed over. */
import {
  type CompanyId,
  companyIdSchema,
  type DeviceId,
  deviceIdSchema,
  type UserId,
  userIdSchema,
} from "@mtoken/protocol";
import type { ActivityFilter } from "@mtoken/protocol/people";
import * as v from "valibot";
import { useSearch } from "wouter";

export interface ActivityAddress {
  company: CompanyId | undefined;
  user: UserId | undefined;
  by: UserId | undefined;
  device: DeviceId | undefined;
  kind: string | undefined;
  /** As fields for dates have them: 2026-03-14. Both days are among what is looked for. */
  from: string | undefined;
  to: string | undefined;
}

const kindSchema = v.pipe(v.string(), v.regex(/^[a-z]+(?:[.-][a-z]+)*$/), v.maxLength(60));
const daySchema = v.pipe(v.string(), v.isoDate());

export function useActivityAddress(): ActivityAddress {
  const parameters = new URLSearchParams(useSearch());
  const named = <Value>(name: string, schema: v.GenericSchema<unknown, Value>): Value | undefined => {
    const parsed = v.safeParse(schema, parameters.get(name));
    return parsed.success ? parsed.output : undefined;
  };
  return {
    company: named("company", companyIdSchema),
    user: named("user", userIdSchema),
    by: named("by", userIdSchema),
    device: named("device", deviceIdSchema),
    kind: named("kind", kindSchema),
    from: named("from", daySchema),
    to: named("to", daySchema),
  };
}

export function filterOf({ company, user, by, device, kind, from, to }: ActivityAddress): ActivityFilter {
  return {
    ...(company !== undefined && { company }),
    ...(user !== undefined && { user }),
    ...(by !== undefined && { by }),
    ...(device !== undefined && { device }),
    ...(kind !== undefined && { kind }),
    ...(from !== undefined && { from: secondsAt(from, 0) }),
    ...(to !== undefined && { to: secondsAt(to, 1) }),
  };
}

/** When a day begins here, or one of the days after it. */
function secondsAt(day: string, later: number): string {
  const begins = new Date(`${day}T00:00`);
  begins.setDate(begins.getDate() + later);
  return String(Math.max(0, Math.floor(begins.getTime() / 1000)));
}
