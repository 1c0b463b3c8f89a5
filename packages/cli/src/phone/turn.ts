/**
 * One process at a time: who comes while another is at it waits. A process that was killed in its turn holds nobody up
 * (@mtoken/server/directory-lock says how).
 */
import { rmdir } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { DirectoryInUseError, takeDirectory } from "@mtoken/server/directory-lock";
import { CommandError } from "../command-error.ts";

/** A turn takes milliseconds; whoever holds it for longer than this has stopped. */
const patienceMilliseconds = 30_000;
const longestPauseMilliseconds = 30;

/** Does the work while no other process does any under the same name; leaves no trace of it. */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const folder = `${name}.lock`;
  const release = await takeTurn(folder);
  try {
    return await work();
  } finally {
    await release();
    // Fails while the next one is in it already.
    await rmdir(folder).catch(() => undefined);
  }
}

async function takeTurn(folder: string): Promise<() => Promise<void>> {
  const lastMoment = performance.now() + patienceMilliseconds;
  while (performance.now() < lastMoment) {
    try {
      return await takeDirectory(folder);
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    // Two that came at once both stepped back: not for the same time.
    await pause(Math.random() * longestPauseMilliseconds);
  }
  throw new CommandError(`Another process holds ${folder} and does not go on. Stop it, and try again.`);
}

/** Somebody's turn, or the moment in which he took the empty folder away. */
function isPassing(error: unknown): boolean {
  if (error instanceof DirectoryInUseError) return true;
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
