/** Has a folder's entries written to the disk: a file that was made or renamed in it is there after a power cut, too. */
import { open } from "node:fs/promises";

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
