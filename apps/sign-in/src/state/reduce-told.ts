/** What the server's events make of a stage: its states, its frames, and the end of a code (docs/protocol.md §8). */
import type { PageState } from "@mtoken/protocol";
import { frameInterval } from "@mtoken/protocol";
import type { PageEvent } from "./page-event.ts";
import type { EndedBy, ShownCode, Stage, StageOf } from "./stage.ts";
import type { Step } from "./step.ts";
import { begin, stay } from "./step.ts";

/** A code lives for three minutes; what ends much sooner did not end by the clock. */
const codeLife = 180_000;
const leeway = 15_000;

/** For as long as this the code renews itself without anybody moving. */
export const patience = 10 * 60_000;

type Told = Extract<PageEvent, { type: "told" }>;
type Framed = Extract<PageEvent, { type: "framed" }>;
type Following = StageOf<"returning" | "beginning" | "waiting" | "claimed" | "approved" | "led-elsewhere">;

/** Whether what the server tells changes what is shown. A person who has pressed on is not interrupted. */
export function follows(stage: Stage): stage is Following {
  switch (stage.kind) {
    case "returning":
    case "beginning":
    case "waiting":
    case "claimed":
    case "approved":
    case "led-elsewhere":
      return true;
    default:
      return false;
  }
}

export function told(stage: Stage, event: Told): Step {
  if (!follows(stage)) return stay(stage);
  if (isOver(event.state)) return ended(stage, event);
  const next = stageOf(stage, event.state);
  return next.kind === "turned-away" ? { stage: next, effect: { type: "read-fingerprint" } } : stay(next);
}

export function framed(stage: Stage, { frame, now }: Framed): Step {
  if (stage.kind !== "waiting") return stay(stage);
  const since = stage.code.since ?? now - frame.tick * frameInterval;
  return stay({ ...stage, link: "live", code: { ...stage.code, frame, since } });
}

type Over = Extract<PageState, { status: "expired" | "withdrawn" }>;

function isOver(state: PageState): state is Over {
  return state.status === "expired" || state.status === "withdrawn";
}

function stageOf(stage: Following, state: Exclude<PageState, Over>): Stage {
  const { info } = stage;
  switch (state.status) {
    case "waiting":
      return { kind: "waiting", info, code: codeOf(stage, state), link: "live" };
    case "claimed":
      return { kind: "claimed", info, digits: state.digits, sameDevice: state.same_device, link: "live" };
    case "approved":
      return approvedOf(stage, state);
    case "refused":
      if (state.computer !== null)
        return { kind: "turned-away", info, by: state.computer, fingerprint: null };
      return { kind: "refused", info, wrongDigits: state.wrong_digits };
    case "redeemed":
      return { kind: "redeemed", info };
    case "signed":
      return { kind: "signed", info, returnTo: state.return_to };
  }
}

/** On one device only the tab that the app led back has the code, and may go on. */
function approvedOf(stage: Following, state: Extract<PageState, { status: "approved" }>): Stage {
  const approved = { info: stage.info, userName: state.user_name, link: "live" } as const;
  const hasCode = stage.kind === "approved" || (stage.kind === "returning" && stage.ledBack);
  if (state.same_device && !hasCode) return { kind: "led-elsewhere", ...approved };
  return { kind: "approved", ...approved, problem: null, mayRemember: state.may_remember };
}

/** After a reconnection the code is the same, and the last frame stays until the next comes. */
function codeOf(stage: Following, state: Extract<PageState, { status: "waiting" }>): ShownCode {
  const before = "code" in stage ? stage.code : null;
  const same = before?.request === state.request ? before : null;
  const { frame = null, since = null } = same ?? {};
  return { request: state.request, typedCode: state.typed_code, link: state.link, frame, since };
}

function ended(stage: Following, { state, now, unusedFor }: Told): Step {
  const { info } = stage;
  switch (stage.kind) {
    case "returning":
      return stage.mayBegin ? begin(info) : over(info, "elsewhere");
    case "beginning":
      return over(info, "elsewhere");
    case "waiting":
      if (!ranOut(stage.code, now)) return over(info, "elsewhere");
      return unusedFor < patience ? begin(info, stage.code) : over(info, "unused");
    case "claimed":
      return over(info, state.status === "withdrawn" ? "withdrawn" : "unanswered");
    case "approved":
    case "led-elsewhere":
      return over(info, state.status === "withdrawn" ? "withdrawn" : "unconfirmed");
  }
}

/**
 * Whether a code ended by the clock: by the server's, which counts the frames, or by ours, for a page that slept.
 * Renewing what another browser has replaced would make the two take turns for ever.
 */
function ranOut({ frame, since }: ShownCode, now: number): boolean {
  if (frame === null || since === null) return false;
  return Math.max(frame.tick * frameInterval, now - since) >= codeLife - leeway;
}

function over(info: Following["info"], by: EndedBy): Step {
  return stay({ kind: "expired", info, by });
}
