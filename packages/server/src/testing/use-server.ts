/**
 * A server for a test file, on either engine, with a clock that the test moves:
 *
 *     describeEachEngine("the audit log", (engine) => {
 *       const server = useServer(engine);
 *       test("…", async () => {
 *         const answer = await server.phone.inject({ method: "POST", url: "/v1/calls", … });
 *         server.clock.advance(60);
 *         await server.context.database.kysely…
 *       });
 *     });
 *
 * Each `useServer` gets a database of its own; the tests within it share that one and make their own companies.
 */
import { randomUUID } from "node:crypto";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { type Config, readConfig } from "../config.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { buildServers } from "../http/build-server.ts";
import { createLog } from "../log.ts";
import { openContext } from "../start.ts";
import type {} from "./global-setup.ts";
import { MovableClock } from "./movable-clock.ts";
import { joinCluster } from "./postgres-cluster.ts";
import { makeScratchDirectory } from "./scratch-directory.ts";
import { copyTemplate } from "./template.ts";

export type EngineName = "pglite" | "postgresql";

export interface TestServer {
  readonly context: Context;
  readonly clock: MovableClock;
  /** The server origin's HTTP server, for `inject`. */
  readonly phone: App;
  /** The sign-in origin's. */
  readonly signIn: App;
  /** The console origin's. */
  readonly console: App;
}

/** Runs the same tests on PGlite and on PostgreSQL; where there is no PostgreSQL, its half is skipped. */
export function describeEachEngine(name: string, define: (engine: EngineName) => void): void {
  describe(`${name} (PGlite)`, () => define("pglite"));
  describe.skipIf(inject("mtokenEngines").postgres === null)(`${name} (PostgreSQL)`, () =>
    define("postgresql"),
  );
}

/** Call it in a describe block; the server is there while its tests run. */
export function useServer(engine: EngineName, overrides: Partial<Config> = {}): TestServer {
  let opened: (TestServer & { close(): Promise<void> }) | undefined;
  beforeAll(async () => {
    opened = await openTestServer(engine, overrides);
  }, 60_000);
  afterAll(async () => {
    await opened?.close();
  }, 60_000);
  const get = () => {
    if (opened) return opened;
    throw new Error("useServer: the server is there only while tests run, not while they are defined.");
  };
  return {
    get context() {
      return get().context;
    },
    get clock() {
      return get().clock;
    },
    get phone() {
      return get().phone;
    },
    get signIn() {
      return get().signIn;
    },
    get console() {
      return get().console;
    },
  };
}

/** The same without vitest's hooks: the caller closes it. */
export async function openTestServer(
  engine: EngineName,
  overrides: Partial<Config> = {},
): Promise<TestServer & { close(): Promise<void> }> {
  const place = await makeDatabase(engine);
  const clock = new MovableClock();
  const config = readConfig(
    {},
    {
      ...place.config,
      logLevel: "silent",
      requestsPerMinute: 1_000_000,
      overloadMilliseconds: 0,
      ...overrides,
    },
  );
  const { context, close } = await openContext(config, {
    clock,
    log: createLog(config.logLevel),
    modexp: "lazy",
  });
  const { server, signIn, console } = await buildServers(context);
  return {
    ...{ context, clock, phone: server, signIn, console },
    async close() {
      await Promise.all([server.close(), signIn.close(), console.close()]);
      await close();
      await place.remove();
    },
  };
}

/** A copy of the migrated template, and the configuration that opens it. */
export async function makeDatabase(
  engine: EngineName,
): Promise<{ config: Partial<Config>; remove(): Promise<void> }> {
  const { directory: template, postgres } = inject("mtokenEngines");
  const directory = makeScratchDirectory("mtoken-test-");
  const removeDirectory = () => rmSync(directory, { recursive: true, force: true });
  if (engine === "pglite") copyTemplate(template, directory);
  else cpSync(join(template, "pepper"), join(directory, "pepper"));
  const config = { dataDirectory: directory, pepperFile: join(directory, "pepper") };
  if (engine === "pglite") return { config, remove: async () => removeDirectory() };

  if (postgres === null) throw new Error("There is no PostgreSQL on this machine.");
  const cluster = joinCluster(postgres.url);
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const databaseUrl = await cluster.createDatabase(name, postgres.template);
  return {
    config: { ...config, databaseUrl },
    async remove() {
      await cluster.dropDatabase(name);
      removeDirectory();
    },
  };
}
