/** A data directory with a migrated PGlite in it and its pepper, to be copied: that takes no time, and a first start seconds. */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Config, readConfig } from "../config.ts";
import { createPepper } from "../keys/pepper.ts";
import { openContext } from "../start.ts";
import { makeScratchDirectory } from "./scratch-directory.ts";

export interface Template {
  directory: string;
  config: Config;
  remove(): void;
}

/** Makes one, for all tests of a run. */
export async function makeTemplate(): Promise<Template> {
  const directory = makeScratchDirectory("mtoken-template-");
  const config = readConfig(
    {},
    { dataDirectory: directory, pepperFile: join(directory, "pepper"), logLevel: "silent" },
  );
  await createPepper(config);
  await migrate(config);
  return { directory, config, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Opening a database migrates it and makes its identity key. */
export async function migrate(config: Config): Promise<void> {
  const { close } = await openContext(config, { modexp: "lazy" });
  await close();
}

/** What is there by then is a database like any other, with an identity key that the copies share. */
export function copyTemplate(template: string, directory: string): void {
  cpSync(template, directory, { recursive: true });
}
