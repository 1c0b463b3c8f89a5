/** After an unlocking, and when the app comes back to the front: notifications have done their work, and are seen to. */
import type { Session } from "@mtoken/device";
import type { Store } from "./store.ts";

export async function lookAtPush(session: Session | undefined, store: Store): Promise<void> {
  try {
    const push = await import("../push/push-subscription.ts");
    await push.dismissNotifications();
    if (session === undefined || session.over || session.standing !== "active") return;
    store.send({ type: "push-told", push: await push.seeToPush(session) });
  } catch {
    // The app asks for what waits by itself; nothing depends on being notified.
  }
}
