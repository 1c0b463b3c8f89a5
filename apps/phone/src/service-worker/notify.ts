/**
 * Shows that something waits, for every push message, whatever it says: a browser takes the permission away from who gets
 * messages and shows nothing. A press on it leads to the app. What waits only the app can say, once it is unlocked.
 */
import type { NotificationWords } from "./messages-to-worker.ts";
import { wordsCache } from "./messages-to-worker.ts";

const fallback: NotificationWords = {
  title: "Something waits for you",
  body: "Open the app to see it.",
  lang: "en",
  dir: "ltr",
};

/** A later one takes an earlier one's place. */
const tag = "waiting";
const icon = "/icons/icon-192.png";
const address = "/notification-words";

/** `words` may be of a page of another version; what can't be shown is not kept. */
export async function keepWords(words: unknown, caches: CacheStorage): Promise<void> {
  if (!areWords(words)) return;
  const cache = await caches.open(wordsCache);
  await cache.put(address, new Response(JSON.stringify(words)));
}

export async function showNotification(
  registration: ServiceWorkerRegistration,
  caches: CacheStorage,
): Promise<void> {
  const { title, body, lang, dir } = await readWords(caches);
  const direction = dir === "rtl" ? "rtl" : "ltr";
  // Heard and felt again although it takes another one's place.
  const options = { body, lang, dir: direction, tag, icon, badge: icon, renotify: true };
  await registration.showNotification(title, options as NotificationOptions);
}

/** To a window of the app that is open, else to a new one. */
export async function openApp(clients: Clients): Promise<void> {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const [last] = windows;
  if (last === undefined) await clients.openWindow("/");
  else await last.focus();
}

/** The browser has ended a subscription: another one for the same key, which the page tells the server at the next unlocking. */
export async function subscribeAgain(
  manager: PushManager,
  before: PushSubscription | null | undefined,
): Promise<void> {
  const key = before?.options.applicationServerKey;
  if (!key || (await manager.getSubscription()) !== null) return;
  await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function readWords(caches: CacheStorage): Promise<NotificationWords> {
  try {
    // Not opened, which would make one where the user wants no notifications.
    const kept = await caches.match(address, { cacheName: wordsCache });
    const words: unknown = await kept?.json();
    return areWords(words) ? words : fallback;
  } catch {
    // A cache that can't be read says nothing, and the message is shown all the same.
    return fallback;
  }
}

function areWords(value: unknown): value is NotificationWords {
  if (typeof value !== "object" || value === null) return false;
  const { title, body, lang, dir } = value as { [Name in keyof NotificationWords]?: unknown };
  return [title, body, lang, dir].every((member) => typeof member === "string" && member !== "");
}
