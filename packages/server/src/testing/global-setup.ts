/**
 * Once per vitest run: a migrated template on each engine, which every test file then copies. Without a PostgreSQL it
 * says loudly that half of the tests are missing.
 */
import type { TestProject } from "vitest/node";
import { startCluster } from "./postgres-cluster.ts";
import { makeTemplate, migrate } from "./template.ts";

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
  const [{ directory, config, remove }, cluster] = await Promise.all([makeTemplate(), startCluster()]);
  if (cluster) await migrate({ ...config, databaseUrl: await cluster.createDatabase(template) });
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
    remove();
  };
}
