/**
 * A vault in a file, for a phone without a screen. Its keys lie in the file, readable by its owner alone: a real
 * phone keeps them where nobody reads them. Two commands at once take turns, so that neither loses a counter of the other's.
 */
import { open, readFile, rename, rm } from "node:fs/promises";
import type { VaultRecord, VaultStorage } from "@mtoken/device";
import { exportVault, importVault } from "@mtoken/device";
import { CommandError } from "../command-error.ts";
import { inTurn } from "./turn.ts";

/** A storage that survives a crash at any moment: written beside, flushed, and put in place at once. */
export function fileVault(path: string): VaultStorage {
  return {
    async read() {
      const text = await readText(path);
      return text === undefined ? undefined : await parse(path, text);
    },
    async write(record) {
      await replace(path, JSON.stringify(await exportVault(record)));
    },
    async clear() {
      await rm(path, { force: true });
    },
    exclusively: (work) => inTurn(path, work),
  };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new CommandError(`The vault ${path} can't be read.`);
  }
}

async function parse(path: string, text: string): Promise<VaultRecord> {
  try {
    return await importVault(JSON.parse(text));
  } catch {
    throw new CommandError(`${path} is no vault of an mtoken phone, or is damaged.`);
  }
}

async function replace(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}
