/** Puts the device together with what a browser has: IndexedDB for its vault, fetch for its server, a worker for Argon2. */
import { Device, DeviceError, fetchTransport } from "@mtoken/device";
import { indexedDbVault } from "@mtoken/device/indexed-db";
import { workerStretch } from "../stretch/worker-stretch.ts";
import { appVersion } from "../update/app-version.ts";
import type { Configuration } from "./configuration.ts";
import { fetchConfiguration } from "./configuration.ts";

/**
 * Opens what this phone holds. It opens without a connection too: an activated device then trusts the pins that its
 * vault kept.
 *
 * @throws {DeviceError} `wrong_server` where the app was not loaded from the origin that its server names; what
 *   `Device.open` throws.
 */
export async function openPhone(): Promise<Device> {
  let configuration = await fetchConfiguration();
  requireHome(configuration);
  return Device.open({
    storage: indexedDbVault(),
    transport: fetchTransport({ origin: location.origin }),
    clock: { now: () => Date.now() },
    app: `mtoken-phone/${appVersion()}`,
    stretch: workerStretch(),
    async pins() {
      configuration ??= await fetchConfiguration();
      requireHome(configuration);
      return configuration?.pins ?? [];
    },
  });
}

/** Under another name (localhost for 127.0.0.1, say) every token would name the wrong server. */
function requireHome(configuration: Configuration | undefined): void {
  if (configuration !== undefined && configuration.origin !== location.origin)
    throw new DeviceError("wrong_server");
}

/**
 * Asks the browser to keep the vault when it runs out of space. Nothing waits for the answer, and a refusal stops
 * nothing: the vault may still live long.
 */
export function keepStorage(): void {
  navigator.storage?.persist?.().catch(() => false);
}

/** Erases a vault that can't be opened any more. */
export function eraseVault(): Promise<void> {
  return indexedDbVault().clear();
}
