/** The work that takes an open session: asking what waits, claiming a request, deciding on it, giving the device up. */
import type { Decided, Session } from "@mtoken/device";
import type { Notice } from "@mtoken/protocol";
import type { AppEvent } from "../state/app-event.ts";
import type { Effect } from "../state/effect.ts";
import { heard } from "./heard.ts";
import type { Store } from "./store.ts";
import { tell } from "./tell.ts";

type Decision = Extract<Effect, { type: "approve" | "sign" | "sign-by-passkey" | "refuse" }>;
type SessionEffect =
  | Decision
  | Extract<
      Effect,
      {
        type:
          | "list-requests"
          | "list-notices"
          | "answer-enrolment"
          | "list-computers"
          | "remove-computer"
          | "turn-push"
          | "prepare-signing"
          | "claim"
          | "deactivate"
          | "freeze"
          | "check-frozen"
          | "stay";
      }
    >;

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
        async () => {
          return { type: "requests-heard", ...(await heard(session())) };
        },
        (problem) => ({ type: "requests-unheard", problem }),
      );
    case "list-notices":
      return listNotices(effect, { session, store });
    case "answer-enrolment":
    case "list-computers":
    case "remove-computer":
      return tell(
        store,
        () => withComputers(session(), effect),
        (problem) => ({ type: "computers-failed", problem }),
      );
    case "turn-push":
      return turnPush(effect, { session, store });
    case "prepare-signing":
      return prepareSigning(effect, session);
    case "claim":
      return tell(
        store,
        async () => {
          const { source } = effect;
          return { type: "claimed", source, opened: await session().claim(source) };
        },
        (problem) => ({ type: "claim-failed", source: effect.source, problem }),
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
    case "stay":
      return tell(store, async () => {
        await session().stay();
        return { type: "idle-told", soon: false };
      });
    case "deactivate":
      // That it is done comes by the device's own state.
      return tell(
        store,
        async () => {
          await session().deactivate(effect.why);
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

/** What stands against it is told by the signing itself. */
async function prepareSigning(
  { opened }: Extract<SessionEffect, { type: "prepare-signing" }>,
  session: SessionWork["session"],
): Promise<void> {
  try {
    await session().prepareSigning(opened);
  } catch {}
}

async function listNotices(
  { before }: Extract<SessionEffect, { type: "list-notices" }>,
  { session, store }: SessionWork,
): Promise<void> {
  let newest: Notice | undefined;
  await tell(
    store,
    async () => {
      const { notices, more } = await session().notices(before ?? undefined);
      if (before === null) newest = notices.find(({ read }) => !read) && notices[0];
      return { type: "notices-heard", notices, more };
    },
    (problem) => ({ type: "notices-unheard", problem }),
  );
  if (newest === undefined) return;
  const { notice } = newest;
  // Should it fail, they are new again the next time.
  await tell(store, async () => {
    await session().readNotices(notice);
    return { type: "notices-read" };
  });
}

async function withComputers(
  session: Session,
  effect: Extract<SessionEffect, { type: "answer-enrolment" | "list-computers" | "remove-computer" }>,
): Promise<AppEvent> {
  if (effect.type === "answer-enrolment") {
    await session.answerEnrolment(effect.enrolment, effect.decision);
    return { type: "enrolment-settled" };
  }
  if (effect.type === "remove-computer") await session.revokeComputer(effect.computer);
  return { type: "computers-heard", computers: await session.computers() };
}

async function turnPush(
  { on }: Extract<SessionEffect, { type: "turn-push" }>,
  { session, store }: SessionWork,
): Promise<void> {
  // At once: a browser asks the user only while it is still handling the press that led here.
  const asked = on ? globalThis.Notification?.requestPermission() : undefined;
  await tell(
    store,
    async () => {
      const { turnPushOff, turnPushOn } = await import("../push/push-subscription.ts");
      const push = on ? await turnPushOn(session(), (await asked) ?? "denied") : await turnPushOff(session());
      return { type: "push-told", push };
    },
    () => ({ type: "push-told", push: "failed" }),
  );
}

function decide(session: Session, effect: Decision): Promise<Decided> {
  const { opened } = effect;
  if (effect.type === "refuse") return session.refuse(opened, effect.reason);
  const digits = opened.envelope.digits ? { digits: effect.digits } : {};
  if (effect.type === "approve") return session.approve(opened, digits);
  if (effect.type === "sign-by-passkey") return session.signWithPasskey(opened, digits);
  return session.sign(opened, effect.mpin, digits);
}
