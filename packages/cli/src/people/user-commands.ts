/** The words of `mtoken user` and `mtoken import`. */
import { importStatuses, invitationFilters, userStatuses } from "@mtoken/protocol/people";
import { Argument, Option } from "commander";
import type { CommandGroup, CommandRow } from "./command-table.ts";
import { note, ofCompany, userArgument, why } from "./words.ts";

const commands = () => import("./users.ts");
const imports = () => import("./imports.ts");
const inCompany = new Option("--company <id>", "the company, cmp_…").makeOptionMandatory();
const csv = new Argument(
  "<file>",
  "CSV in UTF-8: name, and mail, language and functions if you like, in its first line",
);
const codeByService = new Option(
  "--code-by-service",
  "have the registration code brought by the service that MTOKEN_CODE_FOLDER names, and not printed",
);
const functions = new Option(
  "--functions <names>",
  "what of the app those have whose line says nothing of it, with commas between them; empty for mToken only",
);
const importArgument = new Argument("<import>", "the import, imp_…; mtoken import start prints it");

/** Where functions are given beside something else: whoever gives none names nothing. */
const reference = new Option(
  "--reference <text>",
  "the company's request; it goes on the record, and has to be named where functions of the app are given",
);

const adding: readonly CommandRow[] = [
  {
    name: "add",
    does: "add a user and invite them; prints link and code",
    options: [
      inCompany,
      new Option("--name <name>", "the user's name").makeOptionMandatory(),
      new Option("--role <role>", "what the user is; the last three are the operator's own people")
        .choices(["user", "administrator", "helpdesk", "officer", "auditor"])
        .default("user"),
      new Option(
        "--mail <address>",
        "where mail reaches them: the link goes there where the server sends mails",
      ),
      new Option("--language <tag>", "the language of their mails, such as nl"),
      new Option(
        "--functions <names>",
        "what a company's user has of the app, with commas between them; all of it when left out, empty for mToken only",
      ),
      reference,
      codeByService,
    ],
    examples: [
      'user add --company cmp_… --name "Tom Berg" --mail tom@mills.example --reference "Letter 27"',
      'user add --company cmp_… --name "Tom Berg" --functions ""',
      'user add --company cmp_… --name "Hal Hart" --role helpdesk',
    ],
    run: async (options) => (await commands()).addUser(options),
  },
  {
    name: "invite",
    does: "invite a user anew, for a new phone or an mPIN that is blocked; prints link and code",
    takes: [userArgument],
    options: [codeByService],
    examples: ["user invite usr_…", "user invite usr_… --code-by-service"],
    run: async (id, options) => (await commands()).inviteAgain(id, options),
  },
  {
    name: "invitations",
    does: "list the newest invitation of each user, and what became of it and of its mail, the newest first",
    options: [
      ofCompany,
      new Option("--query <text>", "only of whom this finds: a name, a mail address, an id"),
      new Option("--status <status>", "only those that stand so").choices(invitationFilters),
    ],
    examples: ["user invitations --status undelivered", "user invitations --company cmp_… --json"],
    run: async (options) => (await commands()).printInvitations(options),
  },
  {
    name: "revoke",
    does: "take a user's open invitation back",
    takes: [userArgument],
    options: why,
    examples: ["user revoke usr_… --reason mistake"],
    run: async (id, options) => (await commands()).revokeInvitationOf(id, options),
  },
];

const looking: readonly CommandRow[] = [
  {
    name: "list",
    does: "list users",
    options: [
      ofCompany,
      new Option("--query <text>", "the beginnings of words of name or mail address, an id, a control code"),
      new Option("--status <status>", "only who stand so").choices(userStatuses),
    ],
    examples: ["user list --company cmp_… --status frozen", 'user list --query "tom ber"'],
    run: async (options) => (await commands()).printUsers(options),
  },
  {
    name: "show",
    does: "show a user with devices and invitations",
    takes: [userArgument],
    examples: ["user show usr_… --json"],
    run: async (id) => (await commands()).printUser(id),
  },
];

