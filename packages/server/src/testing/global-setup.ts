/**
 * Once per vitest run: a migrated template on each engine, which every test file then copies. Without a PostgreSQL it
 * says loudly that half of the tests are missing.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Config, readConfig } from "../config.ts";
import { createPepper } from "../keys/pepper.ts";
import { openContext } from "../start.ts";
import { startCluster } from "./postgres-cluster.ts";
import { makeScratchDirectory } from "./scratch-directory.ts";

export interface TestEngines {
  /** A data directory with a migrated database and its pepper. */
  directory: string;
  /** The cluster's own database `postgres`, and the name of the migrated template in it. */
  postgres: { url: string; template: string } | null;
}

declare module "vitest" {
  interface ProvidedContext {
    mtokenEngines: TestEngines;
  }
}

const template = "mtoken_template";

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = makeScratchDirectory("mtoken-template-");
  const config = readConfig(
    {},
    { dataDirectory: directory, pepperFile: join(directory, "pepper"), logLevel: "silent" },
  );
  await createPepper(config);
  const [, cluster] = await Promise.all([prepare(config), startCluster()]);
  if (cluster) await prepare({ ...config, databaseUrl: await cluster.createDatabase(template) });
  else
    process.stderr.write(
      `\n${"!".repeat(100)}\nNo PostgreSQL (initdb, postgres) was found: THE TESTS ON POSTGRESQL ARE SKIPPED.\n${"!".repeat(100)}\n\n`,
    );
  project.provide("mtokenEngines", {
    directory,
    postgres: cluster ? { url: cluster.url("postgres"), template } : null,
  });
  return async () => {
    await cluster?.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

/** Opening it migrates it and makes its identity key. */
async function prepare(config: Config): Promise<void> {
  const { close } = await openContext(config, { modexp: "lazy" });
  await close();
}
