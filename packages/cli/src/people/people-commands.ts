/** The words of all commands about people: the people API for scripts (docs/operate.md has them in a table). */
import type { CommandGroup } from "./command-table.ts";
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
