/**
 * Notifications of this phone (docs/protocol.md §6, "Push messages"): its browser's subscription, and the server's word of it.
 * They are compared at each unlocking, since either may have changed: the browser renews a subscription, a push
 * service gives one up, the server has a new key.
 */
import type { Session } from "@mtoken/device";
import { hashToken } from "@mtoken/protocol";
import { readPreferences, writePreferences } from "../running/preferences.ts";
import { wordsCache } from "../service-worker/messages-to-worker.ts";
import { tellWords } from "./notification-words.ts";
import { type PushStanding, pushStanding } from "./push-standing.ts";

/** A browser without a push service in reach answers nothing at all. */
const patience = 20_000;

/** How it stands, and what has to be seen to is seen to. For after each unlocking. */
export async function seeToPush(session: Session): Promise<PushStanding> {
  const standing = presentStanding();
  if (standing !== "on" && standing !== "offered" && standing !== "off") return standing;
  try {
    const { key } = await session.pushStatus();
    // A server that sends none has nothing to offer.
    if (key === null) return "none";
    if (standing === "on") await subscribe(session);
    return standing;
  } catch {
    return standing === "on" ? "failed" : "none";
  }
}

/** For when the user has been asked by the browser: `permission` is what came of it. */
export async function turnPushOn(
  session: Session,
  permission: NotificationPermission,
): Promise<PushStanding> {
  // Whoever closes the browser's question has answered it: it does not come again by itself.
  writePreferences({ push: permission === "granted" ? "on" : "off" });
  if (permission !== "granted") return presentStanding();
  try {
    await subscribe(session);
    return "on";
  } catch {
    return "failed";
  }
}

export async function turnPushOff(session: Session): Promise<PushStanding> {
  writePreferences({ push: "off" });
  await unsubscribe();
  await session.unsubscribePush();
  return presentStanding();
}

/** The device is over, or the user wants no more: nothing more arrives, and nothing stays on the phone's screen or in it. */
export async function unsubscribe(): Promise<void> {
  await globalThis.caches?.delete(wordsCache);
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration === undefined) return;
  await closeNotifications(registration);
  await (await registration.pushManager?.getSubscription())?.unsubscribe();
}

/** What a notification calls the user for is on the screen by now. */
export async function dismissNotifications(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration !== undefined) await closeNotifications(registration);
}

async function closeNotifications(registration: ServiceWorkerRegistration): Promise<void> {
  for (const shown of await registration.getNotifications()) shown.close();
}

function presentStanding(): PushStanding {
  return pushStanding({
    isAble: "Notification" in globalThis && "PushManager" in globalThis && "serviceWorker" in navigator,
    isUninstalledIos: "standalone" in navigator && navigator.standalone === false,
    permission: globalThis.Notification?.permission ?? "default",
    choice: readPreferences().push,
  });
}

async function subscribe(session: Session): Promise<void> {
  const { key, endpoint } = await session.pushStatus();
  if (key === null) throw new TypeError("this server sends no push messages");
  const registration = await inTime(navigator.serviceWorker.ready);
  tellWords(registration);
  const subscription = await subscriptionFor(registration.pushManager, key);
  if ((await hashToken(subscription.endpoint)) === endpoint) return;
  const { p256dh = "", auth = "" } = subscription.toJSON().keys ?? {};
  await session.subscribePush({ endpoint: subscription.endpoint, p256dh, auth, key });
}

async function subscriptionFor(manager: PushManager, key: string): Promise<PushSubscription> {
  const present = await inTime(manager.getSubscription());
  const presentKey = present?.options.applicationServerKey;
  if (present && presentKey && base64Url(presentKey) === key) return present;
  await present?.unsubscribe();
  return inTime(manager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
}

function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_resolve, reject) =>
    setTimeout(() => reject(new DOMException("no push service answered", "TimeoutError")), patience),
  );
  return Promise.race([work, late]);
}

function base64Url(bytes: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
