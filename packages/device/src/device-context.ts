/** What the parts of one device share: its ports, its vault, its server. */
import { OpenedHands } from "./opened-hands.ts";
import type { Ports } from "./ports.ts";
import { ServerConnection } from "./server-connection.ts";
import { ServerTime } from "./server-time.ts";
import type { Stretch } from "./stretch.ts";
import { TrustedIdentity } from "./trusted-identity.ts";
import { Vault } from "./vault.ts";

/** One device's parts. */
export interface DeviceContext {
  ports: Ports;
  vault: Vault;
  connection: ServerConnection;
  identity: TrustedIdentity;
  time: ServerTime;
  stretch: Stretch;
  /** The handshake that was opened beforehand. */
  hands: OpenedHands;
}

/** Puts the parts together. */
export function deviceContext(ports: Ports): DeviceContext {
  const connection = new ServerConnection(ports.transport);
  const time = new ServerTime(ports.clock);
  const vault = new Vault(ports.storage);
  return {
    ports,
    vault,
    connection,
    time,
    identity: new TrustedIdentity({
      connection,
      time,
      keptPins: () => keptPins(vault),
      carriedPins: () => ports.pins(),
    }),
    stretch: ports.stretch,
    hands: new OpenedHands(ports.clock),
  };
}

async function keptPins(vault: Vault): Promise<readonly string[] | undefined> {
  const record = await vault.read();
  return record === undefined || record.kind === "ended" ? undefined : record.server.pins;
}
