/** The words of `mtoken phone …`. */
import { type Command, Option } from "commander";
import { why } from "../people/words.ts";
import type { Shell } from "../shell.ts";

export function phoneCommands(program: Command, shell: Shell): void {
  const [reason, note] = why;
  const phone = program
    .command("phone")
    .description(
      "a phone without a screen: activate, sign-in, sign, status, freeze, change-mpin, deactivate; its keys lie in a file, so it is for trying out and for tests",
    );
  const vault = () =>
    new Option("--vault <file>", "the file that holds its keys").default("phone.json").env("MTOKEN_VAULT");
  const mpin = () => new Option("--mpin <digits>", "the mPIN; asked for when left out").env("MTOKEN_MPIN");
  const command = (name: string) => phone.command(name).addOption(vault()).addOption(mpin());
  command("activate")
    .description("activate it with a link and the registration code")
    .argument("<link>", "the activation link, in quotes: a # stands in it")
    .option("--code <code>", "the registration code; asked for when left out")
    .action(async (link, options) => (await import("./commands.ts")).activate(link, options, shell));
  command("sign-in")
    .description("sign a browser in")
    .argument("<code>", "the text of the QR code, the typed code, or the link that opens the app, in quotes")
    .option("--digits <digits>", "the two digits that the computer shows")
    .option("--refuse", "refuse instead")
    .option("--yes", "confirm without asking")
    .action(async (code, options) => (await import("./commands.ts")).signIn(code, options, shell));
  command("sign")
    .description("sign what waits")
    .argument(
      "[code]",
      "the text of the QR code, the typed code, the link that opens the app, or a request id; the oldest that waits when left out",
    )
    .option("--refuse", "refuse instead")
    .option("--yes", "confirm without asking")
    .action(async (code, options) => (await import("./commands.ts")).sign(code, options, shell));
  command("status")
    .description("show how it stands and what waits for confirmation")
    .action(async (options) => (await import("./commands.ts")).status(options, shell));
  command("freeze")
    .description("stop everything of this user's, who thinks that somebody uses their access")
    .action(async (options) => (await import("./commands.ts")).freeze(options, shell));
  command("change-mpin")
    .description("put another mPIN in the place of this one")
    .option("--to <digits>", "the new mPIN; asked for when left out")
    .action(async (options) => (await import("./commands.ts")).changeMpin(options, shell));
  command("deactivate")
    .description("give it up: keys erased here, device deactivated at the server")
    .addOption(reason)
    .addOption(note)
    .action(async (options) => (await import("./commands.ts")).deactivate(options, shell));
}
