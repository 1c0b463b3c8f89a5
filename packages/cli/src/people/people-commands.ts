/** The words of all commands about people: the people API for scripts (docs/operate.md has them in a table). */
import { Command } from "commander";
import { withContext } from "../with-context.ts";
import { addCommands, type CommandGroup, type Desk } from "./command-table.ts";
import { companyCommands, limitsCommands, policyCommands } from "./company-commands.ts";
import { computerCommands, deviceCommands } from "./device-commands.ts";
import { activityCommands, deliveryCommands, proposalCommands } from "./record-commands.ts";
import { importCommands, userCommands } from "./user-commands.ts";

export const peopleGroups: readonly CommandGroup[] = [
  companyCommands,
  policyCommands,
  limitsCommands,
  userCommands,
  importCommands,
  deviceCommands,
  computerCommands,
  proposalCommands,
  activityCommands,
  deliveryCommands,
];

const terminal: Desk = {
  open: withContext,
  print: (text) => console.log(text),
  progress: (text) => console.error(text),
};

export type { Desk } from "./command-table.ts";

/** One of them, as typed, elsewhere than at a terminal; throws what is wrong with it. */
export async function runPeopleCommand(words: readonly string[], desk: Desk): Promise<void> {
  const program = new Command("mtoken").exitOverride();
  addCommands(program, peopleGroups, desk);
  await program.parseAsync(words, { from: "user" });
}

export function peopleCommands(program: Command): void {
  addCommands(program, peopleGroups, terminal);
}
