/** `mtoken user …`: adding, inviting, finding, changing and stopping users. */
import { nameSchema } from "@mtoken/protocol";
import type {
  ChangedUser,
  Entitlement,
  InvitationListQuery,
  ListedDevice,
  ListedInvitation,
  NewUser,
  Role,
  User,
  UserListQuery,
} from "@mtoken/protocol/people";
import {
  changedUserSchema,
  entitlementSchema,
  languageSchema,
  organizationOf,
} from "@mtoken/protocol/people";
import type { Context } from "@mtoken/server";
import {
  addUser as add,
  addStaff,
  changeUser as change,
  endAdministrator,
  entitleUser,
  freezeUserOf,
  inviteUserOf,
  listDevicePage,
  listInvitationPage,
  listInvitations,
  listUserPage,
  makeAdministrator,
  operatorAtCommandLine,
  readUser,
  removeUser,
  revokeInvitation,
  unfreezeUserOf,
} from "@mtoken/server";
import * as v from "valibot";
import { CommandError } from "../command-error.ts";
import { commandLine } from "../command-line.ts";
import { tellInvitation } from "../print-invitation.ts";
import { aName, readArgument } from "../read-argument.ts";
import type { Work } from "./command-table.ts";
import { describeDevice } from "./devices.ts";
import {
  companyIdOf,
  functionsOf,
  instant,
  type ListOptions,
  mailAddressOf,
  type NoteOptions,
  namesIn,
  type ReasonOptions,
  readAll,
  readListOptions,
  readNote,
  readReason,
  referenceOf,
  toldList,
  userIdOf,
} from "./read-people.ts";

const operator = operatorAtCommandLine;

export interface AddUserOptions {
  company: string;
  name: string;
  role: Role;
  mail?: string;
  language?: string;
  functions?: string;
  reference?: string;
  codeByService?: true;
}

/** Adds a user and invites them. Who is to administer is a user first, and made one as others are. */
export function addUser({ role, codeByService, ...texts }: AddUserOptions): Work {
  const person = readNewUser(texts);
  const isStaff = organizationOf(role) === "operator";
  const added = isStaff ? staffOf(role, person) : userOf(person);
  return async (context, { tell }) => {
    const user = await added(context);
    if (role === "administrator") await makeAdministrator(context, operator, { user });
    tell(...(await invite(context, user, { codeByService })));
  };
}

function readNewUser(texts: Omit<AddUserOptions, "role" | "codeByService">): NewUser {
  const { mail, language, functions, reference } = texts;
  return {
    company: companyIdOf(texts.company),
    name: readArgument(nameSchema, texts.name, aName),
    ...(mail !== undefined && { mail: mailAddressOf(mail) }),
    ...(language !== undefined && {
      language: readArgument(languageSchema, language, "a language, such as nl"),
    }),
    ...(functions !== undefined && { functions: functionsOf(functions) }),
    ...(reference !== undefined && { reference: referenceOf(reference) }),
  };
}

function userOf(person: NewUser) {
  return (context: Context) => add(context, operator, person);
}

/** The operator's own have none of a company's functions. */
function staffOf(role: Role, { functions, reference, ...person }: NewUser) {
  if (functions !== undefined || reference !== undefined)
    throw new CommandError("--functions and --reference are of a company's users.", "wrong_argument");
  return (context: Context) => addStaff(context, { ...person, role, by: commandLine.kind });
}

export interface InviteOptions {
  codeByService?: true;
}

/** Invites a user anew. */
export function inviteAgain(text: string, options: InviteOptions): Work {
  const user = userIdOf(text);
  return async (context, { tell }) => tell(...(await invite(context, user, options)));
}

async function invite(
  context: Context,
  user: User["id"],
  { codeByService }: { codeByService?: true | undefined },
) {
  const code = codeByService ? "service" : "shown";
  return tellInvitation(await inviteUserOf(context, operator, { user, code }), { user });
}

/** Takes the invitation back that is open. */
export function revokeInvitationOf(text: string, options: ReasonOptions): Work {
  const user = userIdOf(text);
  const why = readReason(options);
  return async (context, { tell }) => {
    const { items } = await listInvitations(context, operator, { user, limit: "1" });
    const open = items.find(({ status }) => status === "open" || status === "begun");
    if (open === undefined) throw new CommandError(`${user} has no open invitation.`, "already_decided");
    await revokeInvitation(context, operator, { activation: open.id, ...why });
    tell("The invitation is taken back: link and code are worth nothing any more.");
  };
}

