/**
 * SRP's exponentiations in threads of their own: a handshake takes some 2.5 ms of them at 3072 bits, and the event
 * loop must not stand still for that. One task makes b and B, one makes S; nothing smaller crosses the threads.
 * A task's group is its verifier's. Threads are warm for the configured one; for another, of a device that was
 * activated under an earlier configuration, each makes what it needs when it is first asked.
 */
import { fileURLToPath } from "node:url";
import type { SrpBits } from "@mtoken/protocol";
import { bigIntToBytes, multiplierK, ProtocolError, srpGroup, suites } from "@mtoken/protocol";
import { Piscina } from "piscina";
import type { ModexpGroup, SecretTask, ServerPublic } from "./modexp.ts";
import { exponentLength } from "./modexp.ts";
import type { ModexpWorkerData } from "./modexp-worker.ts";

export interface ModexpPool {
  /** A fresh b, and `B = k·v + g^b mod N`. */
  serverPublic(verifier: Uint8Array): Promise<ServerPublic>;
  /** `S = (A·v^u)^b mod N`; undefined where S would be no secret. */
  serverSecret(task: SecretTask): Promise<Uint8Array<ArrayBuffer> | undefined>;
  close(): Promise<void>;
}

/** What of the configuration the pool needs. */
export interface ModexpPoolOptions {
  /** The group that the threads are warm for. */
  srpBits: SrpBits;
  srpThreads: number;
}

/** Tasks that may wait: some seconds of work. Whoever comes then is told to come again, not kept waiting. */
const longestQueue = 1000;

/** Resolves when every thread is warm, so that no first sign-in pays for it. */
export async function openModexpPool(options: ModexpPoolOptions): Promise<ModexpPool> {
  const threads = options.srpThreads;
  const warm = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const groups = await Promise.all(suites["mtoken-1"].srpBits.map(groupOf));
  const workerData: ModexpWorkerData = { groups, first: options.srpBits / 8, warm };
  const pool = new Piscina({
    filename: fileURLToPath(new URL("./modexp-worker.ts", import.meta.url)),
    name: "serverPublic",
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData,
  });
  await allWarm(pool, warm, threads);
  return {
    serverPublic: (verifier) => serverPublic(pool, verifier),
    serverSecret: (task) => serverSecret(pool, task),
    close: () => pool.destroy(),
  };
}

async function groupOf(bits: SrpBits): Promise<ModexpGroup> {
  const group = srpGroup(bits);
  return {
    prime: bigIntToBytes(group.N, group.length),
    generator: Number(group.g),
    multiplier: bigIntToBytes(await multiplierK(group), group.length),
  };
}

async function allWarm(pool: Piscina, warm: Int32Array<SharedArrayBuffer>, threads: number): Promise<void> {
  const failed = new Promise<never>((_, reject) => pool.once("error", reject));
  for (let count = Atomics.load(warm, 0); count < threads; count = Atomics.load(warm, 0)) {
    await Promise.race([Atomics.waitAsync(warm, 0, count).value, failed]);
  }
}

async function serverPublic(pool: Piscina, verifier: Uint8Array): Promise<ServerPublic> {
  // Here, where a handshake begins, and not where a try is already charged for it.
  if (pool.queueSize >= longestQueue) throw new ProtocolError("unavailable");
  const moved = Uint8Array.from(verifier);
  const both: Uint8Array<ArrayBuffer> = await pool.run(moved, {
    name: "serverPublic",
    transferList: [moved.buffer],
  });
  const b = both.slice(0, exponentLength);
  both.fill(0, 0, exponentLength);
  return { b, B: both.subarray(exponentLength) };
}

function serverSecret(pool: Piscina, task: SecretTask): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const verifier = Uint8Array.from(task.verifier);
  const b = Uint8Array.from(task.b);
  const transferList = [verifier.buffer, b.buffer];
  return pool.run({ ...task, verifier, b }, { name: "serverSecret", transferList });
}