const changing: readonly CommandRow[] = [
  {
    name: "change",
    does: "change a user's name, mail address or language; an empty text takes address or language away",
    takes: [userArgument],
    options: [
      new Option("--name <name>", "another name"),
      new Option("--mail <address>", "another mail address"),
      new Option("--language <tag>", "another language of their mails"),
    ],
    examples: ["user change usr_… --mail tom@mills.example", 'user change usr_… --language ""'],
    run: async (id, options) => (await commands()).changeUser(id, options),
  },
  {
    name: "entitle",
    does: "say all that a user has of the app besides mToken itself, on the company's request",
    takes: [userArgument],
    options: [
      new Option(
        "--functions <names>",
        "the functions with commas between them, as in payments; empty for mToken only",
      ).makeOptionMandatory(),
      new Option("--reference <text>", "the company's request; it goes on the record").makeOptionMandatory(),
    ],
    examples: [
      "user entitle usr_… --functions payments --reference 'Letter 27'",
      'user entitle usr_… --functions "" --reference "Letter 28"',
    ],
    run: async (id, options) => (await commands()).entitle(id, options),
  },
  {
    name: "make-administrator",
    does: "make a user an administrator of their company",
    takes: [userArgument],
    options: [note],
    examples: ["user make-administrator usr_… --note 'Letter 27'"],
    run: async (id, options) => (await commands()).makeAdministratorOf(id, options),
  },
  {
    name: "end-administrator",
    does: "make an administrator a plain user, at once; what they have proposed ends",
    takes: [userArgument],
    options: why,
    examples: ["user end-administrator usr_… --reason left-company"],
    run: async (id, options) => (await commands()).endAdministratorOf(id, options),
  },
];

const stopping: readonly CommandRow[] = [
  {
    name: "freeze",
    does: "stop a user's sign-ins and signatures",
    takes: [userArgument],
    options: why,
    examples: ["user freeze usr_… --reason suspicious"],
    run: async (id, options) => (await commands()).freeze(id, options),
  },
  {
    name: "unfreeze",
    does: "let a user go on who was stopped, or had said: this wasn't me; speak with them before",
    takes: [userArgument],
    options: why,
    examples: ["user unfreeze usr_… --reason 'spoke with her'"],
    run: async (id, options) => (await commands()).unfreeze(id, options),
  },
  {
    name: "remove",
    does: "remove a user for good: devices, known computers and invitations end",
    takes: [userArgument],
    options: why,
    examples: ["user remove usr_… --reason left-company"],
    run: async (id, options) => (await commands()).remove(id, options),
  },
];

export const userCommands: CommandGroup = {
  name: "user",
  does: "users",
  rows: [...adding, ...looking, ...changing, ...stopping],
};

export const importCommands: CommandGroup = {
  name: "import",
  does: "many users at once, from a CSV file",
  rows: [
    {
      name: "preview",
      does: "say what would come of a file, and name each line that can't be taken; nothing is done",
      takes: [csv],
      options: [inCompany, functions],
      examples: ["import preview people.csv --company cmp_…"],
      run: async (path, options) => (await imports()).preview(path, options),
    },
    {
      name: "start",
      does: "add and invite all users of a file, or nobody while a line of it can't be taken",
      takes: [csv],
      options: [inCompany, functions, reference],
      examples: [
        "import start people.csv --company cmp_… --reference 'Letter 27'",
        'import start people.csv --company cmp_… --functions ""',
      ],
      run: async (path, options) => (await imports()).start(path, options),
    },
    {
      name: "list",
      does: "list imports of the last thirty days, the newest first",
      options: [
        ofCompany,
        new Option("--status <status>", "only those that stand so").choices(importStatuses),
      ],
      examples: ["import list --status stopped", "import list --company cmp_… --json"],
      run: async (options) => (await imports()).printImports(options),
    },
    {
      name: "failed",
      does: "name the lines of an import that nobody was invited by, and why",
      takes: [importArgument],
      examples: ["import failed imp_… --json"],
      run: async (id) => (await imports()).printFailed(id),
    },
    {
      name: "show",
      does: "show how far an import is",
      takes: [importArgument],
      examples: ["import show imp_… --json"],
      run: async (id) => (await imports()).print(id),
    },
    {
      name: "codes",
      does: "print the registration codes of an import that the command line began: once",
      takes: [importArgument],
      examples: ["import codes imp_… --json > codes.json"],
      run: async (id) => (await imports()).codes(id),
    },
  ],
};
