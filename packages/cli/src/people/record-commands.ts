/** The words of `mtoken proposal`, `mtoken activity` and `mtoken delivery`: what waits, what happened, and what did not arrive. */
import { deliveryStatuses, proposalKinds, proposalStatuses } from "@mtoken/protocol/people";
import { Argument, Option } from "commander";
import type { CommandGroup } from "./command-table.ts";
import { ofCompany } from "./words.ts";

const proposals = () => import("./proposals.ts");
const activity = () => import("./activity.ts");
const deliveries = () => import("./deliveries.ts");

export const proposalCommands: CommandGroup = {
  name: "proposal",
  does: "what waits for a second person",
  rows: [
    {
      name: "list",
      does: "list what waits for a second person, or did, the newest first",
      options: [
        ofCompany,
        new Option("--kind <kind>", "only of this kind").choices(proposalKinds),
        new Option("--status <status>", "only those that stand so").choices(proposalStatuses),
      ],
      examples: ["proposal list --status open", "proposal list --kind policy.change --company cmp_… --json"],
      run: async (options) => (await proposals()).printProposals(options),
    },
    {
      name: "show",
      does: "show a proposal, and what would come of it",
      takes: [new Argument("<proposal>", "the proposal, prp_…; mtoken proposal list shows them")],
      examples: ["proposal show prp_…"],
      run: async (id) => (await proposals()).printProposal(id),
    },
  ],
};

export const activityCommands: CommandGroup = {
  name: "activity",
  does: "what happened",
  rows: [
    {
      name: "list",
      does: "list what happened, the newest first; with --json a line of JSON for each, with --csv a table",
      options: [
        ofCompany,
        new Option("--user <id>", "only what is about this user, usr_…"),
        new Option("--by <id>", "only what this user did, usr_…"),
        new Option("--device <id>", "only what is about this device, dev_…"),
        new Option("--kind <kind>", "only of this kind, as in device.deactivated"),
        new Option("--from <time>", "from then on, as in 2027-01-31 or 2027-01-31T08:00:00Z"),
        new Option("--to <time>", "before then"),
        new Option("--csv", "print CSV with a line of titles").conflicts("json"),
      ],
      examples: [
        "activity list --company cmp_… --from 2027-01-01 --csv > activity.csv",
        "activity list --kind user.frozen --json",
      ],
      run: async (options) => (await activity()).printActivity(options),
    },
  ],
};

export const deliveryCommands: CommandGroup = {
  name: "delivery",
  does: "mails, push messages and registration codes that did not arrive",
  rows: [
    {
      name: "list",
      does: "list those that were given up, the newest first, or that fail and are tried again",
      options: [
        new Option("--status <status>", "given up, or failing").choices(deliveryStatuses).default("dead"),
      ],
      examples: ["delivery list", "delivery list --status failing --json"],
      run: async (options) => (await deliveries()).printDeliveries(options),
    },
    {
      name: "retry",
      does: "try one again that was given up",
      takes: [new Argument("<delivery>", "which, dlv_…; mtoken delivery list shows them")],
      examples: ["delivery retry dlv_…"],
      run: async (id) => (await deliveries()).retry(id),
    },
  ],
};
