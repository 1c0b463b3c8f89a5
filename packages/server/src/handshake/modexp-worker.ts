/**
 * One thread of the modexp pool (`modexp-pool.ts`). Loading this file warms the thread. What a task brought is
 * wiped here, and what it computed is moved to the asking thread, so that no copy stays behind.
 */
import { workerData } from "node:worker_threads";
import { move } from "piscina";
import type { ModexpGroup, SecretTask } from "./modexp.ts";
import { Modexp } from "./modexp.ts";

export interface ModexpWorkerData {
  /** Every group that a device can have. */
  groups: ModexpGroup[];
  /** The length in bytes of the one to warm for. */
  first: number;
  /** One shared 32-bit integer: how many threads are warm. */
  warm: Int32Array<SharedArrayBuffer>;
}

const { groups, first, warm }: ModexpWorkerData = workerData;
const made = new Map<number, Modexp>();
modexpOf(first);
Atomics.add(warm, 0, 1);
Atomics.notify(warm, 0);

/** Making one is dear (`modexp.ts`), so it is kept. */
function modexpOf(length: number): Modexp {
  const kept = made.get(length);
  if (kept) return kept;
  const group = groups.find(({ prime }) => prime.length === length);
  if (group === undefined) throw new RangeError(`modexp: no group has elements of ${length} bytes`);
  const modexp = new Modexp(group);
  made.set(length, modexp);
  return modexp;
}

/** b and B in one buffer, since one is what can be moved. */
export function serverPublic(verifier: Uint8Array<ArrayBuffer>): unknown {
  const { b, B } = modexpOf(verifier.length).serverPublic(verifier);
  const both = new Uint8Array(b.length + B.length);
  both.set(b);
  both.set(B, b.length);
  b.fill(0);
  verifier.fill(0);
  return move(both);
}

export function serverSecret(task: SecretTask): unknown {
  const secret = modexpOf(task.verifier.length).serverSecret(task);
  task.verifier.fill(0);
  task.b.fill(0);
  return secret && move(secret);
}
