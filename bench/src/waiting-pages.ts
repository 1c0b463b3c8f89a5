/**
 * How much memory one waiting page costs the server (docs/protocol.md §8): pages that have begun, hold their events open
 * and get a new frame every two seconds. In a process of its own, since one that has worked before fills the room that it
 * kept. What the kernel keeps for a socket is not in it. A page shows a request for three minutes: those that are over
 * when the last one opens don't count.
 */
import { once } from "node:events";
import { type ClientRequest, get, type IncomingMessage } from "node:http";
import type { MeasuredProcess } from "./measured-process.ts";
import type { DatabaseResult } from "./result.ts";
import type { ServerCalls } from "./server-calls.ts";
import type { Lane } from "./sign-in.ts";

const sideBySide = 16;
/** Opened and closed before, so that what a process keeps for good is not counted as the pages'. */
const warmUpPages = 200;

export async function measureWaitingPages(
  server: MeasuredProcess<ServerCalls>,
  lane: Lane,
  pages: number,
): Promise<DatabaseResult["waitingPages"]> {
  leaveAll(await openPages(lane, Math.min(pages, warmUpPages)));
  const before = await server.call("memory");
  const open = await openPages(lane, pages);
  const after = await server.call("memory");
  const count = open.size;
  leaveAll(open);
  return {
    pages: count,
    kilobytesEach: Math.max(0, after.kilobytes - before.kilobytes) / count,
    heapKilobytesEach: Math.max(0, after.heapKilobytes - before.heapKilobytes) / count,
  };
}

async function openPages(lane: Lane, pages: number): Promise<Set<ClientRequest>> {
  const open = new Set<ClientRequest>();
  let left = pages;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await openPage(lane, open);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  return open;
}

/** What comes is read and thrown away, at the least cost: this side runs on the same machine. */
async function openPage({ portal, redirectUri, computer }: Lane, open: Set<ClientRequest>): Promise<void> {
  const visit = computer.visit((await portal.beginSignIn(redirectUri)).uri);
  await visit.begin(await visit.challenge());
  const { address, headers } = visit.events();
  const request = get(address, { headers, agent: false });
  const [response]: IncomingMessage[] = await once(request, "response");
  if (response?.statusCode !== 200) throw new Error(`The events were answered ${response?.statusCode}.`);
  await once(response, "data");
  open.add(request);
  const leave = () => open.delete(request);
  response.once("close", leave).once("error", leave).resume();
}

function leaveAll(open: ReadonlySet<ClientRequest>): void {
  for (const request of open) request.destroy();
}
