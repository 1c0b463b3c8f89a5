/** The work that takes an open session: asking what waits, claiming a request, deciding on it, giving the device up. */
import type { Decided, Session } from "@mtoken/device";
import type { Effect } from "../state/effect.ts";
import type { Store } from "./store.ts";
import { tell } from "./tell.ts";

type Decision = Extract<Effect, { type: "approve" | "sign" | "refuse" }>;
type SessionEffect =
  | Decision
  | Extract<Effect, { type: "list-requests" | "claim" | "deactivate" | "freeze" | "check-frozen" }>;

export interface SessionWork {
  /** Throws `session_ended` when there is none any more. */
  session: () => Session;
  store: Store;
}

export async function runSessionEffect(
  effect: SessionEffect,
  { session, store }: SessionWork,
): Promise<void> {
  switch (effect.type) {
    case "list-requests":
      return tell(
        store,
        async () => ({ type: "requests-heard", requests: await session().list() }),
        (problem) => ({ type: "requests-unheard", problem }),
      );
    case "claim":
      return tell(
        store,
        async () => ({ type: "claimed", opened: await session().claim(effect.source) }),
        (problem) => ({ type: "claim-failed", problem }),
      );
    case "freeze":
      return tell(
        store,
        async () => ({ type: "frozen", frozen: await session().freeze() }),
        (problem) => ({ type: "freeze-failed", problem }),
      );
    case "check-frozen":
      // That it is over comes by the device's own state: the session ends with it.
      return tell(
        store,
        async () => {
          const open = session();
          await open.status();
          return open.frozen && { type: "frozen", frozen: open.frozen };
        },
        (problem) => ({ type: "freeze-failed", problem }),
      );
    case "deactivate":
      // That it is done comes by the device's own state.
      return tell(
        store,
        async () => {
          await session().deactivate("user");
          return undefined;
        },
        (problem) => ({ type: "deactivation-failed", problem }),
      );
    default:
      return tell(
        store,
        async () => {
          const { returnTo = null, frozen = null } = await decide(session(), effect);
          return { type: "decided", returnTo, frozen };
        },
        (problem) => ({ type: "decision-failed", problem }),
      );
  }
}

function decide(session: Session, effect: Decision): Promise<Decided> {
  const { opened } = effect;
  if (effect.type === "refuse") return session.refuse(opened, effect.reason);
  const digits = opened.envelope.digits ? { digits: effect.digits } : {};
  if (effect.type === "approve") return session.approve(opened, digits);
  return session.sign(opened, effect.mpin, digits);
}
