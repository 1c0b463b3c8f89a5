/** `mtoken audit verify`: the whole log, read again and held against its signed checkpoints. */
import { verifyAudit } from "@mtoken/server";
import { CommandError } from "./command-error.ts";
import { withContext } from "./with-context.ts";

/** Fails, and says where, when entries or checkpoints were changed, removed or put in. */
export async function verifyAuditLog({ json = false }: { json?: boolean }): Promise<void> {
  const result = await withContext((context) => verifyAudit(context));
  if (json) console.log(JSON.stringify(result));
  if (!result.ok) throw new CommandError(`The audit log does not hold. ${result.message}`);
  if (!json) console.log(`The audit log holds: ${result.size} entries, ${result.checkpoints} checkpoints.`);
}
