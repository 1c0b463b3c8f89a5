/**
 * The pepper: 32 random bytes in a file, never in the database. With it lost, nothing sealed opens again; with another
 * one in its place, a server would fail at the first sealed row, in the middle of somebody's sign-in. So the file is
 * made only when asked (`mtoken init`, the demonstration), and a start checks that it belongs to this database.
 */
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "../config.ts";
import type { Database } from "../database/database.ts";
import { ConfigError } from "../read-environment.ts";
import { syncFolder } from "../sync-folder.ts";
import type { Place } from "./sealer.ts";
import { Sealer } from "./sealer.ts";

const pepperBytes = 32;
const checkPlace: Place = { table: "pepper_checks", column: "sealed_value", row: "1" };
const checkValue = Buffer.from("mtoken");

/** Makes the pepper file, readable by its owner alone, unless there is one already. */
export async function createPepper({ pepperFile: file }: Pick<Config, "pepperFile">): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "wx", 0o600).catch((error: unknown) => {
    if (isCode(error, "EEXIST")) return undefined;
    throw error;
  });
  if (handle === undefined) return;
  try {
    await handle.writeFile(randomBytes(pepperBytes));
    // A database sealed under a pepper that a power cut took away is lost.
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(file));
}

export async function readPepper(file: string): Promise<Buffer> {
  const pepper = await readFile(file).catch((error: unknown) => {
    if (!isCode(error, "ENOENT"))
      throw new ConfigError(`The pepper file ${file} can't be read.`, { cause: error });
    throw new ConfigError(
      `There is no pepper file at ${file}: run "mtoken init" once, or name the file that this database was begun with in MTOKEN_PEPPER_FILE.`,
    );
  });
  if (pepper.length === pepperBytes) return pepper;
  throw new ConfigError(
    `The pepper file ${file} must hold exactly ${pepperBytes} bytes, and holds ${pepper.length}.`,
  );
}

/** Opens the sealer and checks that this pepper is the one that the database was begun with. */
export async function openSealer(database: Database, pepperFile: string): Promise<Sealer> {
  const sealer = new Sealer(await readPepper(pepperFile));
  // Several processes may start on a new database at once: whoever comes first writes the check, all read it.
  await database.kysely
    .insertInto("pepper_checks")
    .values({ id: 1, sealed_value: sealer.seal(checkPlace, checkValue) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { sealed_value } = await database.kysely
    .selectFrom("pepper_checks")
    .select("sealed_value")
    .executeTakeFirstOrThrow();
  if (opens(sealer, sealed_value)) return sealer;
  throw new ConfigError(
    `The pepper in ${pepperFile} is not the one that this database was begun with: put the right file back, or name it in MTOKEN_PEPPER_FILE.`,
  );
}

function opens(sealer: Sealer, sealed: Buffer): boolean {
  try {
    return sealer.open(checkPlace, sealed).equals(checkValue);
  } catch {
    return false;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
