/** Opens the phone that a vault file holds, or an empty one for the server of a link. */
import type { Ports } from "@mtoken/device";
import { Device, fetchTransport } from "@mtoken/device";
import { stretchMpin } from "@mtoken/device/stretch";
import { parseActivationLink } from "@mtoken/protocol";
import * as v from "valibot";
import manifest from "../../package.json" with { type: "json" };
import { CommandError } from "../command-error.ts";
import { fileVault } from "./file-vault.ts";

const configurationSchema = v.object({ origin: v.string(), pins: v.array(v.string()) });

/** The phone in the file. */
export async function openPhone(vault: string): Promise<Device> {
  const storage = fileVault(vault);
  const record = await storage.read();
  if (record === undefined)
    throw new CommandError(`${vault} holds no phone yet: mtoken phone activate LINK.`);
  const origin = record.kind === "ended" ? record.origin : record.server.origin;
  // Activated: what was pinned then counts, whatever the server says today.
  return Device.open(portsOf({ storage, origin, pins: async () => [] }));
}

/** The phone in the file, or a new one, for the server that the link names. */
export async function openPhoneFor(link: string, vault: string): Promise<Device> {
  const parsed = parseActivationLink(link);
  if (parsed === undefined) throw new CommandError("This is not an activation link of an mtoken server.");
  const { origin } = parsed;
  return Device.open(portsOf({ storage: fileVault(vault), origin, pins: () => carriedPins(origin) }));
}

/** What a phone of the command line stands on. */
export function portsOf({
  storage,
  origin,
  pins,
}: Pick<Ports, "storage" | "pins"> & { origin: string }): Ports {
  const app = `mtoken-cli/${manifest.version}`;
  const transport = fetchTransport({ origin });
  return { storage, transport, clock: Date, app, pins, stretch: stretchMpin, extractableKeys: true };
}

/** What the phone app of that server carries. A command has no app of the server's, so it takes them as the app is taken: over TLS. */
export async function carriedPins(origin: string): Promise<string[]> {
  const response = await fetch(new URL("/configuration.json", origin), { redirect: "error" });
  const parsed = v.safeParse(configurationSchema, await response.json());
  if (parsed.success && parsed.output.origin === origin) return parsed.output.pins;
  throw new CommandError(`${origin} is not an mtoken server.`);
}
