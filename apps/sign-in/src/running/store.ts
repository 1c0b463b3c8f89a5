/** The one place where the visit's stage lives: events go in, the reducer answers, work is begun, who looks is told. */
import type { InteractionId } from "@mtoken/protocol";
import type { PageEvent } from "../state/page-event.ts";
import { firstStep, reduce } from "../state/reduce.ts";
import type { Stage } from "../state/stage.ts";
import type { Step } from "../state/step.ts";
import { Runner } from "./run-effects.ts";

export interface Store {
  readonly stage: Stage;
  send(event: PageEvent): void;
  /** Calls the listener at each change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** A visit, begun; `returnCode` is what the app of this device led back with. Without an id that could be one there is nothing to ask the server for. */
export function openVisit(interaction: InteractionId | undefined, returnCode: string | undefined): Store {
  const listeners = new Set<() => void>();
  let stage: Stage = interaction === undefined ? { kind: "unknown" } : firstStep.stage;
  const runner = interaction === undefined ? undefined : new Runner(interaction, { returnCode, send });

  function send(event: PageEvent): void {
    take(reduce(stage, event));
  }

  function take(step: Step): void {
    const changed = step.stage !== stage;
    stage = step.stage;
    runner?.settle(stage);
    if (changed) for (const listener of listeners) listener();
    if (step.effect !== null) runner?.run(step.effect);
  }

  if (firstStep.effect !== null) runner?.run(firstStep.effect);
  return {
    get stage() {
      return stage;
    },
    send,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
