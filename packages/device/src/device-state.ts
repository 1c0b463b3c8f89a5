/** How a device stands, as one value that a page renders from. */
import type { MpinPolicy } from "./mpin-rules.ts";
import type { Session } from "./session.ts";
import type { VaultRecord } from "./vault-record.ts";

/**
 * - `empty`: never activated, or forgotten.
 * - `activating`: an activation was begun; it needs the link and the code (again), or the mPIN alone.
 * - `awaiting-approval`: an administrator has to approve the device; with a session, its status can be asked.
 * - `locked`, `unlocked`: an activated device. `triesLeft` below five deserves a warning, one is the last.
 * - `blocked`, `deactivated`: the keys are gone. Only a new activation leads on.
 */
export type DeviceState =
  | { kind: "empty" }
  | { kind: "activating"; needs: "link" | "mpin"; mpin: MpinPolicy }
  | { kind: "awaiting-approval"; mpin: MpinPolicy; triesLeft: number; session: Session | undefined }
  | { kind: "locked"; mpin: MpinPolicy; triesLeft: number }
  | { kind: "unlocked"; session: Session }
  | { kind: "blocked" }
  | { kind: "deactivated" };

/** The state that a record and an open session make. */
export function stateOf(record: VaultRecord | undefined, session: Session | undefined): DeviceState {
  if (record === undefined) return { kind: "empty" };
  switch (record.kind) {
    case "ended":
      return { kind: record.reason };
    case "activating":
      return {
        kind: "activating",
        needs: record.step.name === "register" ? "link" : "mpin",
        mpin: record.mpin,
      };
    case "activated": {
      const { mpin, keys } = record;
      const { triesLeft } = keys;
      if (record.status === "awaiting-approval") {
        return { kind: "awaiting-approval", mpin, triesLeft, session };
      }
      return session === undefined ? { kind: "locked", mpin, triesLeft } : { kind: "unlocked", session };
    }
  }
}
