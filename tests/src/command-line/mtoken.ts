/** The `mtoken` command as a person runs it: a process of its own, its words and its exit code. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { quickStart } from "../quick-start.ts";

const main = resolve(import.meta.dirname, "../../../packages/cli/src/main.ts");

export interface Outcome {
  code: number | null;
  output: string;
  errors: string;
}

export type Environment = Readonly<Record<string, string>>;

/** Runs a command to its end. */
export async function mtoken(environment: Environment, ...words: string[]): Promise<Outcome> {
  const child = start(environment, words);
  const [output, errors] = [collect(child, "stdout"), collect(child, "stderr")];
  const [code] = await once(child, "close");
  return { code, output: output(), errors: errors() };
}

/** A question that a command asks at its terminal, and who answers it. */
export interface Asked {
  question: RegExp;
  answer: () => Promise<string>;
}

/** Runs a command to its end, and answers what it asks. */
export async function mtokenAsked(
  environment: Environment,
  { question, answer }: Asked,
  ...words: string[]
): Promise<Outcome> {
  const child = start(environment, words, "pipe");
  const [output, errors] = [collect(child, "stdout"), collect(child, "stderr")];
  let answered: Promise<void> | undefined;
  child.stderr?.on("data", () => {
    if (question.test(errors())) answered ??= answer().then((text) => void child.stdin?.end(`${text}\n`));
  });
  const [code] = await once(child, "close");
  await answered;
  return { code, output: output(), errors: errors() };
}

/** A command that goes on until it is told to stop. */
export interface RunningCommand {
  /** What SIGINT, which is Ctrl-C, makes of it: its exit code. */
  interrupt(): Promise<number | null>;
}

/** Starts a command, and resolves once it has said a text that matches. */
export async function mtokenUntil(
  environment: Environment,
  ready: RegExp,
  ...words: string[]
): Promise<RunningCommand> {
  const child = start(environment, words);
  const said = [collect(child, "stdout"), collect(child, "stderr")];
  const spoken = () => said.map((text) => text()).join("");
  await new Promise<void>((done, fail) => {
    const look = () => ready.test(spoken()) && done();
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("close", (code) => fail(new Error(`It ended with ${code}: ${spoken()}`)));
  });
  return {
    async interrupt() {
      if (child.exitCode !== null) return child.exitCode;
      const gone = once(child, "close");
      child.kill("SIGINT");
      const [code] = await gone;
      return code;
    },
  };
}

function start(environment: Environment, words: string[], input: "ignore" | "pipe" = "ignore"): ChildProcess {
  return spawn(process.execPath, [...quickStart, main, ...words], {
    stdio: [input, "pipe", "pipe"],
    env: { PATH: process.env["PATH"], ...environment },
  });
}

function collect(child: ChildProcess, stream: "stdout" | "stderr"): () => string {
  let text = "";
  child[stream]?.on("data", (chunk) => (text += String(chunk)));
  return () => text;
}
