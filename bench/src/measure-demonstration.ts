/** From the launch of `mtoken demonstration` on an empty folder to its ready line. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const cli = resolve(import.meta.dirname, "../../packages/cli/src/main.ts");
/** It takes three in a row. */
const ports = [28_700, 28_710, 28_720, 28_730];

export async function measureDemonstration(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "mtoken-bench-demonstration-"));
  const words = [cli, "demonstration", "--data", folder, "--port", String(await freePort())];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    let said = "";
    for await (const part of child.stdout) {
      said += String(part);
      if (said.includes("mtoken is ready")) return performance.now() - startedAt;
    }
    throw new Error("The demonstration did not become ready.");
  } finally {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  for (const port of ports) {
    const taken = await Promise.all([port, port + 1, port + 2].map(isTaken));
    if (!taken.includes(true)) return port;
  }
  throw new Error("There are no three free ports for the demonstration.");
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once("error", () => answer(true));
    probe.listen(port, "localhost", () => probe.close(() => answer(false)));
  });
}
