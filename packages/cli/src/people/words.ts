/** Arguments and options that several commands take, and what their help says of them. */
import { Argument, Option } from "commander";

export const companyArgument = new Argument(
  "<company>",
  "the company, cmp_…; mtoken company list shows them",
);
export const userArgument = new Argument("<user>", "the user, usr_…; mtoken user list shows them");
export const computerArgument = new Argument(
  "<computer>",
  "the computer, cpt_…; mtoken computer list shows them",
);

export const ofCompany = new Option("--company <id>", "only of this company, cmp_…");
export const ofUser = new Option("--user <id>", "only of this user, usr_…");
export const ofThisUser = new Option("--user <id>", "to which user, usr_…").makeOptionMandatory();
export const why = [
  new Option(
    "--reason <reason>",
    "why: lost, stolen, replaced, left-company, suspicious or mistake, or in words of your own; it goes on the record",
  ).makeOptionMandatory(),
  new Option("--note <text>", "what there is to add to one of these reasons"),
] as const;
export const note = new Option("--note <text>", "why; it goes on the record");
