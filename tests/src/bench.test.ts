/** The bench itself: a smoke run of every part of it. How fast anything was is not a test's to say. */
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { readBenchResult } from "@mtoken/bench/result";
import { expect, test } from "vitest";
import { quickStart } from "./quick-start.ts";

const main = join(dirname(dirname(import.meta.dirname)), "bench", "src", "main.ts");

test("signs in on every database there is, and tells its figures as JSON", async () => {
  const words = [...quickStart, main, "--quick", "--json"];
  // It starts a dozen processes, most of which load the same modules; `mtoken` itself keeps them there too.
  const cache = join(tmpdir(), "node-compile-cache");
  const env = { ...process.env, MTOKEN_SRP_THREADS: "1", NODE_COMPILE_CACHE: cache };
  const { stdout } = await promisify(execFile)(process.execPath, words, { env });
  const { quick, phone, databases } = readBenchResult(stdout);
  expect(quick).toBe(true);
  for (const [name, figure] of Object.entries(phone)) expect(figure, name).toBeGreaterThan(0);
  expect(databases[0]?.engine).toBe("pglite");
  for (const { engine, ratio, perSignIn } of databases) {
    expect(ratio, engine).toBeGreaterThan(0);
    expect(perSignIn.requests, engine).toBe(12);
  }
}, 300_000);
