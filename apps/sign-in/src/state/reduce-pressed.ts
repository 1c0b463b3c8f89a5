/** What people press, and what becomes of it. */
import type { InteractionInfo } from "@mtoken/protocol";
import type { Press } from "./page-event.ts";
import type { Problem } from "./problem.ts";
import type { Stage, StageOf } from "./stage.ts";
import type { Step } from "./step.ts";
import { begin, stay } from "./step.ts";

export function pressed(stage: Stage, what: Press): Step {
  switch (what) {
    case "continue":
    case "continue-and-remember":
      return stage.kind === "approved" ? redeem(stage, what === "continue-and-remember") : stay(stage);
    case "not-me":
      return stage.kind === "approved" ? cancel(stage.info, "not-me") : stay(stage);
    case "cancel":
      return stage.kind === "waiting" || stage.kind === "claimed"
        ? cancel(stage.info, "cancel")
        : stay(stage);
    case "again":
      return again(stage);
  }
}

function redeem({ info, userName, mayRemember }: StageOf<"approved">, wanted: boolean): Step {
  const remember = wanted && mayRemember;
  return { stage: { kind: "redeeming", info, userName, mayRemember }, effect: { type: "redeem", remember } };
}

function cancel(info: InteractionInfo, because: "cancel" | "not-me"): Step {
  return { stage: { kind: "cancelling", info, because }, effect: { type: "cancel" } };
}

/** A signature has one request only: refused is refused. */
function again(stage: Stage): Step {
  switch (stage.kind) {
    // Whoever was told to let this site store data has done so.
    case "cannot-run":
    case "unreachable":
      return { stage: { kind: "arriving" }, effect: { type: "arrive" } };
    case "refused":
      return stage.info.kind === "sign-in" ? begin(stage.info) : stay(stage);
    case "stuck":
    case "turned-away":
    case "expired":
    case "led-elsewhere":
      return begin(stage.info);
    default:
      return stay(stage);
  }
}

/** Where the server did not decide, the approval may still hold, and people may press on once more. */
export function redeemFailed(stage: Stage, problem: Problem): Step {
  if (stage.kind !== "redeeming") return stay(stage);
  const { info, userName, mayRemember } = stage;
  switch (problem) {
    case "offline":
    case "unavailable":
    case "rate_limited":
    case "internal":
      return {
        stage: { kind: "approved", info, userName, link: "live", problem, mayRemember },
        effect: { type: "listen" },
      };
    case "computer_waits":
    case "computer_unknown":
      return {
        stage: {
          ...{ kind: "turned-away", info, fingerprint: null },
          by: problem === "computer_waits" ? "waiting" : "unknown",
        },
        effect: { type: "read-fingerprint" },
      };
    default:
      return stay({ kind: "expired", info, by: "void" });
  }
}

/** If the server could not be told, nobody is signed in either: what is not redeemed runs out. */
export function cancelled(stage: Stage, returnTo: string | null): Step {
  if (stage.kind !== "cancelling") return stay(stage);
  const { info, because } = stage;
  if (because === "not-me") return stay({ kind: "not-me", info, returnTo });
  if (returnTo === null) return stay({ kind: "cancelled", info });
  return { stage: { kind: "leaving", info }, effect: { type: "leave", to: returnTo } };
}
