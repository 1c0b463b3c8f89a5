/** Questions at the terminal. What is secret is not echoed. */
import { createInterface, type Interface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError } from "../command-error.ts";

/** Asks for a line. */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await answerTo(question, terminal);
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
    return await answerTo("", terminal);
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

/** Its answer; without one, as at the end of a pipe, node would wait for nothing and end the process with its own words. */
async function answerTo(question: string, terminal: Interface): Promise<string> {
  const ended = new Promise<never>((_answer, fail) => {
    const tell = () => fail(new CommandError(unanswered));
    terminal.once("close", tell);
    if (process.stdin.readableEnded) tell();
  });
  return (await Promise.race([terminal.question(question), ended])).trim();
}

const unanswered =
  "The input ended before the question was answered: answer at a terminal, or by an option (--help lists them).";

/** Asks for a yes; everything else is a no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(`${question} (yes/no) `));
}
