/**
 * Binds statements to what their caller may reach, by the one table of permissions: the condition stands in the statement itself, so
 * that what is out of reach is never read, and looks like what never was.
 */
import { ProtocolError } from "@mtoken/protocol";
import type { Act, Permission, Reach } from "@mtoken/protocol/people";
import { permissions, reachOf } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import type { Caller } from "./caller.ts";

/** What says whose something is. A company as a whole is nobody's own. */
interface Whose {
  user?: RawBuilder<unknown>;
  company: RawBuilder<unknown>;
  kind: RawBuilder<unknown>;
}

const ofUser: Whose = {
  user: sql.ref("users.id"),
  company: sql.ref("users.company_id"),
  kind: sql.ref("users.organization"),
};
const ofCompany: Whose = { company: sql.ref("companies.id"), kind: sql.ref("companies.kind") };
/** What is about no company, such as keys and portals, is the operator's. */
const ofEntry: Whose = {
  user: sql.ref("audit_entries.user_id"),
  company: sql.ref("audit_entries.company_id"),
  kind: sql`coalesce(companies.kind, ${"operator"})`,
};

/** For a statement that reads `users`, alone or with what is theirs. */
export function userWithinReach(caller: Caller, act: Act): RawBuilder<boolean> {
  return withinReach(caller, act, ofUser);
}

/** For a statement that reads `companies`. */
export function companyWithinReach(caller: Caller, act: Act): RawBuilder<boolean> {
  return withinReach(caller, act, ofCompany);
}

/** For a statement that reads `audit_entries`, with `companies` where there is one. */
export function entryWithinReach(caller: Caller, act: Act): RawBuilder<boolean> {
  return withinReach(caller, act, ofEntry);
}

/** A list of nothing would say that there is one: to a role that may never see any of it there is none. */
export function requireReach({ role }: Caller, act: Act): void {
  if (reachOf(role, act).length === 0) throw new ProtocolError("not_found");
}

/** For who has found the subject within reach. */
export function requireOther(caller: Caller, act: Act, user: string): void {
  const { notOneself = false }: Permission = permissions[act];
  if (notOneself && user === caller.user) throw new ProtocolError("not_allowed");
}

function withinReach(caller: Caller, act: Act, whose: Whose): RawBuilder<boolean> {
  const conditions = reachOf(caller.role, act).map((reach) => conditionOf(reach, caller, whose));
  return conditions.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(conditions, sql` or `)})`;
}

function conditionOf(reach: Reach, caller: Caller, { user, company, kind }: Whose): RawBuilder<boolean> {
  switch (reach) {
    case "own":
      return user === undefined ? sql<boolean>`false` : sql<boolean>`${user} = ${caller.user}`;
    case "company":
      return sql<boolean>`${company} = ${caller.company}`;
    case "clients":
      return sql<boolean>`${kind} = ${"client"}`;
    case "operator":
      return sql<boolean>`${kind} = ${"operator"}`;
  }
}
