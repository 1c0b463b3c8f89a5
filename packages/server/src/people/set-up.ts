/**
 * Sets a server up: the operator with its first two officers, since nothing dangerous is done by one alone, and a first client company
 * where one is named. All of them are there, or nobody is. From there on everything is done by people (docs/console-api.md).
 */
import { appFunctions, type CompanyId, type UserId } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import { insertCompany } from "./companies.ts";
import { type Invitation, inviteUser } from "./invite-user.ts";
import { insertUser } from "./users.ts";

/** Somebody of whom more than a name may be known. */
export interface FirstPerson {
  name: string;
  mail?: string | undefined;
}

export interface FirstClient {
  name: string;
  approval: boolean;
  administrator: FirstPerson;
  /** Of the company's request for functions of the app: without one, its administrator has mToken only, as whoever else the operator adds. */
  reference?: string | undefined;
}

export interface SetUp {
  operator: { name: string; officers: readonly [FirstPerson, FirstPerson] };
  client?: FirstClient | undefined;
  /** Who does it, for the record. */
  by: string;
}

interface AddedPerson extends FirstPerson {
  user: UserId;
}

export interface InvitedPerson extends AddedPerson {
  invitation: Invitation;
}

export interface SetUpServer {
  operator: { company: CompanyId; officers: InvitedPerson[] };
  client: { company: CompanyId; administrator: InvitedPerson } | undefined;
}

/** Throws OperatorError when there is an operator already: its officers go on from there. */
export async function setUpServer(context: Context, wanted: SetUp): Promise<SetUpServer> {
  const at = context.clock.now();
  const { operator, client } = await context.database.kysely
    .transaction()
    .execute((transaction) => insertAll(transaction, { ...wanted, at }));
  const { by } = wanted;
  const officers: InvitedPerson[] = [];
  for (const officer of operator.officers) officers.push(await invite(context, by, officer));
  return {
    operator: { company: operator.company, officers },
    client: client && {
      company: client.company,
      administrator: await invite(context, by, client.administrator),
    },
  };
}

async function insertAll(transaction: Transaction, { operator, client, by, at }: SetUp & { at: Date }) {
  const company = await insertCompany(transaction, { name: operator.name, kind: "operator", by, at });
  const officers: AddedPerson[] = [];
  for (const officer of operator.officers) {
    const user = await insertUser(transaction, { ...officer, company, role: "officer", by, at });
    officers.push({ ...officer, user });
  }
  return {
    operator: { company, officers },
    client: client && (await insertClient(transaction, { ...client, by, at })),
  };
}

/** A client company with its first administrator, who is invited. Later ones take two people. */
export async function addClientCompany(
  context: Context,
  client: FirstClient & { by: string },
): Promise<NonNullable<SetUpServer["client"]>> {
  const at = context.clock.now();
  const { company, administrator } = await context.database.kysely
    .transaction()
    .execute((transaction) => insertClient(transaction, { ...client, at }));
  return { company, administrator: await invite(context, client.by, administrator) };
}

async function insertClient(
  transaction: Transaction,
  { name, approval, administrator, reference, by, at }: FirstClient & { by: string; at: Date },
): Promise<{ company: CompanyId; administrator: AddedPerson }> {
  const policy = approval ? { approval } : {};
  const company = await insertCompany(transaction, { name, policy, by, at });
  const role = "administrator";
  const features = reference === undefined ? [] : appFunctions;
  const user = await insertUser(transaction, {
    ...{ ...administrator, company, role, features, reference, by, at },
  });
  return { company, administrator: { ...administrator, user } };
}

async function invite(context: Context, by: string, person: AddedPerson): Promise<InvitedPerson> {
  return { ...person, invitation: await inviteUser(context, { user: person.user, by }) };
}
