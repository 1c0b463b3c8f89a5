/** The two digits that a computer shows, and that are typed into the phone (docs/protocol.md §7). */
import { randomInt } from "node:crypto";

/** `01` to `99`, each as likely as any other. `00` would look like a field that nobody has filled in yet. */
export function drawDigits(): string {
  return String(randomInt(1, 100)).padStart(2, "0");
}
