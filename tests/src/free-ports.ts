/** Ports that nobody listens on, one after the other, as servers that belong together take them. */
import { once } from "node:events";
import { createServer } from "node:net";

/** Below those that systems give out by themselves: such a one could be gone by the time that a server wants it. */
const lowest = 12_000;
/** Test files that run side by side have ranges of their own. */
const rangeLength = 4_000;
const ranges = 4;

/** The first of so many ports in a row that nobody listens on. */
export async function freePorts(count: number): Promise<number> {
  const range = (Number(process.env["VITEST_POOL_ID"] ?? 0) % ranges) * rangeLength;
  for (;;) {
    const first = lowest + range + Math.floor(Math.random() * (rangeLength - count));
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, "localhost"), "listening");
  } catch {
    return false;
  }
  await new Promise((closed) => server.close(closed));
  return true;
}
