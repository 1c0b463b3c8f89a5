import { expect, test, vi } from "vitest";
import { Turn } from "./turn.ts";

/** Node has the locks of browsers. */
const { locks } = navigator;

test("one page after the other has its turn, and who waits gets it when it is given back", async () => {
  const none = vi.fn();
  const [first, second] = [new Turn(locks, none), new Turn(locks, none)];
  await first.wait();
  const waited = second.wait();
  expect((await locks.query()).pending).toHaveLength(1);
  expect([first.isHad, second.isHad]).toEqual([true, false]);

  const third = new Turn(locks, none);
  await third.take();
  expect((await locks.query()).held).toHaveLength(1);
  expect(none).toHaveBeenCalledOnce();
  expect([first.isHad, second.isHad, third.isHad]).toEqual([false, false, true]);
  void waited;
});

test("whoever takes the turn has it, and is in nobody's way afterwards", async () => {
  const lost = vi.fn();
  const [first, second] = [new Turn(locks, lost), new Turn(locks, () => undefined)];
  await first.take();
  void second.wait();
  await second.take();
  expect(lost).toHaveBeenCalledOnce();
  expect([first.isHad, second.isHad]).toEqual([false, true]);
});

test("a browser without locks gives every page its turn", async () => {
  const page = new Turn(undefined, () => undefined);
  await page.wait();
  expect(page.isHad).toBe(true);
});
