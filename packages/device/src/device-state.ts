/** How a device stands, as one value that a page renders from. */
import type { Session } from "./session.ts";
import type { VaultRecord } from "./vault-record.ts";

/**
 * - `empty`: never activated, or forgotten.
 * - `activating`: an activation was begun; it needs the link and the code (again), or the mPIN alone.
 * - `awaiting-approval`: an administrator has to approve the device; with a session, its status can be asked.
 * - `locked`, `unlocked`: an activated device.
 * - `blocked`, `deactivated`: the keys are gone. Only a new activation leads on.
 */
export type DeviceState =
  | { kind: "empty" }
  | { kind: "activating"; needs: "link" | "mpin" }
  | { kind: "awaiting-approval"; session: Session | undefined }
  | { kind: "locked" }
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
      return { kind: "activating", needs: record.step.name === "register" ? "link" : "mpin" };
    case "activated":
      if (record.status === "awaiting-approval") return { kind: "awaiting-approval", session };
      return session === undefined ? { kind: "locked" } : { kind: "unlocked", session };
  }
}
