/**
 * Breaks a phone's work off at one point: its connection is cut on the way to the server or back, or its page stands still right before
 * or after one thing that it stores, for the test to close it there. Nothing else of the page's is touched.
 */
import type { BrowserContext, Request } from "playwright-core";

const handshakes = "/v1/handshakes";

/** Those of a handshake, the call in the channel that it opened, and a call of whatever session. */
type RequestName = "message 1" | "message 3" | "call" | "call of a session";

/** The connection ends as the request leaves, or once the server has acted upon it. */
export interface Cut {
  request: RequestName;
  way: "there" | "back";
}

/** The page stops right before or after the n-th thing that it stores. */
export interface Stop {
  write: number;
  when: "before" | "after";
}

interface Stopping {
  stopAtTest?: Stop | undefined;
  stoppedAtTest(): Promise<void>;
}

export class BreakOff {
  readonly #context: BrowserContext;
  #stopped = (): void => undefined;

  private constructor(context: BrowserContext) {
    this.#context = context;
  }

  /** For all pages that the browser opens from now on. */
  static async of(context: BrowserContext): Promise<BreakOff> {
    const breakOff = new BreakOff(context);
    await context.exposeFunction("stoppedAtTest", () => breakOff.#stopped());
    await context.addInitScript(watchWrites);
    return breakOff;
  }

  /** Cuts the first such request from now on, and every one after it until {@link mend}. Resolves once it was. */
  async cut({ request, way }: Cut): Promise<{ done: Promise<void> }> {
    const { promise: done, resolve } = Promise.withResolvers<void>();
    let isCut = false;
    let proven = "";
    await this.#context.route("**/v1/**", async (route) => {
      const { name, handshake } = whatIs(route.request(), proven);
      if (name === "message 3") proven = handshake;
      if (name !== request && !isCut) return route.continue();
      if (!isCut && way === "back") await route.fetch();
      isCut = true;
      await route.abort("connectionfailed");
      resolve();
    });
    return { done };
  }

  async mend(): Promise<void> {
    await this.#context.unrouteAll({ behavior: "wait" });
  }

  /** Resolves once the page stands still. */
  async stop(stop: Stop): Promise<{ done: Promise<void> }> {
    const { promise: done, resolve } = Promise.withResolvers<void>();
    this.#stopped = resolve;
    for (const page of this.#context.pages())
      await page.evaluate((stop) => void Object.assign(globalThis, { stopAtTest: stop }), stop);
    return { done };
  }
}

/** `proven` is the handshake whose channel is meant: a page asks what waits by its session all the while. */
function whatIs(request: Request, proven: string): { name?: RequestName; handshake: string } {
  const { pathname } = new URL(request.url());
  if (pathname === handshakes) return { name: "message 1", handshake: "" };
  if (pathname.startsWith(`${handshakes}/`))
    return { name: "message 3", handshake: pathname.slice(handshakes.length + 1) };
  if (pathname !== "/v1/calls") return { handshake: "" };
  const [header = ""] = (request.postData() ?? "").split(".");
  const { kid } = JSON.parse(Buffer.from(header, "base64url").toString());
  return { name: kid === proven ? "call" : "call of a session", handshake: kid };
}

/**
 * Runs in every page before its own scripts. Who waits for a transaction that is never said to be complete waits for good: nothing of
 * the page's goes on.
 */
function watchWrites(): void {
  const test = globalThis as unknown as Stopping;
  const { put } = IDBObjectStore.prototype;
  let writes = 0;
  IDBObjectStore.prototype.put = function (...values) {
    const { stopAtTest: stop } = test;
    if (stop === undefined) return put.apply(this, values);
    writes += 1;
    if (writes < stop.write) return put.apply(this, values);
    this.transaction.addEventListener("complete", (event) => {
      event.stopImmediatePropagation();
      void test.stoppedAtTest();
    });
    return stop.when === "after" ? put.apply(this, values) : this.get("nothing");
  };
}
