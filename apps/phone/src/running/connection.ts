/**
 * Whether the server can be reached, as far as a locked app needs to know: each answer of its configuration says so. While there is none,
 * it is asked for again, every few seconds and whenever the phone says that something has changed.
 */
import type { Configuration } from "./configuration.ts";

const between = 5000;

/** Of the page, what tells of changes. */
export interface Surroundings {
  isOnline(): boolean;
  isVisible(): boolean;
  /** Calls whenever the network or the page's visibility may have changed. */
  onChange(listener: () => void): void;
  later(work: () => void, milliseconds: number): void;
}

export class Connection {
  readonly #ask: () => Promise<Configuration | undefined>;
  readonly #surroundings: Surroundings;
  readonly #listeners = new Set<() => void>();
  #asking: Promise<Configuration | undefined> | undefined;
  #isOffline = false;
  #last: Configuration | undefined;
  #heard: (configuration: Configuration) => void = () => undefined;

  constructor(ask: () => Promise<Configuration | undefined>, surroundings: Surroundings) {
    this.#ask = ask;
    this.#surroundings = surroundings;
    surroundings.onChange(() => {
      if (surroundings.isVisible() && (this.#isOffline || !surroundings.isOnline())) void this.check();
    });
  }

  get isOffline(): boolean {
    return this.#isOffline;
  }

  /** What the server answered last. */
  get last(): Configuration | undefined {
    return this.#last;
  }

  /** `heard` is told every answer. */
  listen(heard: (configuration: Configuration) => void): void {
    this.#heard = heard;
  }

  /** Asks the server now; undefined when it did not answer. Who asks while another question is under way waits for its answer. */
  check(): Promise<Configuration | undefined> {
    this.#asking ??= this.#check();
    return this.#asking;
  }

  /** Calls the listener when the connection is lost or found, or the desk has another number, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #check(): Promise<Configuration | undefined> {
    // Where the phone itself says that there is no network, nobody waits for a request to fail.
    if (!this.#surroundings.isOnline()) this.#set(true);
    const configuration = await this.#ask();
    this.#asking = undefined;
    const desk = this.#last?.deskPhone;
    this.#last = configuration ?? this.#last;
    if (this.#last?.deskPhone !== desk) this.#tell();
    this.#set(configuration === undefined);
    if (configuration === undefined) this.#surroundings.later(() => this.#again(), between);
    else this.#heard(configuration);
    return configuration;
  }

  #again(): void {
    if (this.#isOffline && this.#surroundings.isVisible()) void this.check();
  }

  #set(isOffline: boolean): void {
    if (isOffline === this.#isOffline) return;
    this.#isOffline = isOffline;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Those of the page that this runs in. */
export function pageSurroundings(): Surroundings {
  return {
    isOnline: () => navigator.onLine,
    isVisible: () => document.visibilityState === "visible",
    onChange(listener) {
      for (const type of ["online", "offline", "pageshow"]) addEventListener(type, listener);
      document.addEventListener("visibilitychange", listener);
    },
    later: (work, milliseconds) => void setTimeout(work, milliseconds),
  };
}
