/**
 * Three projects. `unit` and `server` lie beside the sources, `server` with a database of each engine to copy; `tests`
 * crosses packages, and starts real databases and browsers. Their files run three at a time, those that take long first: on two
 * cores, since each waits for a browser, a process or a disk now and then.
 */
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** In the order of their length; a file that begins last is what a run ends with alone. */
const long = [
  "/main-job.browser.test.ts",
  "/faults.test.ts",
  "/bench.test.ts",
  "/accessibility.browser.test.ts",
  "/console-pages.browser.test.ts",
  "/content-security.browser.test.ts",
  "/console.browser.test.ts",
  "/console-acts.browser.test.ts",
  "/languages.browser.test.ts",
  "/command-line.test.ts",
  "/matrix.test.ts",
  "/interrupted-phone.browser.test.ts",
];

class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

/** The longest first, then what crosses packages, then the rest. */
function rank({ moduleId, project }: TestSpecification): number {
  const place = long.findIndex((name) => moduleId.endsWith(name));
  if (place >= 0) return place;
  return project.name === "tests" ? long.length : long.length + 1;
}

/** PGlite's WebAssembly as it comes, and only Argon2id's optimised: see tests/src/quick-start.ts. */
const quickStart = ["--wasm-tiering-budget=2000000000"];

export default defineConfig({
  test: {
    maxWorkers: 3,
    passWithNoTests: false,
    sequence: { sequencer: LongFilesFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"],
          exclude: ["packages/server/**"],
          environment: "node",
          // One process for many files: each on its own would start, and load the same modules, a hundred times.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "server",
          include: ["packages/server/src/**/*.test.ts"],
          environment: "node",
          // As above: to load the server's modules for each file was a quarter of the time of these tests.
          isolate: false,
          execArgv: quickStart,
          globalSetup: ["packages/server/src/testing/global-setup.ts"],
          setupFiles: ["packages/server/src/testing/shared-keys.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "tests",
          include: ["tests/src/**/*.test.ts"],
          environment: "node",
          execArgv: quickStart,
          globalSetup: ["tests/src/global-setup.ts"],
          // A guard against what hangs, not a measure: three files run side by side.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
