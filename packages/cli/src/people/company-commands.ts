/** The words of `mtoken company`, `mtoken policy` and `mtoken limits`. */
import { companyStatuses } from "@mtoken/protocol/people";
import { Argument, Option } from "commander";
import type { CommandGroup } from "./command-table.ts";
import { companyArgument, note, why } from "./words.ts";

const commands = () => import("./companies.ts");
const policies = () => import("./policies.ts");
const file = new Argument(
  "<file>",
  "JSON with what is to change, or - for standard input; what is left out stays",
);

export const companyCommands: CommandGroup = {
  name: "company",
  does: "client companies",
  rows: [
    {
      name: "add",
      does: "add a client company with its first administrator; prints link and code",
      options: [
        new Option("--name <name>", "the company's name").makeOptionMandatory(),
        new Option(
          "--administrator <person>",
          "who administers it: a name, or name <mail@address>",
        ).makeOptionMandatory(),
        new Option("--approval", "new devices of this company wait for an administrator's approval"),
        new Option(
          "--reference <text>",
          "the company's request that its administrator has all of the app; it goes on the record. Without one they have mToken only",
        ),
      ],
      examples: [
        'company add --name "Northern Mills" --administrator "Ada Berg <ada@mills.example>"',
        'company add --name "Northern Mills" --administrator "Ada Berg" --reference "Letter 27"',
      ],
      run: async (options) => (await commands()).addCompany(options),
    },
    {
      name: "list",
      does: "list companies",
      options: [
        new Option("--query <text>", "the beginnings of words of the name, or an id"),
        new Option(
          "--status <status>",
          "only those with a device that waits for approval, or that are stopped",
        ).choices(companyStatuses),
      ],
      examples: ["company list --status waiting", 'company list --query "north mil" --json'],
      run: async (options) => (await commands()).printCompanies(options),
    },
    {
      name: "show",
      does: "show a company",
      takes: [companyArgument],
      examples: ["company show cmp_…"],
      run: async (id) => (await commands()).printCompany(id),
    },
    {
      name: "rename",
      does: "give a company another name",
      takes: [companyArgument],
      options: [new Option("--name <name>", "the name from now on").makeOptionMandatory()],
      examples: ['company rename cmp_… --name "Northern Mills Group"'],
      run: async (id, options) => (await commands()).rename(id, options),
    },
    {
      name: "stop",
      does: "stop a company at once: nobody of it signs in or signs; its devices stay",
      takes: [companyArgument],
      options: why,
      examples: ["company stop cmp_… --reason suspicious --note 'Asked for by Ada Berg, by phone'"],
      run: async (id, options) => (await commands()).stop(id, options),
    },
    {
      name: "resume",
      does: "let a stopped company go on",
      takes: [companyArgument],
      options: [note],
      examples: ["company resume cmp_… --note 'Spoke with Ada Berg'"],
      run: async (id, options) => (await commands()).resume(id, options),
    },
    {
      name: "biometrics",
      does: "let its users use fingerprint or face in the mPIN's place, or not",
      takes: [companyArgument, new Argument("<policy>", "whether they may").choices(["allow", "forbid"])],
      examples: ["company biometrics cmp_… forbid"],
      run: async (id, policy) => (await policies()).setBiometrics(id, policy),
    },
  ],
};

export const policyCommands: CommandGroup = {
  name: "policy",
  does: "what a company asks of its people's phones",
  rows: [
    {
      name: "show",
      does: "show a company's policy, the limits, and what holds: the stricter of both",
      takes: [companyArgument],
      examples: ["policy show cmp_… --json"],
      run: async (id) => (await policies()).printPolicy(id),
    },
    {
      name: "set",
      does: "change a company's policy",
      takes: [companyArgument, file],
      options: [note],
      examples: [
        "policy set cmp_… policy.json",
        "policy set cmp_… - --note 'Asked for in letter 27' < policy.json",
      ],
      run: async (id, path, options) => (await policies()).setPolicy(id, path, options),
    },
  ],
};

export const limitsCommands: CommandGroup = {
  name: "limits",
  does: "how lax companies' policies may be",
  rows: [
    {
      name: "show",
      does: "show the limits to all policies",
      examples: ["limits show --json"],
      run: async () => (await policies()).printLimits(),
    },
    {
      name: "set",
      does: "change the limits to all policies; they hold for every company at once",
      takes: [file],
      options: [note],
      examples: ["limits set limits.json"],
      run: async (path, options) => (await policies()).setLimits(path, options),
    },
  ],
};
