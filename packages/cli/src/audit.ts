/** `mtoken audit verify`: the whole log, read again and held against its signed checkpoints. */
import { readFile } from "node:fs/promises";
import { evidenceSchema } from "@mtoken/protocol";
import type { SoundAudit } from "@mtoken/server";
import { verifyAudit } from "@mtoken/server";
import * as v from "valibot";
import { CommandError } from "./command-error.ts";
import type { Shell } from "./shell.ts";

export interface AuditOptions {
  json?: boolean;
  /** Files with checkpoints that were kept elsewhere, or evidence, which has one in it. */
  known?: string[];
}

/** Fails, and says where, when entries or checkpoints were changed, removed or put in. */
export async function verifyAuditLog(
  { json = false, known: files = [] }: AuditOptions,
  shell: Shell,
): Promise<void> {
  const known = await Promise.all(files.map(readCheckpoint));
  const result = await shell.open((context) => verifyAudit(context, { known }));
  if (json) shell.print(JSON.stringify(result));
  if (!result.ok) throw new CommandError(`The audit log does not hold. ${result.message}`);
  if (!json) shell.print(describe(result));
}

async function readCheckpoint(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new CommandError(`${file} can't be read.`);
  });
  if (!text.trimStart().startsWith("{")) return text.trim();
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), evidenceSchema), text);
  if (parsed.success) return parsed.output.audit.checkpoint;
  throw new CommandError(`${file} is neither a checkpoint nor evidence.`);
}

function describe({ size, checkpoints, waiting }: SoundAudit): string {
  const holds = `The audit log holds: ${size} entries, ${checkpoints} checkpoints.`;
  return waiting === 0 ? holds : `${holds} ${waiting} more were just recorded and wait for their place.`;
}
