/** The page of the console that a notice leads to: about the thing, where its reader may see it. */
import type { UserId } from "@mtoken/protocol";

export interface Told {
  data: Readonly<Record<string, string | number | boolean>>;
  /** Whom it is about, when that is not its reader. */
  aboutId: UserId | null;
}

/** The address under the console's origin; apps/console has the pages. */
export function consolePageOf({ data, aboutId }: Told): string {
  if (data["proposal"] !== undefined) return `/c/proposals/${data["proposal"]}`;
  if (data["device"] !== undefined) return `/c/devices/${data["device"]}`;
  return aboutId === null ? "/c/account" : `/c/users/${aboutId}`;
}
