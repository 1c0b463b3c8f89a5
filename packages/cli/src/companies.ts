/** `mtoken company …`: client companies, and what their users may. */

import { nameSchema } from "@mtoken/protocol";
import type { Company } from "@mtoken/protocol/people";
import {
  addClientCompany,
  allowBiometrics,
  listCompanyPage,
  operatorAtCommandLine,
  readCompany,
} from "@mtoken/server";
import { printInvitation } from "./print-invitation.ts";
import { aName, readArgument } from "./read-argument.ts";
import { companyIdOf, readAll, readPerson } from "./read-people.ts";
import { commandLine, withContext } from "./with-context.ts";

interface Scripted {
  json?: boolean;
}

export interface AddCompanyOptions extends Scripted {
  name: string;
  administrator: string;
  approval?: boolean;
}

/** A company with its first administrator, who is invited. */
export async function addCompany({ json, approval = false, ...texts }: AddCompanyOptions): Promise<void> {
  const name = readArgument(nameSchema, texts.name, aName);
  const administrator = readPerson(texts.administrator);
  await withContext(async (context) => {
    const added = await addClientCompany(context, { name, approval, administrator, by: commandLine.kind });
    const { user, invitation } = added.administrator;
    printInvitation(invitation, { company: added.company, administrator: user }, json);
  });
}

/** Those that are found, or all. */
export async function printCompanies({
  query,
  waiting,
  json,
}: Scripted & { query?: string; waiting?: boolean }): Promise<void> {
  const found = { ...(query !== undefined && { query }), ...(waiting && { status: "waiting" as const }) };
  const companies = await withContext((context) =>
    readAll((page) => listCompanyPage(context, operatorAtCommandLine, { ...found, ...page })),
  );
  if (json) console.log(JSON.stringify(companies));
  else if (companies.length === 0) console.log("There are none.");
  else for (const company of companies) console.log(describeCompany(company));
}

export async function printCompany(text: string, { json }: Scripted): Promise<void> {
  const id = companyIdOf(text);
  const company = await withContext((context) => readCompany(context, operatorAtCommandLine, id));
  console.log(json ? JSON.stringify(company) : describeCompany(company));
}

/** Whether a passkey may stand in the mPIN's place. */
export async function setBiometrics(
  text: string,
  policy: "allow" | "forbid",
  { json }: Scripted = {},
): Promise<void> {
  const company = companyIdOf(text);
  const allowed = policy === "allow";
  await withContext((context) => allowBiometrics(context, { company, allowed }));
  if (json) return;
  console.log(
    allowed
      ? "The company's users may use fingerprint or face."
      : "From now on the mPIN alone opens this company's phones. What was enrolled is kept, for when it is allowed again.",
  );
}

function describeCompany({ id, name, kind, users, administrators, devices }: Company): string {
  const people =
    kind === "operator"
      ? `the operator, ${users} people`
      : `${users} users, ${administrators} administrators`;
  const waiting = devices.waiting === 0 ? "" : `, ${devices.waiting} waiting`;
  return `${id}  ${name} (${people}, ${devices.active} devices${waiting})`;
}
