/**
 * Notifications end with the device that they were wanted for: whoever has this phone next is asked anew (docs/protocol.md §3).
 */
import { writePreferences } from "./preferences.ts";

export async function endPush(): Promise<void> {
  writePreferences({ push: undefined });
  try {
    const { unsubscribe } = await import("../push/push-subscription.ts");
    await unsubscribe();
  } catch {
    // What is left of it wakes the phone at most, and says nothing.
  }
}
