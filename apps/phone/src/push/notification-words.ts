/**
 * What a notification says, told to the service worker in the language of the app: at each start, and with each change of language.
 * The worker shows what it was told last: it has no catalogue, and runs when no page does.
 */
import { messages } from "../language/catalogue.ts";
import { readPreferences } from "../running/preferences.ts";
import type { MessageToWorker } from "../service-worker/messages-to-worker.ts";

/** Only for whom notifications are on: a phone keeps nothing that it has no use for. */
export function tellWords({ active }: ServiceWorkerRegistration): void {
  if (readPreferences().push !== "on") return;
  const { lang, dir } = document.documentElement;
  const { title, body } = messages.push.notification;
  const message: MessageToWorker = { type: "words", words: { title, body, lang, dir } };
  active?.postMessage(message);
}
