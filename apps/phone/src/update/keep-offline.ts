/**
 * Has the service worker keep this version, so that the app starts without a connection. Begun once the first screen is
 * there; whatever stands against it only means that the app needs its server to start.
 */

import { onLanguageChange } from "../language/load-language.ts";
import { tellWords } from "../push/notification-words.ts";
import type { MessageToWorker } from "../service-worker/messages-to-worker.ts";
import { registerServiceWorker } from "../workers/start-worker.ts";
import { appVersion } from "./app-version.ts";

/** A page that is open for days asks for a new version all the same, this often at most. */
const lookAgainAfter = 3_600_000;

export async function keepOffline(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  try {
    const registration = await registerServiceWorker();
    lookAgain(registration);
    const ready = await navigator.serviceWorker.ready;
    const message: MessageToWorker = { type: "begun", version: appVersion(), paths: loadedPaths() };
    ready.active?.postMessage(message);
    tellWords(ready);
    onLanguageChange(() => tellWords(ready));
  } catch {
    // Private windows and some settings forbid it.
  }
}

/** What the page is made of: the worker knows which of it is a language. */
function loadedPaths(): string[] {
  return performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
}

function lookAgain(registration: ServiceWorkerRegistration): void {
  let last = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - last < lookAgainAfter) return;
    last = Date.now();
    registration.update().catch(() => undefined);
  });
}
