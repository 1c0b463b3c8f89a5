/** What the figures were measured on. */
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import type { BenchResult } from "./result.ts";

export function describeMachine(postgresql: string | null): BenchResult["machine"] {
  const [cpu] = cpus();
  return {
    cores: availableParallelism(),
    cpu: cpu?.model.trim() ?? "unknown",
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    openssl: process.versions.openssl,
    postgresql,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}
