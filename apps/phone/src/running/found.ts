/** What the device's state means for the first screen, or for the one after a failure. */
import type { Device } from "@mtoken/device";
import { triesAllowed } from "@mtoken/protocol";
import type { Found } from "../state/app-event.ts";

export function foundIn({ state, mpinPolicy, triesLeft, mpinInDoubt, hasPasskey }: Device): Found {
  if (state.kind === "blocked" || state.kind === "deactivated") return { kind: state.kind };
  if (state.kind === "empty" || mpinPolicy === undefined) return { kind: "empty" };
  const asked = { mpin: mpinPolicy, triesLeft: triesLeft ?? triesAllowed };
  if (state.kind === "activating") {
    // Without the link there is nothing to go on with.
    return state.needs === "link" ? { kind: "empty" } : { kind: "activating", ...asked };
  }
  return { kind: "locked", ...asked, mpinInDoubt, passkey: hasPasskey };
}
