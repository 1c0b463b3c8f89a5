/** What every screen gets: its own member of the state, and where the user's events go. */
import type { UserEvent } from "../state/app-event.ts";
import type { ScreenName, StateOf } from "../state/app-state.ts";

export interface ScreenPropsOf<S extends ScreenName> {
  state: StateOf<S>;
  send(event: UserEvent): void;
}
