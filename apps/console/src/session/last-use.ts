/**
 * When the session was used last, by this window or another of the same browser: the server ends one that has made no call for
 * 15 minutes.
 */
import { onCalls } from "../api/call.ts";

/** As the server has it (docs/console-api.md). */
export const idleMilliseconds = 15 * 60_000;
export const warnedMilliseconds = 2 * 60_000;

const channel = new BroadcastChannel("mtoken-console-use");
const listeners = new Set<() => void>();
let usedAt = Date.now();

function noteUse(): void {
  usedAt = Date.now();
  for (const listener of listeners) listener();
}

onCalls({
  used() {
    noteUse();
    channel.postMessage(null);
  },
  ended: () => undefined,
});
channel.addEventListener("message", noteUse);

export function lastUse(): number {
  return usedAt;
}

export function onUse(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
