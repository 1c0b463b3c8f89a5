/**
 * The app's workers, and the one place that makes an address into a script. Under `require-trusted-types-for
 * 'script'` only this policy can, and it knows no other addresses than those that the build wrote here.
 */
import scannerAddress from "../scanner/reader-worker.ts?worker&url";
import stretchAddress from "../stretch/stretch-worker.ts?worker&url";

const addresses = { scanner: scannerAddress, stretch: stretchAddress, service: "/sw.js" } as const;

/** As much of the Trusted Types API as is used; browsers without it have no such check. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): unknown };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy("mtoken-worker", {
  createScriptURL(address) {
    if (!Object.values<string>(addresses).includes(address)) throw new TypeError("not a worker of this app");
    return address;
  },
});

export function startWorker(name: "scanner" | "stretch"): Worker {
  return new Worker(trusted(name), { type: "module", name });
}

/** Its script is asked for anew whenever the browser looks for a new version: no cache may pin an old one. */
export function registerServiceWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(trusted("service"), { scope: "/", updateViaCache: "none" });
}

/** A trusted address is an object that is taken for a text; its types don't say so yet. */
function trusted(name: keyof typeof addresses): string {
  const address = addresses[name];
  return (policy?.createScriptURL(address) ?? address) as string;
}
