/**
 * Whether a user may sign in on a computer (docs/protocol.md §7): looked at as the phone claims, as it approves, and as the browser
 * redeems, since each may come after somebody has thought otherwise. What the app opened on its own device is bound by the return
 * code, and to no other screen.
 */
import type { CompanyId } from "@mtoken/protocol";
import type { Queries } from "../database/database.ts";
import { policyOf } from "../policy/store.ts";
import { isKnown, isRefused, type Standing } from "./store.ts";

export interface SignInOnComputer {
  company: CompanyId;
  standing: Standing;
  sameDevice: boolean;
  /** Whether the user has to type what this computer shows: it was unknown when the phone claimed. */
  asksDigits: boolean;
  at: Date;
}

/** `request_closed`: it was known, and is not any more, so nobody has asked for digits. */
export type Unusable = "computer_stopped" | "computer_waits" | "computer_unknown" | "request_closed";

/** Why not; undefined where they may. */
export async function whyUnusable(
  queries: Queries,
  { company, standing, sameDevice, asksDigits, at }: SignInOnComputer,
): Promise<Unusable | undefined> {
  if (isRefused(standing, at)) return "computer_stopped";
  if (sameDevice || isKnown(standing, at)) return undefined;
  const { unknown_computers: policy } = await policyOf(queries, company);
  switch (policy) {
    case "digits":
      return asksDigits ? undefined : "request_closed";
    case "approval":
      return "computer_waits";
    case "refuse":
      return "computer_unknown";
  }
}
