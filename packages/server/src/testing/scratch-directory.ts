/** Where a test's database lies: in memory where there is room, since most tests have no use for the wait for a disk. */
import { mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const memory = "/dev/shm";
/** What some tests side by side need, each with databases of 40 MB, and as much again. */
const roomNeeded = 1024 ** 3;

/** A new directory, which the caller removes. */
export function makeScratchDirectory(prefix: string): string {
  return mkdtempSync(join(hasRoom(memory) ? memory : tmpdir(), prefix));
}

function hasRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize > roomNeeded;
  } catch {
    return false;
  }
}
