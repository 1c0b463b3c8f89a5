/** The words of every command. What a command needs is loaded when it runs. */
import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { addCommands } from "./people/command-table.ts";
import { peopleGroups } from "./people/people-commands.ts";
import { phoneCommands } from "./phone/phone-commands.ts";
import type { Shell } from "./shell.ts";

/** A command as typed, elsewhere than at a terminal; throws what is wrong with it. */
export async function runCommand(words: readonly string[], shell: Shell): Promise<void> {
  await addProgram(new Command("mtoken").exitOverride(), shell).parseAsync(words, { from: "user" });
}

export function addProgram(program: Command, shell: Shell): Command {
  program
    .description("Self-hosted authenticator for company banking.")
    .version(manifest.version, "--version", "print the version")
    .helpOption("-h, --help", "print this, or what a command takes: mtoken init --help")
    .showHelpAfterError("(mtoken help shows what there is)")
    .addHelpText(
      "after",
      "\nTo try it out: mtoken demonstration. For a server of your own: mtoken init, then mtoken serve; its settings come\nfrom the environment, and docs/operate.md lists them.",
    );
  serverCommands(program, shell);
  addCommands(program, peopleGroups, shell);
  appCommands(program, shell);
  keyCommands(program, shell);
  clientCommands(program, shell);
  phoneCommands(program, shell);
  verifyCommands(program, shell);
  trialCommands(program);
  return program;
}

function serverCommands(program: Command, shell: Shell): void {
  program
    .command("serve")
    .description("run the server")
    .action(async () => (await import("./serve.ts")).serve());

  program
    .command("init")
    .description(
      "set a new server up: the operator, its first two officers, and a first company if you like; prints link and code for each",
    )
    .option(
      "--operator <name>",
      "the operator's name, as a bank's; asked for when left out, like the officers",
    )
    .option("--officer <person...>", "each of the two: a name, or name <mail@address>")
    .option("--company <name>", "the first company's name")
    .option("--administrator <person>", "its administrator: a name, or name <mail@address>")
    .option("--approval", "new devices of this company wait for an administrator's approval")
    .option(
      "--reference <text>",
      "that company's request that its administrator has all of the app; without one they have mToken only",
    )
    .option("--json", "print JSON")
    .action(async (options) => (await import("./init.ts")).init(options, shell));
}

function appCommands(program: Command, shell: Shell): void {
  const app = program
    .command("app")
    .description("the versions of the phone app that are in use: list, withdraw, allow");
  app
    .command("list")
    .description("list them with how many devices used each one last, and those that are withdrawn")
    .option("--json", "print JSON")
    .action(async (options) => (await import("./apps.ts")).printApps(options, shell));
  app
    .command("withdraw")
    .description("refuse a version from now on: its sessions end, and phones update")
    .argument("<app>", "name and version, as in mtoken-phone/1.4.0+5f0c2a91be77")
    .requiredOption("--reason <text>", "why; it goes on the record")
    .action(async (name, options) => (await import("./apps.ts")).withdraw(name, options, shell));
  app
    .command("allow")
    .description("take a withdrawal back")
    .argument("<app>", "name and version")
    .action(async (name) => (await import("./apps.ts")).allow(name, shell));
}

function keyCommands(program: Command, shell: Shell): void {
  const keys = program
    .command("keys")
    .description("the server's identity keys, which sign what phones believe: list, rotate, revoke");
  keys
    .command("list")
    .description("list them, and which one signs now")
    .option("--json", "print JSON")
    .action(async (options) => (await import("./keys.ts")).printKeys(options, shell));
  keys
    .command("rotate")
    .description("add a new key; the ones before go on verifying")
    .option("--from <time>", "when it begins to sign, as in 2027-01-31T00:00:00Z; at once when left out")
    .option("--json", "print JSON")
    .action(async (options) => (await import("./keys.ts")).rotate(options, shell));
  keys
    .command("revoke")
    .description("believe nothing by this key from now on, and sign with another")
    .argument("<kid>", "the key's thumbprint")
    .action(async (kid) => (await import("./keys.ts")).revoke(kid, shell));

  const push = program
    .command("push")
    .description("the messages that wake phones: status, rotate the keys that push services know");
  push
    .command("status")
    .description("how many phones take them, what waits, what was given up and why")
    .option("--json", "print JSON")
    .action(async (options) => (await import("./push.ts")).printPush(options, shell));
  push
    .command("rotate")
    .description(
      "add a key; each phone subscribes for it at its next unlocking, the ones before go on until then",
    )
    .option("--json", "print JSON")
    .action(async (options) => (await import("./push.ts")).rotatePush(options, shell));

  program
    .command("mail")
    .description("the mails that users are told by: status")
    .command("status")
    .description("the mail server, what waits, what was given up and why")
    .option("--json", "print JSON")
    .action(async (options) => (await import("./mail.ts")).printMail(options, shell));
}

