/** `mtoken audit verify`: the whole log, read again and held against its signed checkpoints. */
import type { SoundAudit } from "@mtoken/server";
import { verifyAudit } from "@mtoken/server";
import { CommandError } from "./command-error.ts";
import { withContext } from "./with-context.ts";

/** Fails, and says where, when entries or checkpoints were changed, removed or put in. */
export async function verifyAuditLog({ json = false }: { json?: boolean }): Promise<void> {
  const result = await withContext((context) => verifyAudit(context));
  if (json) console.log(JSON.stringify(result));
  if (!result.ok) throw new CommandError(`The audit log does not hold. ${result.message}`);
  if (!json) console.log(describe(result));
}

function describe({ size, checkpoints, waiting }: SoundAudit): string {
  const holds = `The audit log holds: ${size} entries, ${checkpoints} checkpoints.`;
  return waiting === 0 ? holds : `${holds} ${waiting} more were just recorded and wait for their place.`;
}
