/**
 * One process at a time on an embedded data directory: PGlite takes no lock, and two processes on one directory lose
 * data. Each process puts down a file of its own (`lock-<machine>-<pid>`) and then looks for others: a dead process's
 * file (after kill -9) is swept away, a live one's makes it step back. Since everyone writes before looking, two that
 * start at once can both step back, but never both go on; there is no moment in which a stale lock changes hands.
 */
import { createHash } from "node:crypto";
import { readFileSync, utimesSync } from "node:fs";
import { mkdir, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "../operator-error.ts";

/** A lock of another machine (a container on a shared volume) can only be judged by its heartbeat. */
const heartbeatMilliseconds = 3_000;
const patienceMilliseconds = 10_000;
const stillMilliseconds = 60_000;

/** A directory that somebody else is using; the message is for the operator. */
export class DirectoryInUseError extends StartError {
  override readonly name = "DirectoryInUseError";
}

const taken = new Set<string>();

/** Takes the directory for this process and gives back the function that releases it. */
export async function takeDirectory(
  directory: string,
  { patience = patienceMilliseconds } = {},
): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const place = await realpath(directory);
  if (taken.has(place)) throw inUse(directory, process.pid);
  taken.add(place);
  const own = join(place, `lock-${machine()}-${process.pid}`);
  try {
    // A twin in another container has the same name and number; so had one that was killed in ours.
    if (await beats(own, patience)) throw inUse(directory, process.pid);
    await writeFile(own, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
    await refuseOthers({ directory, place, own, patience });
  } catch (error) {
    taken.delete(place);
    throw error;
  }
  const heartbeat = setInterval(() => beat(own), heartbeatMilliseconds).unref();
  return async () => {
    clearInterval(heartbeat);
    await rm(own, { force: true });
    taken.delete(place);
  };
}

interface Search {
  directory: string;
  place: string;
  own: string;
  patience: number;
}

async function refuseOthers({ directory, place, own, patience }: Search): Promise<void> {
  for (const name of await readdir(place)) {
    const parts = /^lock-([0-9a-f]{12})-(\d{1,10})$/.exec(name);
    const path = join(place, name);
    if (!parts || path === own) continue;
    const pid = Number(parts[2]);
    const alive = parts[1] === machine() ? await isSameProcess(path, pid) : await beats(path, patience);
    if (alive) {
      await rm(own, { force: true });
      throw inUse(directory, pid);
    }
    await rm(path, { force: true });
  }
}

/** Whether the process that wrote the file still runs: a process id alone may have been given away again. */
async function isSameProcess(path: string, pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const text = await readFile(path, "utf8").catch(() => "");
  const written: unknown = parseJson(text);
  // Half written: its owner is between making and filling it, so it lives.
  if (typeof written !== "object" || written === null || !("started" in written)) return true;
  return written.started === startOf(pid);
}

/** Whether somebody touches the file: one that has been still for long, or is still while we watch, is nobody's. */
async function beats(path: string, patience: number): Promise<boolean> {
  const first = await modified(path);
  if (first === undefined || Date.now() - first > stillMilliseconds) return false;
  await sleep(patience);
  const second = await modified(path);
  return second !== undefined && second !== first;
}

async function modified(path: string): Promise<number | undefined> {
  return stat(path).then(
    (it) => it.mtimeMs,
    () => undefined,
  );
}

function beat(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Swept away by hand; the next start will tell.
  }
}

function inUse(directory: string, pid: number): DirectoryInUseError {
  return new DirectoryInUseError(
    `The data directory ${directory} is in use by another mtoken process (process ${pid}): stop that one first, or give this one a directory of its own: MTOKEN_DATA, or --data of the demonstration.`,
  );
}

/** When a process started, in clock ticks since boot (Linux); elsewhere the process id has to do. */
function startOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses and may hold anything; the 20th after it is the start.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

/** The same for all processes of one boot of one machine. */
function machine(): string {
  return createHash("sha256").update(`${hostname()}\n${bootId()}`).digest("hex").slice(0, 12);
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
  } catch {
    return "";
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
