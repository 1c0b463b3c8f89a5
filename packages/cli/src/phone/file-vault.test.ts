/** The vault's file between processes: work that takes turns loses nothing, and nobody waits for the dead. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { fileVault } from "./file-vault.ts";

const folder = mkdtempSync(join(tmpdir(), "mtoken-vault-"));
const vault = join(folder, "phone.json");
const counter = join(folder, "counter");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const prelude = `
  import { readFileSync, writeFileSync } from "node:fs";
  import { once } from "node:events";
  import { setImmediate as breathe } from "node:timers/promises";
  import { fileVault } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "file-vault.ts")).href)};
  const { exclusively } = fileVault(${JSON.stringify(vault)});
  const counter = ${JSON.stringify(counter)};
  console.log("ready");
  await once(process.stdin, "data");
  process.stdin.destroy();
`;

/** A process of its own that does this with the vault, once it is told to begin. */
function start(script: string): ChildProcess {
  const words = ["--input-type=module", "--eval", `${prelude} ${script}`];
  return spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
}

/** All at once, each to its end. */
async function run(...processes: ChildProcess[]): Promise<(number | null)[]> {
  await Promise.all(processes.map(({ stdout }) => stdout && once(stdout, "data")));
  for (const { stdin } of processes) stdin?.write("begin");
  return Promise.all(processes.map(async (child) => (await once(child, "exit"))[0]));
}

test("processes that count at once in one vault's turns lose no count, and leave nothing behind", async () => {
  writeFileSync(counter, "0");
  const count = `
    for (let turn = 0; turn < 20; turn += 1) {
      await exclusively(async () => {
        const before = Number(readFileSync(counter, "utf8"));
        await breathe();
        writeFileSync(counter, String(before + 1));
      });
    }`;
  expect(await run(start(count), start(count), start(count))).toEqual([0, 0, 0]);
  expect(readFileSync(counter, "utf8")).toBe("60");
  expect(readdirSync(folder)).toEqual(["counter"]);
}, 60_000);

test("a process that was killed in its turn holds nobody up", async () => {
  const dies = `await exclusively(async () => process.kill(process.pid, "SIGKILL"));`;
  expect(await run(start(dies))).toEqual([null]);
  await expect(fileVault(vault).exclusively?.(async () => "my turn")).resolves.toBe("my turn");
}, 60_000);