function clientCommands(program: Command, shell: Shell): void {
  const client = program
    .command("client")
    .description("relying parties, the portals that use this server: keys, add, list, remove");
  client
    .command("keys")
    .description("make a relying party's key pair; needs no server, so the portal's own people can do it")
    .option("--jwks <file>", "where the public key goes, as a JWKS", "portal-keys.json")
    .option("--key <file>", "where the private key goes, as PKCS #8 in PEM", "portal-key.pem")
    .action(async (options) => (await import("./clients.ts")).makeClientKeys(options, shell));
  client
    .command("add")
    .description("register a relying party; prints its client id")
    .requiredOption("--name <name>", "the name that phones show")
    .requiredOption("--origin <origin>", "the origin that phones show, as in https://portal.example.com")
    .requiredOption("--redirect-uri <uri...>", "where browsers may be sent back to; exact")
    .requiredOption("--jwks <file>", "its public keys, as a JWKS; mtoken client keys makes them")
    .option("--company <id...>", "the companies whose users it may ask; all of them when left out")
    .option("--manages-people", "it may act in the people API for users who have signed in at it")
    .option("--json", "print JSON")
    .action(async (options) => (await import("./clients.ts")).addClient(options, shell));

  client
    .command("list")
    .description("list them with their origins, redirect addresses and companies")
    .option("--json", "print JSON")
    .action(async (options) => (await import("./clients.ts")).printClients(options, shell));
  client
    .command("remove")
    .description(
      "end a registration for good: its tokens and open requests end with it, what was signed stays",
    )
    .argument("<client>", "the relying party, by its id (cli_…) or its name")
    .action(async (wanted) => (await import("./clients.ts")).removeClient(wanted, shell));
}

function verifyCommands(program: Command, shell: Shell): void {
  program
    .command("verify")
    .description("verify evidence, without any server")
    .argument("<file>", "the evidence file")
    .requiredOption("--keys <file>", "the server's identity keys: what its /.well-known/mtoken-keys says")
    .option("--json", "print JSON")
    .action(async (file, options) => (await import("./verify.ts")).verify(file, options, shell));

  program
    .command("audit")
    .description("the audit log: verify")
    .command("verify")
    .description("read the whole log again and hold it against its signed checkpoints")
    .option(
      "--known <file...>",
      "checkpoints kept elsewhere, or evidence: the log must still hold what they signed",
    )
    .option("--json", "print JSON")
    .action(async (options) => (await import("./audit.ts")).verifyAuditLog(options, shell));
}

/** To see the whole of it. */
function trialCommands(program: Command): void {
  program
    .command("demonstration")
    .description(
      "try it out: a server with an embedded database, a company, a portal, and a page that leads through",
    )
    .option("--data <folder>", "where it keeps its data", "data/demonstration")
    .option("--port <number>", "the first of four ports", "8700")
    // npm keeps options for itself that stand before its two dashes: told in a sentence, where it shows.
    .allowExcessArguments()
    .action(async (options, command: Command) =>
      (await import("./demonstration/demonstration.ts")).demonstration(options, command.args),
    );

  program
    .command("walkthrough")
    .description("run the whole job without a screen, a line of JSON for each step")
    .option("--link <link>", "against a running server: an activation link")
    .option("--code <code>", "its registration code")
    .option("--issuer <origin>", "its sign-in origin")
    .option("--client <id>", "a relying party there")
    .option("--client-key <file>", "the relying party's private key, PKCS #8 in PEM")
    .option("--redirect-uri <uri>", "one of the relying party's redirect URIs")
    .action(async (options) => (await import("./walkthrough/walkthrough.ts")).walkthrough(options));
}
