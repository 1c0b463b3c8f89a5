/** Ports that nobody listens on, one after the other, as servers that belong together take them. */
import { once } from "node:events";
import { createServer } from "node:net";

/** The first of so many ports in a row that nobody listens on. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = await listen(0);
    if (first === undefined) continue;
    const others = Array.from({ length: count - 1 }, (_, index) => first.port + index + 1);
    const rest = await Promise.all(others.map((port) => listen(port)));
    await Promise.all([first, ...rest].map((listening) => listening?.close()));
    if (!rest.includes(undefined)) return first.port;
  }
}

async function listen(port: number): Promise<{ port: number; close(): Promise<void> } | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, "localhost"), "listening");
  } catch {
    return undefined;
  }
  const address = server.address();
  if (typeof address !== "object" || address === null) return undefined;
  return {
    port: address.port,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
