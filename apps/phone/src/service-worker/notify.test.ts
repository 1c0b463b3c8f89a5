/** What a notification says, where a press on it leads, and what becomes of a subscription that the browser has ended. */
import { expect, test } from "vitest";
import { wordsCache } from "./messages-to-worker.ts";
import { keepWords, openApp, showNotification, subscribeAgain } from "./notify.ts";

/** Of a browser's caches, as much as is asked for here; `kept` is what lies in the one for words. */
function cachesWith(kept?: string) {
  const texts = new Map<string, string>();
  if (kept !== undefined) texts.set(`${wordsCache} /notification-words`, kept);
  const caches = {
    open: async (name: string) => ({
      put: async (address: string, response: Response) =>
        void texts.set(`${name} ${address}`, await response.text()),
    }),
    match: async (address: string, { cacheName }: { cacheName: string }) => {
      const text = texts.get(`${cacheName} ${address}`);
      return text === undefined ? undefined : new Response(text);
    },
  };
  return { caches: caches as unknown as CacheStorage, texts };
}

async function shownBy(caches: CacheStorage) {
  const shown: unknown[] = [];
  const show = async (title: string, { body, lang, dir }: NotificationOptions) =>
    void shown.push({ title, body, lang, dir });
  const registration = { showNotification: show } as unknown as ServiceWorkerRegistration;
  await showNotification(registration, caches);
  return shown;
}

const words = { title: "شيء ما بانتظارك", body: "افتح التطبيق", lang: "ar", dir: "rtl" };
const fallback = {
  ...{ title: "Something waits for you", body: "Open the app to see it." },
  ...{ lang: "en", dir: "ltr" },
};
const unusable = [
  null,
  {},
  "words",
  7,
  { ...words, title: 7 },
  { ...words, title: "" },
  { ...words, body: null },
];

test("a notification says what a page has told last", async () => {
  const { caches } = cachesWith();
  await keepWords(fallback, caches);
  await keepWords(words, caches);
  expect(await shownBy(caches)).toEqual([words]);
});

test.each(unusable)("words that are none are not kept: %j", async (value) => {
  const { caches, texts } = cachesWith();
  await keepWords(value, caches);
  expect(texts.size).toBe(0);
});

test.each([...unusable.map((value) => JSON.stringify(value)), "", "{"])(
  "what can't be read as words has its place taken by the English ones: %j",
  async (kept) => {
    expect(await shownBy(cachesWith(kept).caches)).toEqual([fallback]);
  },
);

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
