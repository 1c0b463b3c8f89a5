/** A phone with its server, for the tests of this package. */
import { utf8 } from "@mtoken/protocol";
import { Device } from "../device.ts";
import { MemoryVault } from "../memory-vault.ts";
import type { Ports } from "../ports.ts";
import type { Session } from "../session.ts";
import type { Stretch } from "../stretch.ts";
import { invite } from "./test-activations.ts";
import { TestClock } from "./test-clock.ts";
import { TestServer } from "./test-server.ts";

/** The mPIN of every test. */
export const mpin = "482917";
/** Another, as good. */
export const otherMpin = "730518";

/** A phone and what it stands on. */
export interface TestPhone {
  clock: TestClock;
  server: TestServer;
  storage: MemoryVault;
  ports: Ports;
  device: Device;
}

/** Argon2id is tested where it lies; here its place is kept, so that hundreds of handshakes take no minutes. */
const quickStretch: Stretch = async ({ mpin: typed, salt }) => {
  const material = new Uint8Array([...salt, ...utf8(typed)]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", material));
};

/** A phone that was never activated. */
export async function emptyPhone(changed: Partial<Ports> = {}): Promise<TestPhone> {
  const clock = new TestClock();
  const server = await TestServer.start(clock);
  const storage = new MemoryVault();
  const ports: Ports = {
    storage,
    transport: server.transport,
    clock,
    app: "test-phone/1",
    pins: async () => [server.identity.kid],
    stretch: quickStretch,
    ...changed,
  };
  return { clock, server, storage, ports, device: await Device.open(ports) };
}

/** An activated phone, locked. */
export async function activatedPhone(changed: Partial<Ports> = {}): Promise<TestPhone> {
  const phone = await emptyPhone(changed);
  const { link, code } = await invite(phone.server);
  await phone.device.activate({ link, code, mpin });
  await phone.device.session?.end();
  return phone;
}

/** An activated phone with a session. */
export async function unlockedPhone(changed: Partial<Ports> = {}): Promise<TestPhone & { session: Session }> {
  const phone = await activatedPhone(changed);
  return { ...phone, session: await phone.device.unlock(mpin) };
}

/** The same phone after a crash: its memory is gone, its storage is not. */
export async function restarted(phone: TestPhone): Promise<TestPhone> {
  return { ...phone, device: await Device.open(phone.ports) };
}
