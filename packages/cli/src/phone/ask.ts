/** Questions at the terminal. What is secret is not echoed. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError } from "../command-error.ts";

/** Asks for a line. */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}

/** Asks for a line that nobody sees. */
export async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new CommandError("No terminal to ask for the mPIN: give --mpin or MTOKEN_MPIN.");
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return (await terminal.question("")).trim();
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

/** Asks for a yes; everything else is a no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`${question} (yes/no) `));
}