export interface ChangeUserOptions {
  name?: string;
  mail?: string;
  language?: string;
}

export function changeUser(text: string, texts: ChangeUserOptions): Work {
  const user = userIdOf(text);
  const changes = readChanges(texts);
  return async (context, { tell }) => {
    await change(context, operator, { user, ...changes });
    tell("The user is changed.");
  };
}

function readChanges({ name, mail, language }: ChangeUserOptions): ChangedUser {
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

export interface EntitleOptions {
  functions: string;
  reference: string;
}

/** Says all that a user has of the app, on the company's request. */
export function entitle(text: string, options: EntitleOptions): Work {
  const user = userIdOf(text);
  const entitlement = readEntitlement(options);
  return async (context, { tell }) => {
    await entitleUser(context, operator, { user, ...entitlement });
    const { functions } = entitlement;
    const has = functions.length === 0 ? "mToken only" : `mToken and ${functions.join(", ")}`;
    tell(`The user has ${has}, from this moment on.`);
  };
}

function readEntitlement({ functions, reference }: EntitleOptions): Entitlement {
  const parsed = v.safeParse(entitlementSchema, { functions: namesIn(functions), reference });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new CommandError(`--${String(issue.path?.[0]?.key)}: ${issue.message}.`, "wrong_argument");
}

export function makeAdministratorOf(text: string, options: NoteOptions): Work {
  const user = userIdOf(text);
  const noted = readNote(options);
  return async (context, { tell }) => {
    await makeAdministrator(context, operator, { user, ...noted });
    tell("The user is an administrator of their company.");
  };
}

type Stop = typeof freezeUserOf | typeof endAdministrator;

function stop(act: Stop, text: string, options: ReasonOptions, done: string): Work {
  const user = userIdOf(text);
  const why = readReason(options);
  return async (context, { tell }) => {
    await act(context, operator, { user, ...why });
    tell(done);
  };
}

export function endAdministratorOf(text: string, options: ReasonOptions): Work {
  return stop(
    endAdministrator,
    text,
    options,
    "They are a plain user, and what they had proposed has ended.",
  );
}

export function freeze(text: string, options: ReasonOptions): Work {
  const done = "The user is stopped: nothing is signed in or signed, and what was open is over.";
  return stop(freezeUserOf, text, options, done);
}

/** Lets a user sign in and sign again. */
export function unfreeze(text: string, options: ReasonOptions): Work {
  const done = "The user may sign in and sign again. What was stopped stays so: it has to be asked for anew.";
  return stop(unfreezeUserOf, text, options, done);
}

export function remove(text: string, options: ReasonOptions): Work {
  return stop(removeUser, text, options, "The user is removed, and all that was theirs has ended.");
}

type ListUsersOptions = Omit<ListOptions<NonNullable<UserListQuery["status"]>>, "user">;

/** Lists users, by name. */
export function printUsers(options: ListUsersOptions): Work {
  const wanted = readListOptions(options);
  return async (context, { tell }) => {
    const users = await readAll((page) => listUserPage(context, operator, { ...wanted, ...page }));
    tell(...toldList(users, describeUser, "There are no such users; mtoken init makes the first."));
  };
}

type ListInvitationsOptions = Omit<ListOptions<NonNullable<InvitationListQuery["status"]>>, "user">;

/** Each user's newest one. */
export function printInvitations(options: ListInvitationsOptions): Work {
  const wanted = readListOptions(options);
  return async (context, { tell }) => {
    const found = await readAll((page) => listInvitationPage(context, operator, { ...wanted, ...page }));
    tell(...toldList(found, (one) => `${describeInvitation(one)}  ${one.user.name} ${one.user.id}`));
  };
}

/** A user with all that is theirs. */
export function printUser(text: string): Work {
  const user = userIdOf(text);
  return async (context, { tell }) => {
    const found = await readWhole(context, user);
    tell([describeUser(found), ...describeBelongings(found)].join("\n"), found);
  };
}

type WholeUser = Omit<User, "devices"> & { devices: ListedDevice[]; invitations: ListedInvitation[] };

async function readWhole(context: Context, user: User["id"]): Promise<WholeUser> {
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
    ...invitations.map((invitation) => `    ${describeInvitation(invitation)}`),
  ];
}

function describeInvitation({ id, status, expires, code, link, failure }: ListedInvitation): string {
  const why = failure === null ? "" : ` (${failure})`;
  return `${id}  invitation ${status}, until ${instant(expires)}, link ${link ?? "unknown"}${why}, code ${code}`;
}
