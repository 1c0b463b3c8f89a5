/** Puts the device together with what a browser has: IndexedDB for its vault, fetch for its server, a worker for Argon2. */
import { Device, DeviceError, fetchTransport } from "@mtoken/device";
import { indexedDbVault } from "@mtoken/device/indexed-db";
import { lazyPasskeys } from "../passkeys/lazy-passkeys.ts";
import { workerStretch } from "../stretch/worker-stretch.ts";
import { appName } from "../update/app-version.ts";
import type { Configuration } from "./configuration.ts";
import type { Connection } from "./connection.ts";

/**
 * Opens what this phone holds. It opens without a connection, and does not wait for one: an activated device trusts the pins that
 * its vault kept.
 *
 * @throws {DeviceError} `wrong_server` where an app that holds nothing was not loaded from the origin that its server names;
 *   what `Device.open` throws.
 */
export async function openPhone(connection: Connection): Promise<Device> {
  const device = await Device.open({
    storage: indexedDbVault(),
    transport: fetchTransport({ origin: location.origin }),
    clock: { now: () => Date.now() },
    app: appName(),
    ...workerStretch(),
    passkeys: lazyPasskeys(),
    async pins() {
      const configuration = connection.last ?? (await connection.check());
      requireHome(configuration);
      return configuration?.pins ?? [];
    },
  });
  // A vault lies at its own address, so only a phone without one can be at another.
  if (device.state.kind === "empty") requireHome(connection.last);
  return device;
}

/** Under another name (localhost for 127.0.0.1, say) every token would name the wrong server. */
function requireHome(configuration: Configuration | undefined): void {
  if (configuration !== undefined && configuration.origin !== location.origin)
    throw new DeviceError("wrong_server");
}

/** Erases a vault that can't be opened any more. */
export function eraseVault(): Promise<void> {
  return indexedDbVault().clear();
}
