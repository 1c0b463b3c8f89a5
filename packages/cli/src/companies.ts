/** `mtoken company …`: what a company's users may. */
import { companyIdSchema } from "@mtoken/protocol";
import { allowBiometrics } from "@mtoken/server";
import { readArgument } from "./read-argument.ts";
import { withContext } from "./with-context.ts";

/** Whether a passkey may stand in the mPIN's place. */
export async function setBiometrics(text: string, policy: "allow" | "forbid"): Promise<void> {
  const company = readArgument(companyIdSchema, text, "a company id, cmp_… (mtoken user list shows them)");
  const allowed = policy === "allow";
  await withContext((context) => allowBiometrics(context, { company, allowed }));
  console.log(
    allowed
      ? "The company's users may use fingerprint or face."
      : "From now on the mPIN alone opens this company's phones. What was enrolled is kept, for when it is allowed again.",
  );
}
