/**
 * How much memory one waiting page costs the server (docs/protocol.md §8): pages that have begun, hold their events open
 * and get a new frame every two seconds. What the kernel keeps for a socket is not in it.
 */

import type { MeasuredServer } from "./measured-server.ts";
import type { PageEvents } from "./page-events.ts";
import type { DatabaseResult } from "./result.ts";
import type { Lane } from "./sign-in.ts";

const sideBySide = 16;
/** Opened and closed before, so that what a process keeps for good is not counted as the pages'. */
const warmUpPages = 50;

export async function measureWaitingPages(
  server: MeasuredServer,
  lane: Lane,
  pages: number,
): Promise<DatabaseResult["waitingPages"]> {
  await leaveAll(await openPages(lane, Math.min(pages, warmUpPages)));
  const before = await server.call("memory");
  const open = await openPages(lane, pages);
  const after = await server.call("memory");
  await leaveAll(open);
  return {
    pages,
    kilobytesEach: Math.max(0, after.kilobytes - before.kilobytes) / pages,
    heapKilobytesEach: Math.max(0, after.heapKilobytes - before.heapKilobytes) / pages,
  };
}

async function openPages(lane: Lane, pages: number): Promise<PageEvents[]> {
  const open: PageEvents[] = [];
  let left = pages;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      open.push(await openPage(lane));
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  return open;
}

async function openPage({ portal, redirectUri, computer }: Lane): Promise<PageEvents> {
  const visit = computer.visit((await portal.beginSignIn(redirectUri)).uri);
  await visit.begin(await visit.challenge());
  const events = await visit.openEvents();
  await events.frame();
  return events;
}

async function leaveAll(open: readonly PageEvents[]): Promise<void> {
  for (const events of open) await events.leave();
}
