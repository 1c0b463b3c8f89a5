#!/usr/bin/env node
/** `mtoken`: one command for the operator, for who verifies evidence, and for a phone without a screen. */
import { enableCompileCache } from "node:module";
import { Command } from "commander";
import { addProgram } from "./program.ts";
import { terminal } from "./shell.ts";

// What a command loads is loaded after this line, and compiled once for all starts.
enableCompileCache();

try {
  await addProgram(new Command("mtoken"), terminal).parseAsync();
} catch (error) {
  const { tellFailure } = await import("./explain-failure.ts");
  process.exitCode = tellFailure(error, process.argv, terminal);
}
