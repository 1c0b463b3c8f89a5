/** `mtoken user …`: adding, inviting, finding, changing and stopping users. */
import { nameSchema } from "@mtoken/protocol";
import type {
  ChangedUser,
  ListedDevice,
  ListedInvitation,
  Role,
  User,
  UserListQuery,
} from "@mtoken/protocol/people";
import { changedUserSchema } from "@mtoken/protocol/people";
import type { Context } from "@mtoken/server";
import {
  changeUser as change,
  createUser,
  freezeUserOf,
  inviteUserOf,
  listDevicePage,
  listInvitations,
  listUserPage,
  operatorAtCommandLine,
  readUser,
  removeUser,
  revokeInvitation,
  unfreezeUserOf,
} from "@mtoken/server";
import * as v from "valibot";
import { CommandError } from "./command-error.ts";
import { describeDevice } from "./devices.ts";
import { printInvitation } from "./print-invitation.ts";
import { aName, readArgument } from "./read-argument.ts";
import {
  companyIdOf,
  mailAddressOf,
  type ReasonOptions,
  readAll,
  readReason,
  userIdOf,
} from "./read-people.ts";
import { commandLine, withContext } from "./with-context.ts";

const operator = operatorAtCommandLine;

interface Scripted {
  json?: boolean;
}

export interface AddUserOptions extends Scripted {
  company: string;
  name: string;
  role: Role;
  mail?: string;
  language?: string;
}

/** Adds a user and invites them. */
export async function addUser({ role, json, language, ...texts }: AddUserOptions): Promise<void> {
  const company = companyIdOf(texts.company);
  const name = readArgument(nameSchema, texts.name, aName);
  const mail = texts.mail === undefined ? undefined : mailAddressOf(texts.mail);
  const by = commandLine.kind;
  await withContext(async (context) => {
    const user = await createUser(context, { company, name, role, mail, language, by });
    printInvitation(await inviteUserOf(context, operator, { user }), { user }, json);
  });
}

/** Invites a user anew. */
export async function inviteAgain(text: string, { json }: Scripted): Promise<void> {
  const user = userIdOf(text);
  await withContext(async (context) =>
    printInvitation(await inviteUserOf(context, operator, { user }), { user }, json),
  );
}

/** Takes the invitation back that is open. */
export async function revokeInvitationOf(text: string, options: Scripted & ReasonOptions): Promise<void> {
  const user = userIdOf(text);
  const why = readReason(options);
  await withContext(async (context) => {
    const { items } = await listInvitations(context, operator, { user, limit: "1" });
    const open = items.find(({ status }) => status === "open");
    if (open === undefined) throw new CommandError(`${user} has no open invitation.`, "already_decided");
    await revokeInvitation(context, operator, { activation: open.id, ...why });
  });
  if (!options.json) console.log("The invitation is taken back: link and code are worth nothing any more.");
}

export interface ChangeUserOptions extends Scripted {
  name?: string;
  mail?: string;
  language?: string;
}

export async function changeUser(text: string, { json, ...texts }: ChangeUserOptions): Promise<void> {
  const user = userIdOf(text);
  const changes = readChanges(texts);
  await withContext((context) => change(context, operator, { user, ...changes }));
  if (!json) console.log("The user is changed.");
}

function readChanges({ name, mail, language }: Omit<ChangeUserOptions, "json">): ChangedUser {
  const parsed = v.safeParse(changedUserSchema, {
    ...(name !== undefined && { name }),
    ...(mail !== undefined && { mail: mail === "" ? null : mail }),
    ...(language !== undefined && { language: language === "" ? null : language }),
  });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const what = v.getDotPath(issue) ?? "Nothing is said to change: --name, --mail or --language";
  throw new CommandError(`${what}: ${issue.message}.`, "wrong_argument");
}

type Stop = typeof freezeUserOf;

async function stop(act: Stop, text: string, options: Scripted & ReasonOptions, done: string): Promise<void> {
  const user = userIdOf(text);
  const why = readReason(options);
  await withContext((context) => act(context, operator, { user, ...why }));
  if (!options.json) console.log(done);
}

export function freeze(text: string, options: Scripted & ReasonOptions): Promise<void> {
  return stop(
    freezeUserOf,
    text,
    options,
    "The user is stopped: nothing is signed in or signed, and what was open is over.",
  );
}

/** Lets a user sign in and sign again. */
export function unfreeze(text: string, options: Scripted & ReasonOptions): Promise<void> {
  const done = "The user may sign in and sign again. What was stopped stays so: it has to be asked for anew.";
  return stop(unfreezeUserOf, text, options, done);
}

export function remove(text: string, options: Scripted & ReasonOptions): Promise<void> {
  return stop(removeUser, text, options, "The user is removed, and all that was theirs has ended.");
}

export interface ListUsersOptions extends Scripted {
  company?: string;
  query?: string;
  status?: NonNullable<UserListQuery["status"]>;
}

/** Lists users, by name. */
export async function printUsers({ company, query, status, json = false }: ListUsersOptions): Promise<void> {
  const wanted: UserListQuery = {
    ...(company !== undefined && { company: companyIdOf(company) }),
    ...(query !== undefined && { query }),
    ...(status !== undefined && { status }),
  };
  const users = await withContext((context) =>
    readAll((page) => listUserPage(context, operator, { ...wanted, ...page })),
  );
  if (json) console.log(JSON.stringify(users));
  else if (users.length === 0) console.log("There are no such users; mtoken init makes the first.");
  else for (const user of users) console.log(describeUser(user));
}

/** A user with all that is theirs. */
export async function printUser(text: string, { json = false }: Scripted): Promise<void> {
  const found = await withContext((context) => readWhole(context, text));
  if (json) console.log(JSON.stringify(found));
  else console.log([describeUser(found), ...describeBelongings(found)].join("\n"));
}

type WholeUser = Omit<User, "devices"> & { devices: ListedDevice[]; invitations: ListedInvitation[] };

async function readWhole(context: Context, text: string): Promise<WholeUser> {
  const user = userIdOf(text);
  return {
    ...(await readUser(context, operator, user)),
    devices: await readAll((page) => listDevicePage(context, operator, { user, ...page })),
    invitations: await readAll((page) => listInvitations(context, operator, { user, ...page })),
  };
}

function describeUser({ id, name, role, company, frozen, removed, mail }: User | WholeUser): string {
  const since = (what: string, at: number | null) => (at === null ? "" : `  ${what} since ${instant(at)}`);
  const address = mail === null ? "" : ` <${mail}>`;
  return `${id}  ${name}${address} (${role}, ${company.name} ${company.id})${since("frozen", frozen)}${since("removed", removed)}`;
}

function describeBelongings({ devices, invitations }: WholeUser): string[] {
  return [
    ...devices.map((device) => `    ${describeDevice(device)}`),
    ...invitations.map(
      ({ id, status, expires }) => `    ${id}  invitation ${status}, until ${instant(expires)}`,
    ),
  ];
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
