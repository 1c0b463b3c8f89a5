/**
 * This version is withdrawn: another one can only come from the server, so whatever could bring this one back is taken away first.
 * Once: where the server itself has no other, the app says so.
 */
import { appVersion } from "./app-version.ts";
import { forgetReload, mayReload } from "./reload-guard.ts";

/** True when the page is about to be another. */
export async function renewApp({ again }: { again: boolean }): Promise<boolean> {
  if (again) forgetReload();
  if (!mayReload(appVersion())) return false;
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
