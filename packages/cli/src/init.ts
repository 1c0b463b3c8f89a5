/** `mtoken init`: a new server's first company and first administrator. */
import { nameSchema } from "@mtoken/protocol";
import { createCompany, createPepper, createUser, inviteUser, listUsers, readConfig } from "@mtoken/server";
import { CommandError } from "./command-error.ts";
import { printInvitation } from "./print-invitation.ts";
import { aName, readArgument } from "./read-argument.ts";
import { withContext } from "./with-context.ts";

export interface InitOptions {
  company: string;
  administrator: string;
  approval?: boolean;
  json?: boolean;
}

/** Sets the server up. Refused when it is set up already: that would be a second first administrator. */
export async function init({ approval = false, json, ...names }: InitOptions): Promise<void> {
  const name = readArgument(nameSchema, names.company, aName);
  const administrator = readArgument(nameSchema, names.administrator, aName);
  await createPepper(readConfig(process.env));
  await withContext(async (context) => {
    if ((await listUsers(context)).length > 0) {
      throw new CommandError("This server is set up already. Use mtoken user add, or mtoken user invite.");
    }
    const company = await createCompany(context, { name, policy: { approval } });
    const user = await createUser(context, { company, name: administrator, role: "administrator" });
    printInvitation(await inviteUser(context, { user }), { company, administrator: user }, json);
  });
}
