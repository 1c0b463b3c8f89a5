/**
 * The commands about people as one table: what each is called, what it takes and does, and how it is typed. Words are read before
 * anything is opened, so that what is mistyped is told at once.
 */
import type { Context } from "@mtoken/server";
import type { Argument, Command, Option } from "commander";
import type { Shell } from "../shell.ts";

/** What a command says, to a person or to a script. */
export interface Output {
  /** Data where JSON was asked for, and the words where not. Without data, a script reads the exit code. */
  tell(words: string, data?: unknown): void;
  /** A line as it is, of what is told line by line. */
  line(text: string): void;
  /** How far it is: for a person alone, beside what it says. */
  progress(text: string): void;
  readonly json: boolean;
}

/** What is to be done, with what was typed. */
export type Work = (context: Context, output: Output) => Promise<void>;

/** As commander gives it: each argument, the options, the command. */
type Typed = Parameters<Parameters<Command["action"]>[0]>;

export interface CommandRow {
  name: string;
  does: string;
  takes?: readonly Argument[];
  options?: readonly Option[];
  /** What follows `mtoken`. */
  examples: readonly string[];
  /** Loads what it needs when it runs. */
  run(...typed: Typed): Promise<Work>;
}

export interface CommandGroup {
  name: string;
  does: string;
  rows: readonly CommandRow[];
}

export function addCommands(program: Command, groups: readonly CommandGroup[], shell: Shell): void {
  for (const { name, does, rows } of groups) {
    const names = rows.map((row) => row.name).join(", ");
    const group = program.command(name).description(`${does}: ${names}`);
    for (const row of rows) addCommand(group, row, shell);
  }
}

function addCommand(
  group: Command,
  { name, does, takes = [], options = [], examples, run }: CommandRow,
  shell: Shell,
): void {
  const command = group.command(name).description(does);
  for (const argument of takes) command.addArgument(argument);
  for (const option of options) command.addOption(option);
  command.option("--json", "print JSON, errors too");
  command.addHelpText("after", `\nFor example:\n${examples.map((words) => `  mtoken ${words}`).join("\n")}`);
  command.action(async (...typed) => {
    const work = await run(...typed);
    const { json = false } = command.opts<{ json?: boolean }>();
    await shell.open((context) => work(context, outputAt(shell, json)));
  });
}

function outputAt(shell: Shell, json: boolean): Output {
  return {
    json,
    line: (text) => shell.print(text),
    progress: (text) => shell.progress(text),
    tell(words, data) {
      if (!json) shell.print(words);
      else if (data !== undefined) shell.print(JSON.stringify(data));
    },
  };
}
