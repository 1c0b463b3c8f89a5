/** What is done every few seconds, and when a page wakes. */
import type { Device } from "@mtoken/device";

/** Locks a device that was left idle, and asks, one question at a time: one that hangs holds up no lock. */
export function looking(device: Device, ask: () => Promise<void>): () => Promise<void> {
  let busy = false;
  return async () => {
    await device.lockIfIdle();
    if (busy) return;
    busy = true;
    try {
      await ask();
    } finally {
      busy = false;
    }
  };
}
