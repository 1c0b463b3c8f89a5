#!/usr/bin/env node
/** `mtoken`: one command for the operator, for who verifies evidence, and for a phone without a screen. */
import { enableCompileCache } from "node:module";
import { Command, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { peopleCommands } from "./people/people-commands.ts";

// What a command loads is loaded after this line, and compiled once for all starts.
enableCompileCache();

const program = new Command("mtoken")
  .description("Self-hosted authenticator for company banking.")
  .version(manifest.version, "--version", "print the version")
  .helpOption("-h, --help", "print this, or what a command takes: mtoken init --help")
  .showHelpAfterError("(mtoken help shows what there is)")
  .addHelpText(
    "after",
    "\nTo try it out: mtoken demonstration. For a server of your own: mtoken init, then mtoken serve; its settings come\nfrom the environment, and docs/operate.md lists them.",
  );

program
  .command("serve")
  .description("run the server")
  .action(async () => (await import("./serve.ts")).serve());

program
  .command("init")
  .description(
    "set a new server up: the operator, its first two officers, and a first company if you like; prints link and code for each",
  )
  .option("--operator <name>", "the operator's name, as a bank's; asked for when left out, like the officers")
  .option("--officer <person...>", "each of the two: a name, or name <mail@address>")
  .option("--company <name>", "the first company's name")
  .option("--administrator <person>", "its administrator: a name, or name <mail@address>")
  .option("--approval", "new devices of this company wait for an administrator's approval")
  .option("--json", "print JSON")
  .action(async (options) => (await import("./init.ts")).init(options));

peopleCommands(program);

const app = program
  .command("app")
  .description("the versions of the phone app that are in use: list, withdraw, allow");
app
  .command("list")
  .description("list them with how many devices used each one last, and those that are withdrawn")
  .option("--json", "print JSON")
  .action(async (options) => (await import("./apps.ts")).printApps(options));
app
  .command("withdraw")
  .description("refuse a version from now on: its sessions end, and phones update")
  .argument("<app>", "name and version, as in mtoken-phone/1.4.0+5f0c2a91be77")
  .requiredOption("--reason <text>", "why; it goes on the record")
  .action(async (name, options) => (await import("./apps.ts")).withdraw(name, options));
app
  .command("allow")
  .description("take a withdrawal back")
  .argument("<app>", "name and version")
  .action(async (name) => (await import("./apps.ts")).allow(name));

const keys = program
  .command("keys")
  .description("the server's identity keys, which sign what phones believe: list, rotate, revoke");
keys
  .command("list")
  .description("list them, and which one signs now")
  .option("--json", "print JSON")
  .action(async (options) => (await import("./keys.ts")).printKeys(options));
keys
  .command("rotate")
  .description("add a new key; the ones before go on verifying")
  .option("--from <time>", "when it begins to sign, as in 2027-01-31T00:00:00Z; at once when left out")
  .option("--json", "print JSON")
  .action(async (options) => (await import("./keys.ts")).rotate(options));
keys
  .command("revoke")
  .description("believe nothing by this key from now on, and sign with another")
  .argument("<kid>", "the key's thumbprint")
  .action(async (kid) => (await import("./keys.ts")).revoke(kid));

const push = program
  .command("push")
  .description("the messages that wake phones: status, rotate the keys that push services know");
push
  .command("status")
  .description("how many phones take them, what waits, what was given up and why")
  .option("--json", "print JSON")
  .action(async (options) => (await import("./push.ts")).printPush(options));
push
  .command("rotate")
  .description(
    "add a key; each phone subscribes for it at its next unlocking, the ones before go on until then",
  )
  .option("--json", "print JSON")
  .action(async (options) => (await import("./push.ts")).rotatePush(options));

program
  .command("mail")
  .description("the mails that users are told by: status")
  .command("status")
  .description("the mail server, what waits, what was given up and why")
  .option("--json", "print JSON")
  .action(async (options) => (await import("./mail.ts")).printMail(options));

const client = program
  .command("client")
  .description("relying parties, the portals that use this server: keys, add, list, remove");
client
  .command("keys")
  .description("make a relying party's key pair; needs no server, so the portal's own people can do it")
  .option("--jwks <file>", "where the public key goes, as a JWKS", "portal-keys.json")
  .option("--key <file>", "where the private key goes, as PKCS #8 in PEM", "portal-key.pem")
  .action(async (options) => (await import("./clients.ts")).makeClientKeys(options));
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
  .action(async (options) => (await import("./clients.ts")).addClient(options));

client
  .command("list")
  .description("list them with their origins, redirect addresses and companies")
  .option("--json", "print JSON")
  .action(async (options) => (await import("./clients.ts")).printClients(options));
client
  .command("remove")
  .description("end a registration for good: its tokens and open requests end with it, what was signed stays")
  .argument("<client>", "the relying party, by its id (cli_…) or its name")
  .action(async (wanted) => (await import("./clients.ts")).removeClient(wanted));

const phone = program
  .command("phone")
  .description(
    "a phone without a screen: activate, sign-in, sign, status, freeze, change-mpin, deactivate; its keys lie in a file, so it is for trying out and for tests",
  );
const vault = () =>
  new Option("--vault <file>", "the file that holds its keys").default("phone.json").env("MTOKEN_VAULT");
const mpin = () => new Option("--mpin <digits>", "the mPIN; asked for when left out").env("MTOKEN_MPIN");
phone
  .command("activate")
  .description("activate it with a link and the registration code")
  .argument("<link>", "the activation link, in quotes: a # stands in it")
  .addOption(vault())
  .addOption(mpin())
  .option("--code <code>", "the registration code; asked for when left out")
  .action(async (link, options) => (await import("./phone/commands.ts")).activate(link, options));
phone
  .command("sign-in")
  .description("sign a browser in")
  .argument("<code>", "the text of the QR code, the typed code, or the link that opens the app, in quotes")
  .addOption(vault())
  .addOption(mpin())
  .option("--digits <digits>", "the two digits that the computer shows")
  .option("--refuse", "refuse instead")
  .option("--yes", "confirm without asking")
  .action(async (code, options) => (await import("./phone/commands.ts")).signIn(code, options));
phone
  .command("sign")
  .description("sign what waits")
  .argument(
    "[code]",
    "the text of the QR code, the typed code, the link that opens the app, or a request id; the oldest that waits when left out",
  )
  .addOption(vault())
  .addOption(mpin())
  .option("--refuse", "refuse instead")
  .option("--yes", "confirm without asking")
  .action(async (code, options) => (await import("./phone/commands.ts")).sign(code, options));
phone
  .command("status")
  .description("show how it stands and what waits for confirmation")
  .addOption(vault())
  .addOption(mpin())
  .action(async (options) => (await import("./phone/commands.ts")).status(options));
phone
  .command("freeze")
  .description("stop everything of this user's, who thinks that somebody uses their access")
  .addOption(vault())
  .addOption(mpin())
  .action(async (options) => (await import("./phone/commands.ts")).freeze(options));
phone
  .command("change-mpin")
  .description("put another mPIN in the place of this one")
  .addOption(vault())
  .addOption(mpin())
  .option("--to <digits>", "the new mPIN; asked for when left out")
  .action(async (options) => (await import("./phone/commands.ts")).changeMpin(options));
phone
  .command("deactivate")
  .description("give it up: keys erased here, device deactivated at the server")
  .addOption(vault())
  .addOption(mpin())
  .action(async (options) => (await import("./phone/commands.ts")).deactivate(options));

program
  .command("verify")
  .description("verify evidence, without any server")
  .argument("<file>", "the evidence file")
  .requiredOption("--keys <file>", "the server's identity keys: what its /.well-known/mtoken-keys says")
  .option("--json", "print JSON")
  .action(async (file, options) => (await import("./verify.ts")).verify(file, options));

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
  .action(async (options) => (await import("./audit.ts")).verifyAuditLog(options));

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

try {
  await program.parseAsync();
} catch (error) {
  const { describeFailure, exitCodeOf, explainFailure } = await import("./explain-failure.ts");
  const isScripted = process.argv.includes("--json");
  console.error(isScripted ? JSON.stringify(describeFailure(error)) : explainFailure(error));
  process.exitCode = exitCodeOf(error);
}
