/** Where a press on a notification leads, and what becomes of a subscription that the browser has ended. */
import { expect, test } from "vitest";
import { openApp, subscribeAgain } from "./notify.ts";

/** Of the browser's windows, as much as is asked for here. */
function windows(open: readonly string[]) {
  const done: string[] = [];
  const clients = {
    matchAll: async (options: object) => {
      expect(options).toEqual({ type: "window", includeUncontrolled: true });
      return open.map((name) => ({ focus: async () => void done.push(`focus ${name}`) }));
    },
    openWindow: async (address: string) => void done.push(`open ${address}`),
  };
  return { clients: clients as unknown as Parameters<typeof openApp>[0], done };
}

test("a press leads to the window that is open, the one used last", async () => {
  const { clients, done } = windows(["last used", "other"]);
  await openApp(clients);
  expect(done).toEqual(["focus last used"]);
});

test("a press opens the app where no window is open", async () => {
  const { clients, done } = windows([]);
  await openApp(clients);
  expect(done).toEqual(["open /"]);
});

function manager(present: object | null) {
  const made: unknown[] = [];
  const pushManager = {
    getSubscription: async () => present,
    subscribe: async (options: unknown) => void made.push(options),
  };
  return { pushManager: pushManager as unknown as PushManager, made };
}

const key = new ArrayBuffer(65);
const before = { options: { applicationServerKey: key } } as unknown as PushSubscription;

test("a subscription that the browser has ended is made again for the same key", async () => {
  const { pushManager, made } = manager(null);
  await subscribeAgain(pushManager, before);
  expect(made).toEqual([{ userVisibleOnly: true, applicationServerKey: key }]);
});

test("none is made where the browser has made one itself, or where nobody knows for which key", async () => {
  const renewed = manager({});
  await subscribeAgain(renewed.pushManager, before);
  const unknown = manager(null);
  await subscribeAgain(unknown.pushManager, null);
  await subscribeAgain(unknown.pushManager, undefined);
  expect([...renewed.made, ...unknown.made]).toEqual([]);
});
