/** This machine itself, by any of its names: nobody listens in on the way there. */
import { isIPv4 } from "node:net";

/** Whether browsers and the network take this host for the machine itself. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, "");
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    (isIPv4(name) && name.startsWith("127."))
  );
}
