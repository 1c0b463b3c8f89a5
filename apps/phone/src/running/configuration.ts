/**
 * What the server that served this app says of itself: its origin, and the thumbprints of its identity keys (the
 * app's pins). It comes over the same TLS as the app's own code, and the vault keeps what held at activation.
 */
export interface Configuration {
  origin: string;
  pins: string[];
}

const fewestCharacters = 43;

/** Fetches the configuration; undefined when no answer came, or none that makes sense. */
export async function fetchConfiguration(): Promise<Configuration | undefined> {
  try {
    const response = await fetch("/configuration.json", {
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
  const { origin, pins } = value as { origin?: unknown; pins?: unknown };
  if (typeof origin !== "string" || !Array.isArray(pins) || pins.length === 0) return undefined;
  const thumbprints = pins.filter((pin): pin is string => typeof pin === "string");
  const whole = thumbprints.every((pin) => pin.length === fewestCharacters && /^[\w-]+$/.test(pin));
  return whole && thumbprints.length === pins.length ? { origin, pins: thumbprints } : undefined;
}
