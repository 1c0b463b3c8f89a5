/**
 * The app's service worker: it has the app start without a connection, and fetches new versions in the background. Once
 * a version is there, all of it, it answers every page that begins. A page that is open goes on with the files of its own
 * version, which stay until its window is closed: no approval changes its version halfway. What may be kept, and what
 * never, is in what-answers.ts.
 */
import type { MessageToWorker } from "./messages-to-worker.ts";
import { keepWords, openApp, showNotification, subscribeAgain } from "./notify.ts";
import { Precache } from "./precache.ts";
import type { PrecacheList } from "./precache-list.ts";
import { whatAnswers } from "./what-answers.ts";

declare const self: ServiceWorkerGlobalScope;
/** The build puts it here (src/build/service-worker-plugin.ts). */
declare const mtokenPrecacheList: PrecacheList;

const list = mtokenPrecacheList;
const precache = new Precache(list, { caches, fetch: (path, options) => fetch(path, options) });

self.addEventListener("install", (event) => {
  leaveToNetwork(event);
  event.waitUntil(precache.install().then(() => self.skipWaiting()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const answer = whatAnswers(request, self.location.origin);
  if (answer.kind === "shell") event.respondWith(precache.shell());
  if (answer.kind === "file") {
    const kept = precache.file(answer.path);
    event.respondWith(kept.then((response) => response ?? fetch(request)));
    event.waitUntil(
      kept.then((response) => (response === undefined ? keepLanguages([answer.path]) : undefined)),
    );
  }
});

self.addEventListener("message", (event) => {
  const message = event.data as MessageToWorker;
  if (message.type === "begun") event.waitUntil(begun(message));
  if (message.type === "words") event.waitUntil(keepWords(message.words, caches));
});

self.addEventListener("push", (event) => event.waitUntil(showNotification(self.registration, caches)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openApp(self.clients));
});

self.addEventListener("pushsubscriptionchange", (event) => {
  const { oldSubscription } = event as { oldSubscription?: PushSubscription | null };
  const again = subscribeAgain(self.registration.pushManager, oldSubscription);
  (event as ExtendableEvent).waitUntil(again.catch(() => undefined));
});

/** Calls to the server don't wait for this thread to be started, where the browser lets a worker say so (Static Routing API). */
function leaveToNetwork(event: ExtendableEvent): void {
  const { addRoutes } = event as { addRoutes?(rule: object): Promise<void> };
  const told = addRoutes?.call(event, { condition: { requestMethod: "POST" }, source: "network" });
  if (told !== undefined) event.waitUntil(told.catch(() => undefined));
}

/** A language that can't be kept now is used again another time. */
function keepLanguages(paths: readonly string[]): Promise<void> {
  return precache.keepLanguages(paths).catch(() => undefined);
}

/** The versions of before go once their last window is closed: the one that has begun is the only one. */
async function begun({ version, paths }: Extract<MessageToWorker, { type: "begun" }>): Promise<void> {
  if (version !== list.version) return;
  await precache.repair().catch(() => undefined);
  await keepLanguages(paths);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.length <= 1) await precache.deleteOlder();
}
