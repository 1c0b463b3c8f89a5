/** `mtoken computer …`: what the operator does to a computer that shows QR codes. */
import { computerIdSchema, userIdSchema } from "@mtoken/protocol";
import { allowComputer } from "@mtoken/server";
import { readArgument } from "./read-argument.ts";
import { commandLine, withContext } from "./with-context.ts";

/** Lets a computer go on that was stopped. */
export async function allow(
  text: string,
  { reason, user: of }: { reason: string; user?: string },
): Promise<void> {
  const computer = readArgument(
    computerIdSchema,
    text,
    "a computer id, cpt_… (the entry user.frozen of the log names it)",
  );
  const user = of === undefined ? {} : { user: readArgument(userIdSchema, of, "a user id, usr_…") };
  await withContext((context) => allowComputer(context, { computer, ...user, reason, by: commandLine }));
  console.log("The computer may go on.");
}
