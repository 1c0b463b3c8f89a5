/**
 * The CPU that PostgreSQL has used, from /proc: the postmaster, its children, and those of its children that have
 * ended. Linux counts in hundredths of a second, so what is measured must last much longer than that.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Process {
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
  const root = readProcess(postmaster);
  if (root === undefined) throw new Error("The database has ended.");
  let ticks = root.ticks + root.endedTicks;
  for (const name of readdirSync("/proc")) {
    const child = /^\d+$/.test(name) ? readProcess(Number(name)) : undefined;
    if (child?.parent === postmaster) ticks += child.ticks;
  }
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

/** proc_pid_stat(5). The second field is the program's name in parentheses, which may hold anything. */
function readProcess(id: number): Process | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${id}/stat`, "utf8");
  } catch {
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
    (index) => Number(fields[index]),
  );
  return { parent, ticks: user + system, endedTicks: endedUser + endedSystem };
}
