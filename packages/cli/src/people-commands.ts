/** The words of `mtoken company`, `mtoken user` and `mtoken device`: the people API for scripts (docs/console-api.md). */
import { Argument, type Command, Option } from "commander";

const idOfCompany = "the company, cmp_…; mtoken company list shows them";
const idOfUser = "the user, usr_…; mtoken user list shows them";
const idOfDevice = "the device, dev_…; mtoken device list shows them";
const why =
  "why: lost, stolen, replaced, left-company, suspicious or mistake, or in words of your own; it goes on the record";

export function peopleCommands(program: Command): void {
  companyCommands(program.command("company").description("client companies: add, list, show, biometrics"));
  const user = program
    .command("user")
    .description("users: add, list, show, change, invite, revoke, freeze, unfreeze, remove");
  userCommands(user);
  stoppingCommands(user);
  deviceCommands(program.command("device").description("devices of users: list, approve, deactivate"));
}

function companyCommands(company: Command): void {
  const commands = () => import("./companies.ts");
  scripted(company.command("add"))
    .description("add a client company with its first administrator; prints link and code")
    .requiredOption("--name <name>", "the company's name")
    .requiredOption("--administrator <person>", "who administers it: a name, or name <mail@address>")
    .option("--approval", "new devices of this company wait for an administrator's approval")
    .action(async (options) => (await commands()).addCompany(options));
  scripted(company.command("list"))
    .description("list companies")
    .option("--query <text>", "the beginnings of words of the name, or an id")
    .option("--waiting", "only those with a device that waits for approval")
    .action(async (options) => (await commands()).printCompanies(options));
  scripted(company.command("show"))
    .description("show a company")
    .argument("<company>", idOfCompany)
    .action(async (id, options) => (await commands()).printCompany(id, options));
  scripted(company.command("biometrics"))
    .description("let its users use fingerprint or face in the mPIN's place, or not")
    .argument("<company>", idOfCompany)
    .addArgument(new Argument("<policy>", "whether they may").choices(["allow", "forbid"]))
    .action(async (id, policy, options) => (await commands()).setBiometrics(id, policy, options));
}

function userCommands(user: Command): void {
  const commands = () => import("./users.ts");
  const roles = ["user", "administrator", "helpdesk", "officer", "auditor"];
  scripted(user.command("add"))
    .description("add a user and invite them; prints link and code")
    .requiredOption("--company <id>", idOfCompany)
    .requiredOption("--name <name>", "the user's name")
    .addOption(
      new Option("--role <role>", "what the user is; the last three are the operator's own people")
        .choices(roles)
        .default("user"),
    )
    .option("--mail <address>", "where mail reaches them: the link goes there where the server sends mails")
    .option("--language <tag>", "the language of their mails, such as nl")
    .action(async (options) => (await commands()).addUser(options));
  scripted(user.command("list"))
    .description("list users")
    .option("--company <id>", "only of this company")
    .option("--query <text>", "the beginnings of words of name or mail address, an id, a fingerprint")
    .addOption(
      new Option("--status <status>", "only who stand so").choices([
        "waiting",
        "invited",
        "frozen",
        "removed",
      ]),
    )
    .action(async (options) => (await commands()).printUsers(options));
  scripted(user.command("show"))
    .description("show a user with devices and invitations")
    .argument("<user>", idOfUser)
    .action(async (id, options) => (await commands()).printUser(id, options));
  scripted(user.command("change"))
    .description(
      "change a user's name, mail address or language; an empty text takes address or language away",
    )
    .argument("<user>", idOfUser)
    .option("--name <name>", "another name")
    .option("--mail <address>", "another mail address")
    .option("--language <tag>", "another language of their mails")
    .action(async (id, options) => (await commands()).changeUser(id, options));
  scripted(user.command("invite"))
    .description("invite a user anew, for a new phone or an mPIN that is blocked; prints link and code")
    .argument("<user>", idOfUser)
    .action(async (id, options) => (await commands()).inviteAgain(id, options));
}

function stoppingCommands(user: Command): void {
  const commands = () => import("./users.ts");
  withReason(user.command("revoke"))
    .description("take a user's open invitation back")
    .argument("<user>", idOfUser)
    .action(async (id, options) => (await commands()).revokeInvitationOf(id, options));
  withReason(user.command("freeze"))
    .description("stop a user's sign-ins and signatures")
    .argument("<user>", idOfUser)
    .action(async (id, options) => (await commands()).freeze(id, options));
  withReason(user.command("unfreeze"))
    .description("let a user go on who was stopped, or had said: this wasn't me; speak with them before")
    .argument("<user>", idOfUser)
    .action(async (id, options) => (await commands()).unfreeze(id, options));
  withReason(user.command("remove"))
    .description("remove a user for good: devices, known computers and invitations end")
    .argument("<user>", idOfUser)
    .action(async (id, options) => (await commands()).remove(id, options));
}

function deviceCommands(device: Command): void {
  const commands = () => import("./devices.ts");
  scripted(device.command("list"))
    .description("list devices, the newest first")
    .option("--company <id>", "only of this company")
    .option("--user <id>", "only of this user")
    .option("--query <text>", "the device's id or fingerprint, or what its user is found by")
    .addOption(
      new Option("--status <status>", "only those that stand so").choices([
        "pending",
        "awaiting-approval",
        "active",
        "blocked",
        "deactivated",
      ]),
    )
    .action(async (options) => (await commands()).printDevices(options));
  scripted(device.command("approve"))
    .description("approve a device that waits, after its fingerprint (the phone's control code) was compared")
    .argument("<device>", idOfDevice)
    .requiredOption("--fingerprint <text>", "the control code that the phone shows")
    .action(async (id, options) => (await commands()).approve(id, options));
  withReason(device.command("deactivate"))
    .description("deactivate a device at once and for good, or all of a user or of a company")
    .argument("[device]", idOfDevice)
    .option("--user <id>", "all devices of this user instead")
    .option("--company <id>", "all devices of this company instead")
    .action(async (id, options) => (await commands()).deactivate(id, options));
}

function scripted(command: Command): Command {
  return command.option("--json", "print JSON, errors too");
}

function withReason(command: Command): Command {
  return scripted(command)
    .requiredOption("--reason <reason>", why)
    .option("--note <text>", "what there is to add to one of these reasons");
}
