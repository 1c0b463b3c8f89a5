/** What every rule of the page gives: the next stage, and what is to be done now. */
import type { InteractionInfo } from "@mtoken/protocol";
import type { Effect } from "./effect.ts";
import type { ShownCode, Stage } from "./stage.ts";

export interface Step {
  stage: Stage;
  effect: Effect | null;
}

export function stay(stage: Stage): Step {
  return { stage, effect: null };
}

/** A new request. What was shown until now stays in its place, so that nothing jumps. */
export function begin(info: InteractionInfo, code: ShownCode | null = null): Step {
  return { stage: { kind: "beginning", info, code }, effect: { type: "begin" } };
}
