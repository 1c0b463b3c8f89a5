/** The server-sent events of one page, read in the order in which they come. */
import type { PageFrame, PageState } from "@mtoken/protocol";
import { pageFrameSchema, pageStateSchema, parseWith } from "@mtoken/protocol";

type StateOf<S extends PageState["status"]> = Extract<PageState, { status: S }>;
type Event = { name: "state"; state: PageState } | { name: "frame"; frame: PageFrame };

export class PageEvents {
  readonly #events: AsyncGenerator<Event, undefined>;
  readonly #abort: AbortController;

  static async open(url: string, headers: Record<string, string>): Promise<PageEvents> {
    const abort = new AbortController();
    const response = await fetch(url, { headers, signal: abort.signal });
    if (!response.ok || response.body === null)
      throw new Error(`The events were answered ${response.status}.`);
    return new PageEvents(readEvents(response.body), abort);
  }

  private constructor(events: AsyncGenerator<Event, undefined>, abort: AbortController) {
    this.#events = events;
    this.#abort = abort;
  }

  /** The next QR code. */
  async frame(): Promise<string> {
    for (;;) {
      const event = await this.#next();
      if (event.name === "frame") return event.frame.text;
    }
  }

  /** Waits for a state of this status; any other that ends the page is an error. */
  async state<S extends PageState["status"]>(status: S): Promise<StateOf<S>> {
    for (;;) {
      const event = await this.#next();
      if (event.name === "frame") continue;
      const { state } = event;
      if (hasStatus(state, status)) return state;
      if (state.status !== "waiting" && state.status !== "claimed")
        throw new Error(`The page is ${state.status}.`);
    }
  }

  /** Reads on until the server has ended the stream, so that the connection serves again. */
  async end(): Promise<void> {
    for await (const _event of this.#events);
  }

  leave(): void {
    this.#abort.abort();
  }

  async #next(): Promise<Event> {
    const { value, done } = await this.#events.next();
    if (done) throw new Error("The page's events have ended.");
    return value;
  }
}

async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<Event, undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of body) {
    text += decoder.decode(part, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = readEvent(text.slice(0, end));
      text = text.slice(end + 2);
      if (event) yield event;
    }
  }
}

/** Undefined for a comment, which is how an idle stream says that it is alive. */
function readEvent(text: string): Event | undefined {
  const [, name, data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(text) ?? [];
  if (name === "state") return { name, state: parseWith(pageStateSchema, JSON.parse(data)) };
  if (name === "frame") return { name, frame: parseWith(pageFrameSchema, JSON.parse(data)) };
  return undefined;
}

function hasStatus<S extends PageState["status"]>(state: PageState, status: S): state is StateOf<S> {
  return state.status === status;
}
