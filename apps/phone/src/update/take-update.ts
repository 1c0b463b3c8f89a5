/**
 * A version that was fetched in the background is taken when the app begins, before it shows anything: never in the middle of
 * something. Another window may go on with the version of before, whose files stay for as long as it is open.
 */
import type { MessageToWorker } from "../service-worker/messages-to-worker.ts";
import { appVersion } from "./app-version.ts";
import { hasReloaded, rememberReload } from "./reload-guard.ts";

/** A worker that takes over does so in milliseconds; one that doesn't is not waited for. */
const patience = 3000;

/** True when the page is about to be another: then nothing is to begin in this one. */
export async function takeUpdate(): Promise<boolean> {
  const workers = navigator.serviceWorker;
  // Without a controller the page came from the server, and is as new as can be.
  if (!workers?.controller) return false;
  const waiting = (await workers.getRegistration())?.waiting;
  if (!waiting || hasReloaded(appVersion())) return false;
  rememberReload(appVersion());
  const hasTaken = new Promise<boolean>((resolve) => {
    workers.addEventListener("controllerchange", () => resolve(true), { once: true });
    setTimeout(() => resolve(false), patience);
  });
  const message: MessageToWorker = { type: "take-over" };
  waiting.postMessage(message);
  if (!(await hasTaken)) return false;
  location.reload();
  return true;
}
