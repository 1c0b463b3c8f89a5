/** Users of companies, and what a list of them shows. */
import {
  type AppFunction,
  appFunctions,
  type CompanyId,
  type DeviceId,
  fingerprintOf,
  isUserId,
  nameSchema,
  newUserId,
  type UserId,
} from "@mtoken/protocol";
import { mailAddressSchema, type OrganizationKind, organizationOf, type Role } from "@mtoken/protocol/people";
import * as v from "valibot";
import { recordAudit } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database/database.ts";
import type { DeviceStatus } from "../database/tables.ts";
import { standingOf } from "../device/standing.ts";
import { OperatorError } from "../operator-error.ts";
import { searchWords, sortName } from "./search-words.ts";

export interface NewUser {
  company: CompanyId;
  name: string;
  /** One that the company has: the operator's people have others than a client's. */
  role: Role;
  /** Where mail reaches them. */
  mail?: string | undefined;
  /** The language of their mails, as a tag of BCP 47. */
  language?: string | undefined;
  /** What the app offers a client's people besides mToken itself (M16): all of it, where nobody says otherwise. The operator's have none. */
  features?: readonly AppFunction[] | undefined;
  /** Of the company's request, where somebody else gives them. */
  reference?: string | undefined;
  /** Who does it, and by which way, where somebody does. */
  by?: string;
  via?: string;
}

/** Throws valibot's ValiError for a name that people could not read or could be fooled by, or for what is no mail address. */
export function createUser(
  { database, clock }: Pick<Context, "database" | "clock">,
  user: NewUser,
): Promise<UserId> {
  const at = clock.now();
  return database.kysely.transaction().execute((transaction) => insertUser(transaction, { ...user, at }));
}

export interface InsertedUser extends NewUser {
  /** What else stands on the record of it. */
  facts?: Record<string, string>;
  at: Date;
}

export async function insertUser(
  transaction: Transaction,
  { company, name, role, mail, language, reference, ...added }: InsertedUser,
): Promise<UserId> {
  const { by, via, facts, at } = added;
  const id = newUserId();
  const organization = organizationOf(role);
  const features = organization === "operator" ? [] : (added.features ?? appFunctions);
  const address = mail === undefined ? null : v.parse(mailAddressSchema, mail);
  const user = {
    ...{ id, company_id: company, organization, name: v.parse(nameSchema, name), role, created_at: at },
    ...{ mail_address: address, language: language ?? null, features: JSON.stringify(features) },
    ...{ sort_name: sortName(name), search_words: searchWords(name, address) },
    // Two people stand behind whoever comes with another role, and the address that they are reached at.
    ...(address !== null &&
      role === "user" &&
      isUserId(by) && { mail_changed_by: by, mail_changed_via: via ?? null, mail_changed_at: at }),
  };
  const found = await transaction
    .selectFrom("companies")
    .select("kind")
    .where("id", "=", company)
    .executeTakeFirst();
  if (!found) throw new OperatorError(`There is no company ${company}.`);
  if (found.kind !== organization)
    throw new OperatorError(`Nobody of ${company} can be ${role}: it is ${describeKind(found.kind)}.`);
  await transaction.insertInto("users").values(user).execute();
  const given = { role, functions: [...features].sort().join(" "), reference };
  const how = { by, via, ...facts };
  await recordAudit(transaction, at, { kind: "user.created", company, user: id, ...given, ...how });
  return id;
}

function describeKind(kind: OrganizationKind): string {
  return kind === "operator" ? "the operator" : "a client";
}

export interface ListedDevice {
  id: DeviceId;
  status: DeviceStatus;
  createdAt: Date;
  /** What the phone shows too; null before there is a certificate, and while it waits, as in any list. */
  fingerprint: string | null;
}

export interface ListedUser {
  id: UserId;
  name: string;
  role: Role;
  company: { id: CompanyId; name: string };
  /** Since when they are frozen ("this wasn't me"); null when they are not. */
  frozenAt: Date | null;
  devices: ListedDevice[];
}

/** All users in the order they came, each with every device there ever was. */
export async function listUsers({ database: { kysely } }: Pick<Context, "database">): Promise<ListedUser[]> {
  const users = await kysely
    .selectFrom("users")
    .innerJoin("companies", "companies.id", "users.company_id")
    .select([
      "users.id",
      "users.name",
      "users.role",
      "users.frozen_at",
      "companies.id as company",
      "companies.name as company_name",
    ])
    .where("users.removed_at", "is", null)
    .orderBy("users.created_at")
    .orderBy("users.id")
    .execute();
  const devices = await kysely
    .selectFrom("devices")
    .select(["id", "user_id", "status", "tries", "tries_allowed", "certificate", "created_at"])
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  const listed = await Promise.all(
    devices.map(async ({ id, user_id, certificate, created_at, ...standing }) => ({
      user: user_id,
      device: {
        ...{ id, status: standingOf(standing), createdAt: created_at },
        fingerprint:
          certificate === null || standing.status === "awaiting-approval"
            ? null
            : await fingerprintOf(certificate),
      },
    })),
  );
  return users.map(({ company, company_name, frozen_at, ...user }) => ({
    ...user,
    frozenAt: frozen_at,
    company: { id: company, name: company_name },
    devices: listed.filter((entry) => entry.user === user.id).map(({ device }) => device),
  }));
}
