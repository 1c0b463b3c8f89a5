/** `mtoken init`: a new server's operator with its first two officers, and its first company where one is named. */
import { nameSchema } from "@mtoken/protocol";
import type { InvitedPerson, SetUpServer } from "@mtoken/server";
import { setUpServer } from "@mtoken/server";
import { CommandError } from "./command-error.ts";
import { commandLine } from "./command-line.ts";
import type { Desk } from "./desk.ts";
import { readPerson } from "./people/read-people.ts";
import { ask } from "./phone/ask.ts";
import { tellInvitation } from "./print-invitation.ts";
import { aName, readArgument } from "./read-argument.ts";

export interface InitOptions {
  operator?: string;
  officer?: string[];
  company?: string;
  administrator?: string;
  approval?: boolean;
  json?: boolean;
}

/** Sets the server up, with what is left out asked for. Refused when there is an operator already. */
export async function init({ json = false, ...options }: InitOptions, desk: Desk): Promise<void> {
  const operator = await readOperator(options);
  const client = readClient(options);
  await desk.prepare();
  const made = await desk.open((context) => setUpServer(context, { operator, client, by: commandLine.kind }));
  if (json) desk.print(JSON.stringify(describe(made)));
  else print(made, desk);
}

async function readOperator({ operator, officer = [] }: InitOptions) {
  const name = readArgument(
    nameSchema,
    operator ?? (await askFor("The operator's name", "--operator")),
    aName,
  );
  if (officer.length > 2)
    throw new CommandError(
      "There are two first officers; they add the others in the console.",
      "wrong_argument",
    );
  const first = readPerson(
    officer[0] ?? (await askFor("The first officer: name, or name <mail>", "--officer")),
  );
  const second = readPerson(officer[1] ?? (await askFor("The second officer", "--officer")));
  return { name, officers: [first, second] as const };
}

/** Asked for by nobody: a company can be added at any time. */
function readClient({ company, administrator, approval = false }: InitOptions) {
  if (company === undefined && administrator === undefined && !approval) return undefined;
  if (company === undefined || administrator === undefined)
    throw new CommandError("A first company takes both --company and --administrator.", "wrong_argument");
  const name = readArgument(nameSchema, company, aName);
  return { name, approval, administrator: readPerson(administrator) };
}

async function askFor(what: string, option: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new CommandError(`${what} is missing: give ${option}; --officer twice.`, "wrong_argument");
  return ask(`${what}: `);
}

function describe({ operator, client }: SetUpServer): object {
  return {
    operator: operator.company,
    officers: operator.officers.map(describePerson),
    ...(client && { company: client.company, administrator: describePerson(client.administrator) }),
  };
}

function describePerson({ user, name, mail, invitation: { link, code, expiresAt } }: InvitedPerson): object {
  return { user, name, ...(mail !== undefined && { mail }), link, code, expires_at: expiresAt.toISOString() };
}

function print({ operator, client }: SetUpServer, desk: Desk): void {
  for (const { user, name, invitation } of operator.officers) {
    desk.print(tellInvitation(invitation, { operator: operator.company, officer: name, user })[0]);
    desk.print("");
  }
  if (client === undefined) {
    desk.print("Companies are added in the console, or by mtoken company add.");
    return;
  }
  const { user, name, invitation } = client.administrator;
  desk.print(tellInvitation(invitation, { company: client.company, administrator: name, user })[0]);
}
