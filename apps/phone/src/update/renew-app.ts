/**
 * This version is withdrawn: another one can only come from the server, so whatever could bring this one back is taken away first.
 * Once: where the server itself has no other, the app says so.
 */
import type { Effect } from "../state/effect.ts";
import { appVersion } from "./app-version.ts";
import { forgetReload, keepRequest, mayReload } from "./reload-guard.ts";

type Renewal = Pick<Extract<Effect, { type: "renew-app" }>, "again" | "request">;

/** True when the page is about to be another. */
export async function renewApp({ again, request }: Renewal): Promise<boolean> {
  if (again) forgetReload();
  if (!mayReload(appVersion())) return false;
  if (request !== null) keepRequest(request);
  await Promise.all([dropCaches(), dropWorkers()]);
  location.reload();
  return true;
}

async function dropCaches(): Promise<void> {
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function dropWorkers(): Promise<void> {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
}
