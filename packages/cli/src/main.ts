#!/usr/bin/env node
/** `mtoken`: one command for the operator, for who verifies evidence, and for a phone without a screen. */
import { enableCompileCache } from "node:module";
import { Command } from "commander";
import { addProgram } from "./program.ts";
import { terminal } from "./shell.ts";

// What a command loads is loaded after this line, and compiled once for all starts.
enableCompileCache();

const program = new Command("mtoken");
// What it says of words that it does not know is a failure as any other to whoever asked for JSON.
if (process.argv.includes("--json")) {
  const nothing = () => undefined;
  program.exitOverride().configureOutput({ outputError: nothing, writeErr: nothing });
}

try {
  await addProgram(program, terminal).parseAsync();
} catch (error) {
  const { tellFailure } = await import("./explain-failure.ts");
  process.exitCode = tellFailure(error, process.argv, terminal);
}
