/** What a person is told of an entry of the log: members by their names, and no others. */
import {
  type ClientId,
  type CompanyId,
  isClientId,
  isDeviceId,
  isUserId,
  type UserId,
} from "@mtoken/protocol";
import {
  type ActivityEvent,
  type ActivityWay,
  type OrganizationKind,
  policyChangeSchema,
  reachOf,
} from "@mtoken/protocol/people";
import * as v from "valibot";
import { toNumericDate } from "../clock.ts";
import { actorFor, type Caller } from "../people/caller.ts";

export interface EntryRow {
  id: string;
  at: Date;
  kind: string;
  entry: string;
  company_id: CompanyId | null;
  company_name: string | null;
  user_id: UserId | null;
  user_name: string | null;
  actor_id: string | null;
  actor_name: string | null;
  actor_organization: OrganizationKind | null;
  client_id: ClientId | null;
  client_name: string | null;
}

/** What an entry may say besides who, when, about whom and why. Hashes, keys and sessions help nobody who reads. */
const told = new Set([
  ...[
    "activation",
    "app",
    "biometrics",
    "changed",
    "computer",
    "devices",
    "factor",
    "features",
    "former",
    "functions",
    "import",
  ],
  ...["name", "organization", "origin", "proposal", "reference", "request", "role", "status", "stopped"],
  ...["tries", "users", "withdrawn", "wrong"],
]);

const entrySchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));
type Entry = v.InferOutput<typeof entrySchema>;

const changesSchema = v.object({ changes: v.fallback(v.array(policyChangeSchema), []) });

export function describeEntry(row: EntryRow, caller: Caller): ActivityEvent {
  const members = v.parse(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())), row.entry);
  const entry = readFlat(members);
  const { device, reason, note } = entry;
  const reachesOthers = reachOf(caller.role, "activity.read").some((reach) => reach !== "own");
  return {
    id: `evt_${row.id}`,
    at: toNumericDate(row.at),
    kind: row.kind,
    company: named(row.company_id, row.company_name),
    user: named(row.user_id, row.user_name),
    device: isDeviceId(device) ? device : null,
    by: actorOf(row, caller),
    via: wayOf(entry),
    client: named(row.client_id, row.client_name),
    reason: typeof reason === "string" ? reason : null,
    note: reachesOthers && typeof note === "string" ? note : null,
    details: Object.fromEntries(Object.entries(entry).filter(([name]) => told.has(name))),
    changes: v.parse(changesSchema, members).changes,
  };
}

/** What is nested in an entry is left out with all that is not told. */
function readFlat(members: Record<string, unknown>): Entry {
  const flat = Object.entries(members).filter(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value),
  );
  return v.parse(entrySchema, Object.fromEntries(flat));
}

function named<Id>(id: Id | null, name: string | null): { id: Id; name: string } | null {
  return id === null || name === null ? null : { id, name };
}

function actorOf(
  { actor_id, actor_name, actor_organization }: EntryRow,
  caller: Caller,
): ActivityEvent["by"] {
  if (actor_id === "command-line") return { id: null, name: null, operator: true };
  if (!isUserId(actor_id)) return null;
  return actorFor(caller, { id: actor_id, name: actor_name, organization: actor_organization });
}

function wayOf({ via, by, device }: Entry): ActivityWay | null {
  if (via === "console") return via;
  if (isClientId(via) || by === "relying-party") return "portal";
  if (by === "command-line" || by === "browser") return by;
  if (by === "rule") return "server";
  return device === undefined ? null : "phone";
}
