/**
 * What the server that served this app says of itself: its origin, and the thumbprints of its identity keys (the
 * app's pins). It comes over the same TLS as the app's own code, and the vault keeps what held at activation.
 */
import { isDeskPhone } from "@mtoken/protocol";

export interface Configuration {
  origin: string;
  pins: string[];
  /** The versions of apps that the server takes no more. */
  withdrawn: string[];
  /** The number that answers at any hour. */
  deskPhone?: string;
}

const fewestCharacters = 43;

/** Fetches the configuration; undefined when no answer came, or none that makes sense. */
export async function fetchConfiguration(): Promise<Configuration | undefined> {
  try {
    const response = await fetch("/configuration.json", {
      // As with all that the device asks: which languages the phone has is nobody's business.
      headers: { "accept-language": "*" },
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(15_000),
    });
    return response.ok ? readConfiguration(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a configuration; undefined when it is not one. Pins that are empty would trust nobody or anybody. */
export function readConfiguration(value: unknown): Configuration | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { origin, pins, withdrawn = [], desk_phone: desk } = value as Readonly<Record<string, unknown>>;
  if (typeof origin !== "string" || !isTexts(pins) || pins.length === 0 || !isTexts(withdrawn))
    return undefined;
  const whole = pins.every((pin) => pin.length === fewestCharacters && /^[\w-]+$/.test(pin));
  if (!whole) return undefined;
  const deskPhone = typeof desk === "string" && isDeskPhone(desk) ? desk : undefined;
  return { origin, pins, withdrawn, ...(deskPhone !== undefined && { deskPhone }) };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}
