/**
 * The events of one waiting page (docs/protocol.md §8). They follow the interaction: when another tab of the same
 * browser begins anew, this page shows the newer request; when another browser does, this one has expired.
 */
import type { ServerResponse } from "node:http";
import { equalBytes, formatQrText, tickAt } from "@mtoken/protocol";
import type { Context } from "../context.ts";
import { LiveStream } from "../request/live-stream.ts";
import type { PageView, Visit } from "./page-view.ts";
import { readPageView } from "./page-view.ts";

interface Page {
  visit: Visit;
  view: PageView;
  /** Whether something may have changed while the view was read. */
  isStale: boolean;
}

/** Undefined for a browser that did not begin the interaction's present request. */
export async function openPageStream(
  context: Context,
  response: ServerResponse,
  visit: Visit,
): Promise<PageStream | undefined> {
  // Only what is read says which request to listen to, so what is told of it meanwhile would be missed.
  const watch = context.events.watch();
  try {
    const view = await readPageView(context, visit);
    if (view === undefined) return undefined;
    const isStale = watch.heard(`request:${view.request}`);
    return new PageStream(context, response, { visit, view, isStale });
  } finally {
    watch.end();
  }
}

class PageStream extends LiveStream {
  readonly #context: Context;
  readonly #visit: Visit;
  readonly #isStale: boolean;
  #view: PageView;
  #lastTick = -1;
  #unsubscribe: () => void;

  constructor(context: Context, response: ServerResponse, page: Page) {
    super(context, response);
    this.#context = context;
    this.#visit = page.visit;
    this.#view = page.view;
    this.#isStale = page.isStale;
    this.#unsubscribe = this.#listen();
  }

  override start(): void {
    if (this.#isStale) void this.refresh();
    else this.#tell(this.#view);
  }

  protected override async load(): Promise<void> {
    const view = await readPageView(this.#context, this.#visit);
    // The page may have left meanwhile: then nothing may be subscribed to any more.
    if (!this.isOpen) return;
    if (view === undefined) {
      this.sendState({ status: "expired" }, this.#context.clock.now().getTime());
      return this.end();
    }
    if (view.request !== this.#view.request) this.#follow(view);
    this.#view = view;
    this.#tell(view);
  }

  #tell({ state, ends }: PageView): void {
    const now = this.#context.clock.now().getTime();
    this.sendState(state, now);
    if (ends === undefined) this.end();
    else this.beat(now);
  }

  override beat(now: number): void {
    const { ends, qr } = this.#view;
    if (ends !== undefined && now >= ends) {
      void this.refresh();
      return;
    }
    if (qr) void this.#showFrame(qr, now);
    this.keepAlive(now);
  }

  override release(): void {
    this.#unsubscribe();
  }

  /** What happened to the newer request before we listened is read once more. */
  #follow(view: PageView): void {
    this.#unsubscribe();
    this.#view = view;
    this.#lastTick = -1;
    this.#unsubscribe = this.#listen();
    void this.refresh();
  }

  #listen(): () => void {
    return this.#context.events.subscribe(`request:${this.#view.request}`, () => void this.refresh());
  }

  async #showFrame({ key, from }: NonNullable<PageView["qr"]>, now: number): Promise<void> {
    const tick = tickAt({ createdAt: from, now });
    if (tick === this.#lastTick) return;
    this.#lastTick = tick;
    const { request } = this.#view;
    try {
      const text = await formatQrText({ origin: this.#context.config.serverOrigin, request, tick, key });
      // The request may have been claimed or replaced meanwhile.
      if (this.#view.qr && equalBytes(this.#view.qr.key, key)) this.sendFrame({ text, tick }, now);
    } catch (error) {
      this.fail(error);
    }
  }
}
