/** The words of `mtoken device` and `mtoken computer`. */
import { computerStatuses, deviceStatuses } from "@mtoken/protocol/people";
import { Argument, Option } from "commander";
import type { CommandGroup } from "./command-table.ts";
import { computerArgument, ofCompany, ofThisUser, ofUser, why } from "./words.ts";

const devices = () => import("./devices.ts");
const computers = () => import("./computers.ts");
const idOfDevice = "the device, dev_…; mtoken device list shows them";
const pageFingerprint = new Option(
  "--fingerprint <text>",
  "the control code that the computer's own sign-in page shows, as it is read there",
).makeOptionMandatory();

export const deviceCommands: CommandGroup = {
  name: "device",
  does: "devices of users",
  rows: [
    {
      name: "list",
      does: "list devices, the newest first",
      options: [
        ofCompany,
        ofUser,
        new Option("--query <text>", "the device's id or control code, or what its user is found by"),
        new Option("--status <status>", "only those that stand so").choices([
          ...deviceStatuses,
          "unapprovable",
        ]),
      ],
      examples: ["device list --company cmp_… --status awaiting-approval", "device list --user usr_… --json"],
      run: async (options) => (await devices()).printDevices(options),
    },
    {
      name: "approve",
      does: "approve a device that waits, by the control code that its user reads out",
      takes: [new Argument("<device>", idOfDevice)],
      options: [
        new Option(
          "--fingerprint <text>",
          "the control code that the phone shows, as its user reads it out",
        ).makeOptionMandatory(),
      ],
      examples: ['device approve dev_… --fingerprint "ABCD EFGH …"'],
      run: async (id, options) => (await devices()).approve(id, options),
    },
    {
      name: "deactivate",
      does: "deactivate a device at once and for good, or all of a user or of a company",
      takes: [new Argument("[device]", idOfDevice)],
      options: [
        new Option("--user <id>", "all devices of this user instead"),
        new Option("--company <id>", "all devices of this company instead"),
        new Option("--only-waiting", "only if it waits for approval: refuses it"),
        ...why,
      ],
      examples: [
        "device deactivate dev_… --reason lost",
        "device deactivate --user usr_… --reason stolen --note 'Called from the train'",
      ],
      run: async (id, options) => (await devices()).deactivate(id, options),
    },
  ],
};

export const computerCommands: CommandGroup = {
  name: "computer",
  does: "computers that show QR codes",
  rows: [
    {
      name: "list",
      does: "list computers as they stand to users, the newest first",
      options: [
        ofCompany,
        ofUser,
        new Option("--query <text>", "what their user is found by"),
        new Option("--status <status>", "only those that stand so").choices(computerStatuses),
      ],
      examples: ["computer list --company cmp_… --status waiting", "computer list --user usr_… --json"],
      run: async (options) => (await computers()).printComputers(options),
    },
    {
      name: "approve",
      does: "let a user use a computer that waits, by the control code that its page shows",
      takes: [computerArgument],
      options: [ofThisUser, pageFingerprint],
      examples: ['computer approve cpt_… --user usr_… --fingerprint "ABCD EFGH …"'],
      run: async (id, options) => (await computers()).approve(id, options),
    },
    {
      name: "add",
      does: "add a computer that waits for nobody to a user, by the control code that its page shows",
      options: [ofThisUser, pageFingerprint],
      examples: ['computer add --user usr_… --fingerprint "ABCD EFGH …"'],
      run: async (options) => (await computers()).add(options),
    },
    {
      name: "refuse",
      does: "refuse a computer that waits, for a day",
      takes: [computerArgument],
      options: [ofThisUser, ...why],
      examples: ["computer refuse cpt_… --user usr_… --reason suspicious"],
      run: async (id, options) => (await computers()).refuse(id, options),
    },
    {
      name: "revoke",
      does: "make a known computer a stranger to its user",
      takes: [computerArgument],
      options: [ofThisUser, ...why],
      examples: ["computer revoke cpt_… --user usr_… --reason lost"],
      run: async (id, options) => (await computers()).revoke(id, options),
    },
    {
      name: "allow",
      does: "let a computer go on of which somebody had said: this wasn't me; it is refused to them for a day",
      takes: [computerArgument],
      options: [
        new Option("--user <id>", "to this user alone; left out, to all to whom it is refused"),
        ...why,
      ],
      examples: [
        "computer allow cpt_… --reason mistake",
        "computer allow cpt_… --user usr_… --reason mistake",
      ],
      run: async (id, options) => (await computers()).allow(id, options),
    },
  ],
};
