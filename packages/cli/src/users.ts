/** `mtoken user …`: adding, inviting and listing users, and letting one go on who was frozen. */
import { companyIdSchema, nameSchema, userIdSchema } from "@mtoken/protocol";
import type { Role } from "@mtoken/protocol/people";
import type { ListedUser } from "@mtoken/server";
import { createUser, inviteUser, listUsers, unfreezeUser } from "@mtoken/server";
import { printInvitation } from "./print-invitation.ts";
import { aName, readArgument } from "./read-argument.ts";
import { commandLine, withContext } from "./with-context.ts";

const aUser = "a user id, usr_… (mtoken user list shows them)";

export interface AddUserOptions {
  company: string;
  name: string;
  role: Role;
  json?: boolean;
}

/** Adds a user and invites them. */
export async function addUser({ role, json, ...texts }: AddUserOptions): Promise<void> {
  const company = readArgument(
    companyIdSchema,
    texts.company,
    "a company id, cmp_… (mtoken user list shows them)",
  );
  const name = readArgument(nameSchema, texts.name, aName);
  await withContext(async (context) => {
    const user = await createUser(context, { company, name, role });
    printInvitation(await inviteUser(context, { user }), { user }, json);
  });
}

/** Invites a user anew. */
export async function inviteAgain(text: string, { json }: { json?: boolean }): Promise<void> {
  const user = readArgument(userIdSchema, text, aUser);
  await withContext(async (context) => printInvitation(await inviteUser(context, { user }), { user }, json));
}

/** Lets a user sign in and sign again after they had said: this wasn't me. */
export async function unfreeze(text: string, { reason }: { reason: string }): Promise<void> {
  const user = readArgument(userIdSchema, text, aUser);
  await withContext((context) => unfreezeUser(context, { user, reason, by: commandLine }));
  console.log("The user may sign in and sign again. What was stopped stays so: it has to be asked for anew.");
}

/** Lists all users with their devices. */
export async function printUsers({ json = false }: { json?: boolean }): Promise<void> {
  const users = await withContext((context) => listUsers(context));
  if (json) console.log(JSON.stringify(users));
  else if (users.length === 0) console.log("There are no users yet: mtoken init.");
  else for (const user of users) console.log(describeUser(user));
}

function describeUser({ id, name, role, company, frozenAt, devices }: ListedUser): string {
  const lines = devices.map((device) =>
    [`    ${device.id}`, device.status, device.fingerprint].filter(Boolean).join("  "),
  );
  const frozen = frozenAt === null ? "" : `  frozen since ${frozenAt.toISOString()}`;
  return [`${id}  ${name} (${role}, ${company.name} ${company.id})${frozen}`, ...lines].join("\n");
}
