/** `mtoken init`: a new server's operator with its first two officers, and its first company where one is named. */
import { nameSchema } from "@mtoken/protocol";
import type { InvitedPerson, SetUpServer } from "@mtoken/server";
import { setUpServer } from "@mtoken/server";
import { CommandError } from "./command-error.ts";
import { commandLine } from "./command-line.ts";
import { readPerson, referenceOf } from "./people/read-people.ts";
import { ask } from "./phone/ask.ts";
import { tellInvitation } from "./print-invitation.ts";
import { aName, readArgument } from "./read-argument.ts";
import type { Shell } from "./shell.ts";

export interface InitOptions {
  operator?: string;
  officer?: string[];
  company?: string;
  administrator?: string;
  approval?: boolean;
  reference?: string;
  json?: boolean;
}

/** Sets the server up, with what is left out asked for. Refused when there is an operator already. */
export async function init({ json = false, ...options }: InitOptions, shell: Shell): Promise<void> {
  const operator = await readOperator(options);
  const client = readClient(options);
  await shell.prepare();
  const made = await shell.open((context) =>
    setUpServer(context, { operator, client, by: commandLine.kind }),
  );
  if (json) shell.print(JSON.stringify(describe(made)));
  else print(made, shell);
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
function readClient({ company, administrator, approval = false, reference }: InitOptions) {
  const isMeant = approval || [company, administrator, reference].some((given) => given !== undefined);
  if (!isMeant) return undefined;
  if (company === undefined || administrator === undefined)
    throw new CommandError("A first company takes both --company and --administrator.", "wrong_argument");
  const name = readArgument(nameSchema, company, aName);
  return {
    ...{ name, approval, administrator: readPerson(administrator) },
    ...(reference !== undefined && { reference: referenceOf(reference) }),
  };
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

function print({ operator, client }: SetUpServer, shell: Shell): void {
  for (const { user, name, invitation } of operator.officers) {
    shell.print(tellInvitation(invitation, { operator: operator.company, officer: name, user })[0]);
    shell.print("");
  }
  if (client === undefined) {
    shell.print("Companies are added in the console, or by mtoken company add.");
    return;
  }
  const { user, name, invitation } = client.administrator;
  shell.print(tellInvitation(invitation, { company: client.company, administrator: name, user })[0]);
}
