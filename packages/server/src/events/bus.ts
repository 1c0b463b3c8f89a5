/**
 * Tells waiting pages that something changed. An event carries no data: who hears it reads the database again, so a
 * lost, doubled or late one does no harm. Publish after the commit, never inside the transaction.
 */
import type { ActivationId, DeviceId, InteractionId, RequestId } from "@mtoken/protocol";

export type Topic =
  | `request:${RequestId}`
  | `device:${DeviceId}`
  | `interaction:${InteractionId}`
  | `activation:${ActivationId}`
  | "identity";

export type Listener = () => void;

/** Which topics were told since it began: for who has to read something before he knows what to listen to. */
export interface Watch {
  heard(topic: Topic): boolean;
  end(): void;
}

export interface EventBus {
  publish(topic: Topic): void;
  /** Gives back the function that ends the subscription. */
  subscribe(topic: Topic, listener: Listener): () => void;
  /** Whoever begins a watch ends it, or it remembers for ever. */
  watch(): Watch;
  close(): Promise<void>;
}

/** What a watch has heard when events may have been missed. */
const everything = "everything";

/** The listeners of one process. */
export class LocalBus implements EventBus {
  readonly #listeners = new Map<Topic, Set<Listener>>();
  readonly #watches = new Set<Set<Topic | typeof everything>>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  publish(topic: Topic): void {
    this.emit(topic);
  }

  emit(topic: Topic): void {
    for (const heard of this.#watches) heard.add(topic);
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) {
      try {
        listener();
      } catch (error) {
        // One listener's mistake must neither stop the others nor fail the rule that published.
        this.#onError(error);
      }
    }
  }

  /** When events may have been missed, everybody looks again. */
  emitAll(): void {
    for (const heard of this.#watches) heard.add(everything);
    for (const topic of [...this.#listeners.keys()]) this.emit(topic);
  }

  subscribe(topic: Topic, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  watch(): Watch {
    const heard = new Set<Topic | typeof everything>();
    this.#watches.add(heard);
    return {
      heard: (topic) => heard.has(topic) || heard.has(everything),
      end: () => void this.#watches.delete(heard),
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
