/**
 * Binds statements to what their caller may reach, by the one table of permissions: the condition stands in the statement itself, so
 * that what is out of reach is never read, and looks like what never was.
 */
import { ProtocolError } from "@mtoken/protocol";
import type { Act, Permission, Reach } from "@mtoken/protocol/people";
import { permissions, reachOf } from "@mtoken/protocol/people";
import { type RawBuilder, sql } from "kysely";
import type { Caller } from "./caller.ts";

/** The columns that say whose something is. A company as a whole is nobody's own. */
interface Whose {
  user?: "users.id";
  company: "users.company_id" | "companies.id";
  kind: "users.organization" | "companies.kind";
}

const ofUser: Whose = { user: "users.id", company: "users.company_id", kind: "users.organization" };
const ofCompany: Whose = { company: "companies.id", kind: "companies.kind" };

/** For a statement that reads `users`, alone or with what is theirs. */
export function userWithinReach(caller: Caller, act: Act): RawBuilder<boolean> {
  return withinReach(caller, act, ofUser);
}

/** For a statement that reads `companies`. */
export function companyWithinReach(caller: Caller, act: Act): RawBuilder<boolean> {
  return withinReach(caller, act, ofCompany);
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
      return user === undefined ? sql<boolean>`false` : sql<boolean>`${sql.ref(user)} = ${caller.user}`;
    case "company":
      return sql<boolean>`${sql.ref(company)} = ${caller.company}`;
    case "clients":
      return sql<boolean>`${sql.ref(kind)} = ${"client"}`;
    case "operator":
      return sql<boolean>`${sql.ref(kind)} = ${"operator"}`;
  }
}
