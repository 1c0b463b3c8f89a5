/**
 * The app's two workers, and the one place that makes an address into a script. Under `require-trusted-types-for
 * 'script'` only this policy can, and it knows no other addresses than those that the build wrote here.
 */
import scannerAddress from "../scanner/reader-worker.ts?worker&url";
import stretchAddress from "../stretch/stretch-worker.ts?worker&url";

const addresses = { scanner: scannerAddress, stretch: stretchAddress } as const;

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

export function startWorker(name: keyof typeof addresses): Worker {
  const address = addresses[name];
  // A trusted address is an object that Worker takes for a text; its types don't say so yet.
  const trusted = (policy?.createScriptURL(address) ?? address) as string;
  return new Worker(trusted, { type: "module", name });
}
