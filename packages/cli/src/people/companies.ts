/** `mtoken company …`: client companies. */
import { nameSchema } from "@mtoken/protocol";
import { type Company, type CompanyListQuery, mostCounted } from "@mtoken/protocol/people";
import {
  addClientCompany,
  listCompanyPage,
  operatorAtCommandLine,
  readCompany,
  renameCompany,
  resumeCompany,
  stopCompany,
} from "@mtoken/server";
import { commandLine } from "../command-line.ts";
import { tellInvitation } from "../print-invitation.ts";
import { aName, readArgument } from "../read-argument.ts";
import type { Work } from "./command-table.ts";
import {
  companyIdOf,
  instant,
  type ListOptions,
  type NoteOptions,
  type ReasonOptions,
  readAll,
  readListOptions,
  readNote,
  readPerson,
  readReason,
  referenceOf,
  toldList,
} from "./read-people.ts";

const operator = operatorAtCommandLine;

export interface AddCompanyOptions {
  name: string;
  administrator: string;
  approval?: boolean;
  reference?: string;
}

/** A company with its first administrator, who is invited. */
export function addCompany({ approval = false, ...texts }: AddCompanyOptions): Work {
  const name = readArgument(nameSchema, texts.name, aName);
  const administrator = readPerson(texts.administrator);
  const reference = texts.reference === undefined ? undefined : referenceOf(texts.reference);
  return async (context, { tell }) => {
    const client = { name, approval, administrator, reference };
    const added = await addClientCompany(context, { ...client, by: commandLine.kind });
    const { user, invitation } = added.administrator;
    tell(...tellInvitation(invitation, { company: added.company, administrator: user }));
  };
}

type ListCompaniesOptions = Pick<ListOptions<NonNullable<CompanyListQuery["status"]>>, "query" | "status">;

/** Those that are found, or all. */
export function printCompanies(options: ListCompaniesOptions): Work {
  const wanted = readListOptions(options);
  return async (context, { tell }) => {
    const companies = await readAll((page) => listCompanyPage(context, operator, { ...wanted, ...page }));
    tell(...toldList(companies, describeCompany));
  };
}

export function printCompany(text: string): Work {
  const id = companyIdOf(text);
  return async (context, { tell }) => {
    const company = await readCompany(context, operator, id);
    tell(describeCompany(company), company);
  };
}

export function rename(text: string, options: { name: string }): Work {
  const company = companyIdOf(text);
  const name = readArgument(nameSchema, options.name, aName);
  return async (context, { tell }) => {
    await renameCompany(context, operator, { company, name });
    tell(`It is called ${name} from now on. Phones show that when they are unlocked the next time.`);
  };
}

export function stop(text: string, options: ReasonOptions): Work {
  const company = companyIdOf(text);
  const why = readReason(options);
  return async (context, { tell }) => {
    await stopCompany(context, operator, { company, ...why });
    tell("The company is stopped: nobody of it signs in or signs until company resume.");
  };
}

export function resume(text: string, options: NoteOptions): Work {
  const company = companyIdOf(text);
  const noted = readNote(options);
  return async (context, { tell }) => {
    await resumeCompany(context, operator, { company, ...noted });
    tell("The company goes on. What was stopped stays so: it has to be asked for anew.");
  };
}

function describeCompany({ id, name, kind, users, administrators, devices, stopped }: Company): string {
  const people =
    kind === "operator"
      ? `the operator, ${counted(users)} people`
      : `${counted(users)} users, ${counted(administrators)} administrators`;
  const waiting = devices.waiting === 0 ? "" : `, ${counted(devices.waiting)} waiting`;
  const since = stopped === null ? "" : `  stopped since ${instant(stopped)}`;
  return `${id}  ${name} (${people}, ${counted(devices.active)} devices${waiting})${since}`;
}

function counted(count: number): string {
  return count < mostCounted ? `${count}` : `${count}+`;
}
