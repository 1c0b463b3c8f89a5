/** What happened, as CSV: written out as it is read, so that a long one takes no more memory than a short one. */
import {
  type ActivityEvent,
  type ActivityFilter,
  csvLine,
  csvMark,
  type PolicyChange,
} from "@mtoken/protocol/people";
import type { Context } from "../context.ts";
import type { Caller } from "../people/caller.ts";
import { requireStands } from "../people/hold.ts";
import { readFreely } from "../people/page.ts";
import { requireReach } from "../people/reach.ts";
import { describeEntry, type EntryRow } from "./describe-entry.ts";
import { conditionsOf, readEntries } from "./list-activity.ts";

const batch = 500;

const columns: readonly (readonly [title: string, field: (event: ActivityEvent) => string])[] = [
  ["time", ({ at }) => new Date(at * 1000).toISOString()],
  ["kind", ({ kind }) => kind],
  ["company", ({ company }) => company?.name ?? ""],
  ["company id", ({ company }) => company?.id ?? ""],
  ["user", ({ user }) => user?.name ?? ""],
  ["user id", ({ user }) => user?.id ?? ""],
  ["device id", ({ device }) => device ?? ""],
  ["by", ({ by }) => by?.name ?? (by?.operator === true ? "operator" : "")],
  ["by id", ({ by }) => by?.id ?? ""],
  ["via", ({ via }) => via ?? ""],
  ["portal", ({ client }) => client?.name ?? ""],
  ["reason", ({ reason }) => reason ?? ""],
  ["note", ({ note }) => note ?? ""],
  [
    "details",
    ({ details }) =>
      Object.entries(details)
        .map((member) => member.join("="))
        .join("; "),
  ],
  [
    "changes",
    ({ changes }) =>
      changes.map(({ field, from, to }) => `${field}: ${textOf(from)} to ${textOf(to)}`).join("; "),
  ],
  ["id", ({ id }) => id],
];

function textOf(value: PolicyChange["from"]): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export async function* exportActivity(
  { database }: Pick<Context, "database">,
  caller: Caller,
  filter: ActivityFilter,
): AsyncGenerator<string> {
  requireReach(caller, "activity.read");
  yield `${csvMark}${csvLine(columns.map(([title]) => title))}`;
  let last: EntryRow | undefined;
  do {
    const after = last === undefined ? ([] as const) : ([last.at, `evt_${last.id}`] as const);
    const rows = await readFreely(database, async (transaction) => {
      // A long export ends with the right to it.
      await requireStands(transaction, caller);
      return readEntries(transaction, { conditions: conditionsOf(caller, filter, after), limit: batch });
    });
    if (rows.length > 0) yield rows.map((row) => lineOf(describeEntry(row, caller))).join("");
    last = rows.length < batch ? undefined : rows.at(-1);
  } while (last !== undefined);
}

function lineOf(event: ActivityEvent): string {
  return csvLine(columns.map(([, field]) => field(event)));
}
