/** The one place where the app's state lives: events go in, the reducer answers, work is begun, and who looks is told. */
import type { AppEvent } from "../state/app-event.ts";
import type { AppState } from "../state/app-state.ts";
import type { Effect } from "../state/effect.ts";
import { firstStep, reduce } from "../state/reduce.ts";

export interface Store {
  readonly state: AppState;
  send(event: AppEvent): void;
  /** Calls the listener at each change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** A store whose work `run` does. The first work begins at once. */
export function createStore(run: (effect: Effect, store: Store) => void): Store {
  const listeners = new Set<() => void>();
  let state = firstStep.state;

  const store: Store = {
    get state() {
      return state;
    },
    send(event) {
      const step = reduce(state, event);
      const changed = step.state !== state;
      state = step.state;
      if (changed) for (const listener of listeners) listener();
      if (step.effect !== null) run(step.effect, store);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  if (firstStep.effect !== null) run(firstStep.effect, store);
  return store;
}
