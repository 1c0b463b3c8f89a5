/**
 * Who acts on people, devices and companies, and by which way: signed in to the console, at a portal that acts for them, or as the
 * operator at the command line. Every rule is given this and believes no id of an address.
 */
import {
  type ClientId,
  companyIdSchema,
  type DeviceId,
  ProtocolError,
  type UserId,
  userIdSchema,
} from "@mtoken/protocol";
import type { Actor, OrganizationKind, Caller as Person } from "@mtoken/protocol/people";
import * as v from "valibot";
import type { Database } from "../database/database.ts";
import { OperatorError } from "../operator-error.ts";

export interface Caller extends Person {
  organization: OrganizationKind;
  via: "console" | "command-line" | ClientId;
  /** The phone that they are signed in by: what they leave open ends with it. Nobody at the command line has one. */
  device?: DeviceId;
  /** None where nobody is signed in: at the command line, and as an import goes on that somebody began. */
  signIn?: SignIn;
}

/** What must be there still whenever they act: the console's session, by its secret's hash, or what a portal may do for them. */
export type SignIn = { session: Buffer } | { portal: ClientId };

/** Whoever comes over HTTP. What they are signed in by may end while the rest of their request is on its way (standing.ts). */
export interface SignedInCaller extends Caller {
  device: DeviceId;
  signIn: SignIn;
}

/**
 * Who has the server's own keys and database before them: what officers may, and nobody's row says so. Its ids are never given out, so
 * that nothing is its own.
 */
export const operatorAtCommandLine: Caller = {
  user: v.parse(userIdSchema, `usr_${"0".repeat(26)}`),
  company: v.parse(companyIdSchema, `cmp_${"0".repeat(26)}`),
  ...{ role: "officer", organization: "operator", via: "command-line" },
};

/** The same of the operator's own company, for what is the operator's: limits, keys, what could not be delivered. */
export async function operatorOf({ kysely }: Pick<Database, "kysely">): Promise<Caller> {
  const operator = await kysely
    .selectFrom("companies")
    .select("id")
    .where("kind", "=", "operator")
    .executeTakeFirst();
  if (operator === undefined)
    throw new OperatorError("This server has no operator yet: mtoken init makes it.");
  return { ...operatorAtCommandLine, company: operator.id };
}

/** Whose row stands for who did it: the command line has none. */
export function authorOf({ user, via }: Caller): UserId | null {
  return via === "command-line" ? null : user;
}

/** What takes two people takes people: the command line is nobody's, and does what it does by itself (proposal/act-alone.ts). */
export function requirePerson({ via }: Caller): void {
  if (via === "command-line") throw new ProtocolError("not_allowed");
}

/** Somebody as another one may see them: clients are told that it was the operator, and not which of its people. */
export function actorFor(
  { organization }: Caller,
  {
    id,
    name,
    organization: theirs,
  }: { id: UserId; name: string | null; organization: OrganizationKind | null },
): Actor {
  const operator = theirs === "operator";
  return operator && organization === "client" ? { id: null, name: null, operator } : { id, name, operator };
}

/** What stands on the record of who did it. */
export function recordOf({ user, via }: Caller): { by: string; via?: string } {
  return via === "command-line" ? { by: via } : { by: user, via };
}
