/**
 * The page's rules, free of any browser: a stage and an event give the next stage, and what is to be done
 * (docs/protocol.md §8). An event that a stage does not know leaves it as it is, so that late answers do no harm.
 */
import type { InteractionInfo } from "@mtoken/protocol";
import type { PageEvent } from "./page-event.ts";
import type { Problem } from "./problem.ts";
import { cancelled, pressed, redeemFailed } from "./reduce-pressed.ts";
import { follows, framed, told } from "./reduce-told.ts";
import type { Link, Stage, StageOf } from "./stage.ts";
import type { Step } from "./step.ts";
import { begin, stay } from "./step.ts";

/** How a visit begins. */
export const firstStep: Step = { stage: { kind: "arriving" }, effect: { type: "arrive" } };

export function reduce(stage: Stage, event: PageEvent): Step {
  switch (event.type) {
    case "cannot-run":
      return stay({ kind: "cannot-run", missing: event.missing });
    case "arrived":
      return stage.kind === "arriving" ? arrived(event) : stay(stage);
    case "arrival-failed":
      return stay(stage.kind === "arriving" ? arrivalFailed(event.problem) : stage);
    case "begun":
      return stage.kind === "beginning" ? begun(stage, event.returnTo) : stay(stage);
    case "begin-failed":
      return beginFailed(stage, event.problem);
    case "told":
      return told(stage, event);
    case "framed":
      return framed(stage, event);
    case "connected":
      return stay(linked(stage, "live"));
    case "disconnected":
      return stay(linked(stage, "lost"));
    case "events-refused":
      return eventsRefused(stage);
    case "looked":
      return looked(stage, event);
    case "look-failed":
      return lookFailed(stage, event.problem);
    case "redeemed":
      return stage.kind === "redeeming" ? leave(stage.info, event.returnTo) : stay(stage);
    case "redeem-failed":
      return redeemFailed(stage, event.problem);
    case "fingerprint-read":
      return stay(stage.kind === "turned-away" ? { ...stage, fingerprint: event.fingerprint } : stage);
    case "cancelled":
      return cancelled(stage, event.returnTo);
    case "cancel-failed":
      return cancelled(stage, "info" in stage ? stage.info.return_to : null);
    case "press":
      return pressed(stage, event.what);
  }
}

/**
 * Who was led here by an app, and has not begun here, is where somebody else wants him: nothing is begun, and nothing
 * redeemed.
 */
function arrived({ info, begunBefore, ledBack }: Extract<PageEvent, { type: "arrived" }>): Step {
  // How a signature ended, its events still say to the browser that showed it.
  const hasEnding = info.kind === "signature" && info.status === "done" && begunBefore;
  if (info.status !== "open" && !hasEnding) return stay({ kind: "over", info, status: info.status });
  if (!begunBefore) return ledBack ? stay({ kind: "not-begun-here", info }) : begin(info);
  return {
    stage: { kind: "returning", info, mayBegin: !ledBack && !hasEnding, ledBack },
    effect: { type: "listen" },
  };
}

function arrivalFailed(problem: Problem): Stage {
  const isUnknown = problem === "not_found" || problem === "malformed_message";
  return isUnknown ? { kind: "unknown" } : { kind: "unreachable", problem };
}

function begun(stage: StageOf<"beginning">, returnTo: string | null): Step {
  const info = { ...stage.info, return_to: returnTo };
  return { stage: { ...stage, info }, effect: { type: "listen" } };
}

/** What is closed stays closed; whether it was done, cancelled or too late, the server is asked. */
function beginFailed(stage: Stage, problem: Problem): Step {
  if (stage.kind !== "beginning") return stay(stage);
  const { info } = stage;
  switch (problem) {
    case "request_closed":
    case "request_expired":
      return {
        stage: { kind: "returning", info, mayBegin: false, ledBack: false },
        effect: { type: "look", later: false },
      };
    case "not_found":
      return stay({ kind: "unknown" });
    case "storage":
      return stay({ kind: "cannot-run", missing: "storage" });
    default:
      return stay({ kind: "stuck", info, problem });
  }
}

type Linked = StageOf<"waiting" | "claimed" | "approved" | "led-elsewhere">;

function hasLink(stage: Stage): stage is Linked {
  return ["waiting", "claimed", "approved", "led-elsewhere"].includes(stage.kind);
}

function linked(stage: Stage, link: Link): Stage {
  return hasLink(stage) && stage.link !== link ? { ...stage, link } : stage;
}

function eventsRefused(stage: Stage): Step {
  if (!follows(stage)) return stay(stage);
  return { stage: linked(stage, "lost"), effect: { type: "look", later: false } };
}

/** Without events the cookie was lost, or another browser began. On arrival that is no reason not to begin. */
function looked(stage: Stage, { info, hasEvents }: Extract<PageEvent, { type: "looked" }>): Step {
  if (!follows(stage)) return stay(stage);
  const { status } = info;
  if (status !== "open" && (stage.kind === "returning" || !hasEvents))
    return stay({ kind: "over", info, status });
  if (hasEvents) return { stage, effect: { type: "listen" } };
  if (stage.kind === "returning" && stage.mayBegin) return begin(info);
  if (stage.kind === "returning" && stage.ledBack) return stay({ kind: "not-begun-here", info });
  // It has begun, and the server does not know it again: it keeps no cookies.
  if (stage.kind === "beginning") return stay({ kind: "cannot-run", missing: "storage" });
  return stay({ kind: "expired", info, by: "elsewhere" });
}

/** Who waits goes on waiting; who has seen nothing yet is told. */
function lookFailed(stage: Stage, problem: Problem): Step {
  if (!follows(stage)) return stay(stage);
  if (hasLink(stage)) return { stage, effect: { type: "look", later: true } };
  return stay({ kind: "stuck", info: stage.info, problem });
}

function leave(info: InteractionInfo, to: string): Step {
  return { stage: { kind: "leaving", info }, effect: { type: "leave", to } };
}
