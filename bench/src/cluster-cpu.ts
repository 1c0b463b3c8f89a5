/**
 * The CPU that PostgreSQL has used, from /proc: the postmaster, its children, and those of its children that have
 * ended. Linux counts in hundredths of a second, so what is measured must last much longer than that.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Stat {
  name: string;
  parent: number;
  ticks: number;
  /** Of children that have ended and been waited for. */
  endedTicks: number;
}

/** The process of the cluster that this URL leads to, by its Unix socket. */
export function postmasterOf(url: string): number {
  const directory = new URL(url).searchParams.get("host");
  if (directory === null) throw new TypeError("postmasterOf: the URL names no socket");
  const [first = ""] = readFileSync(join(directory, "data", "postmaster.pid"), "utf8").split("\n");
  return Number(first);
}

/** Milliseconds of CPU so far. */
export function clusterCpu(postmaster: number): number {
  const root = readStat(`/proc/${postmaster}/stat`);
  if (root === undefined) throw new Error("The database has ended.");
  let ticks = root.ticks + root.endedTicks;
  for (const name of readdirSync("/proc")) {
    const child = /^\d+$/.test(name) ? readStat(`/proc/${name}/stat`) : undefined;
    if (child?.parent === postmaster) ticks += child.ticks;
  }
  return millisecondsOf(ticks);
}

export function millisecondsOf(ticks: number): number {
  return (ticks * 1000) / ticksPerSecond;
}

const ticksPerSecond = readTicksPerSecond();

function readTicksPerSecond(): number {
  try {
    return Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  } catch {
    return 100;
  }
}

/** proc_pid_stat(5), of a process or a thread. The second field is a name in parentheses, which may hold anything. */
export function readStat(path: string): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const end = text.lastIndexOf(")");
  const fields = text.slice(end + 2).split(" ");
  const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
    (index) => Number(fields[index]),
  );
  const name = text.slice(text.indexOf("(") + 1, end);
  return { name, parent, ticks: user + system, endedTicks: endedUser + endedSystem };
}
