/** The device in a page, with its vault in IndexedDB: what the browser test loads and calls. */
import { Device, fetchTransport } from "@mtoken/device";
import { indexedDbVault } from "@mtoken/device/indexed-db";
import { stretchMpin } from "@mtoken/device/stretch";

let device: Device | undefined;

/** Opens the device that this profile holds, and says how it stands. */
export async function open(pins: string[]): Promise<string> {
  const transport = fetchTransport({ origin: location.origin });
  device = await Device.open({
    storage: indexedDbVault(),
    transport,
    clock: Date,
    app: "test-phone/1",
    pins: async () => pins,
    stretch: stretchMpin,
  });
  return device.state.kind;
}

export async function activate(text: string, code: string, mpin: string): Promise<string> {
  const phone = opened();
  const { fingerprint } = await phone.activate({ link: phone.readLink(text), code, mpin });
  return `${phone.state.kind} ${fingerprint}`;
}

/** How the device stands after this mPIN, or the code of the error. */
export async function unlock(mpin: string): Promise<string> {
  const phone = opened();
  return phone.unlock(mpin).then(
    () => phone.state.kind,
    (error: { code: string }) => error.code,
  );
}

/** Every key that the vault holds: what it is, and what trying to export it gives. */
export async function exportKeys(): Promise<string[]> {
  const record = await indexedDbVault().read();
  if (record === undefined || record.kind === "ended") return [];
  const { deviceKey, deviceSecret } = record.keys;
  return Promise.all(
    [deviceKey.privateKey, deviceSecret].map(async (key) => {
      const exported = await crypto.subtle.exportKey("jwk", key).then(
        () => "exported",
        (error: Error) => error.name,
      );
      return `${key.type} ${exported}`;
    }),
  );
}

function opened(): Device {
  if (device === undefined) throw new TypeError("open the device first");
  return device;
}
