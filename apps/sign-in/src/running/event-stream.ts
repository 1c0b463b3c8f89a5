/**
 * The server's events as they come (docs/protocol.md §8). The browser's event source reconnects by itself where it can;
 * this adds what it doesn't notice: a connection that is open and dead, and one that the server would not open.
 */
import type { PageFrame, PageState } from "@mtoken/protocol";
import { pageFrameSchema, pageStateSchema, parseJson, parseWith, utf8 } from "@mtoken/protocol";

/** Frames come every two seconds; after this many milliseconds without one something is wrong. */
const longestSilence = 8000;

export interface StreamListener {
  onState(state: PageState): void;
  onFrame(frame: PageFrame): void;
  onConnected(): void;
  onDisconnected(): void;
  /** The server answered, and gave no events. */
  onRefused(): void;
}

export class EventStream {
  readonly #listener: StreamListener;
  readonly #address: string;
  #source: EventSource | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(address: string, listener: StreamListener) {
    this.#address = address;
    this.#listener = listener;
  }

  get isOpen(): boolean {
    return this.#source !== undefined;
  }

  open(): void {
    this.close();
    const source = new EventSource(this.#address);
    source.addEventListener("open", () => this.#listener.onConnected());
    source.addEventListener("error", () => this.#failed(source));
    source.addEventListener("state", (event) => this.#stateCame(event.data));
    source.addEventListener("frame", (event) => this.#frameCame(event.data));
    this.#source = source;
  }

  close(): void {
    clearTimeout(this.#silence);
    this.#source?.close();
    this.#source = undefined;
  }

  #failed(source: EventSource): void {
    if (source !== this.#source) return;
    if (source.readyState !== EventSource.CLOSED) {
      this.#listener.onDisconnected();
      return;
    }
    this.close();
    this.#listener.onRefused();
  }

  #stateCame(data: unknown): void {
    clearTimeout(this.#silence);
    const state = read(data, (json) => parseWith(pageStateSchema, json));
    if (state === undefined) return;
    if (state.status === "waiting") this.#expectFrame();
    this.#listener.onState(state);
  }

  #frameCame(data: unknown): void {
    this.#expectFrame();
    const frame = read(data, (json) => parseWith(pageFrameSchema, json));
    if (frame !== undefined) this.#listener.onFrame(frame);
  }

  #expectFrame(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#listener.onDisconnected();
      this.open();
    }, longestSilence);
  }
}

/** An event that is not of the protocol's form is passed over: the page goes on showing what it knows. */
function read<T>(data: unknown, parse: (json: unknown) => T): T | undefined {
  try {
    return typeof data === "string" ? parse(parseJson(utf8(data))) : undefined;
  } catch {
    return undefined;
  }
}
