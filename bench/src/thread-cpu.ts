/** The CPU of this process by kind of thread, from /proc: who of main thread, SRP's threads, OpenSSL's and V8's did the work. */
import { readdirSync } from "node:fs";
import { millisecondsOf, readStat } from "./cluster-cpu.ts";

/** Milliseconds so far, by the name that Node gives its threads; empty where there is no /proc. */
export function threadCpu(): Record<string, number> {
  const spent: Record<string, number> = {};
  for (const id of tasks()) {
    const stat = readStat(`/proc/self/task/${id}/stat`);
    if (stat) spent[stat.name] = (spent[stat.name] ?? 0) + millisecondsOf(stat.ticks);
  }
  return spent;
}

function tasks(): string[] {
  try {
    return readdirSync("/proc/self/task");
  } catch {
    return [];
  }
}
