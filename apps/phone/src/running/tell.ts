/** The one way from work to an event: what the work gives, or the problem that stood against it. */
import type { AppEvent } from "../state/app-event.ts";
import type { Problem } from "../state/problem.ts";
import { readProblem } from "../state/problem.ts";
import type { Store } from "./store.ts";

/** Does work and sends its event; what it throws becomes a problem, and that event is sent instead. */
export async function tell(
  store: Store,
  work: () => Promise<AppEvent | undefined>,
  failed?: (problem: Problem) => AppEvent,
): Promise<void> {
  try {
    const event = await work();
    if (event !== undefined) store.send(event);
  } catch (error) {
    const event = failed?.(readProblem(error));
    if (event !== undefined) store.send(event);
  }
}
