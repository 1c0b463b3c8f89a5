/**
 * One thread of the modexp pool (`modexp-pool.ts`). Loading this file warms the thread. What a task brought is
 * wiped here, and what it computed is moved to the asking thread, so that no copy stays behind.
 */
import { workerData } from "node:worker_threads";
import { move } from "piscina";
import type { ModexpGroup, SecretTask } from "./modexp.ts";
import { Modexp } from "./modexp.ts";

export interface ModexpWorkerData {
  group: ModexpGroup;
  /** One shared 32-bit integer: how many threads are warm. */
  warm: Int32Array<SharedArrayBuffer>;
}

const { group, warm }: ModexpWorkerData = workerData;
const modexp = new Modexp(group);
Atomics.add(warm, 0, 1);
Atomics.notify(warm, 0);

/** b and B in one buffer, since one is what can be moved. */
export function serverPublic(verifier: Uint8Array<ArrayBuffer>): unknown {
  const { b, B } = modexp.serverPublic(verifier);
  const both = new Uint8Array(b.length + B.length);
  both.set(b);
  both.set(B, b.length);
  b.fill(0);
  verifier.fill(0);
  return move(both);
}

export function serverSecret(task: SecretTask): unknown {
  const secret = modexp.serverSecret(task);
  task.verifier.fill(0);
  task.b.fill(0);
  return secret && move(secret);
}
