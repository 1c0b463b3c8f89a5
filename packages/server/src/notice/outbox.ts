/**
 * Sends the push messages that the outbox holds (mail-outbox.ts its mails), each at least once, from whichever process comes first: it takes some deliveries for a while,
 * sends, and then writes down what came of it. A process that dies in between leaves them to the next one, so a phone may
 * be woken twice; it is never forgotten. What fails is tried again, later each time, and given up in the end.
 */
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { DeliveryRounds, waitAfter } from "./delivery-rounds.ts";
import { type Attempted, deleteDelivered, giveUp, postpone } from "./delivery-store.ts";
import { openPushKey, type PushKeyPair } from "./push-keys.ts";
import { type ClaimedDelivery, claimDue, deleteSubscription } from "./push-store.ts";
import { type PushOutcome, PushSender } from "./send-push.ts";
import { openSubscription } from "./subscribe-push.ts";

/** Taken at once; and sent side by side. */
const mostAtOnce = 50;
const lanes = 10;
/** A process that has not said by then what came of a delivery is taken for dead: longer than all of one batch may take. */
const leaseSeconds = 120;
/** How often a delivery is tried. */
export const mostAttempts = 6;
const waits = { first: 15, times: 4, longest: 3600 } as const;

type Parts = Pick<Context, "config" | "database" | "sealer" | "clock" | "log">;

export class Outbox {
  readonly #parts: Parts;
  readonly #sender: PushSender;
  readonly #keys = new Map<string, PushKeyPair>();
  readonly #rounds: DeliveryRounds;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#sender = new PushSender(parts.config.push);
    this.#rounds = new DeliveryRounds({
      deliverDue: () => this.#deliverDue(),
      failed: (error) => parts.log.error({ err: error }, "notices could not be delivered"),
    });
  }

  start(everyMilliseconds: number): void {
    if (this.#parts.config.push.enabled) this.#rounds.start(everyMilliseconds);
  }

  /** When it resolves, everything that was due has been tried once. */
  deliverNow(): Promise<void> {
    return this.#rounds.deliverNow();
  }

  async close(): Promise<void> {
    await this.#rounds.close();
    this.#sender.close();
  }

  async #deliverDue(): Promise<void> {
    const { database, clock } = this.#parts;
    let claimed: number;
    do {
      const at = clock.now();
      const due = { at, until: later(at, leaseSeconds), most: mostAtOnce };
      const deliveries = await claimDue(database.kysely, due);
      claimed = deliveries.length;
      const messages = groupMessages(deliveries).values();
      await Promise.all(Array.from({ length: lanes }, () => this.#deliverAll(messages)));
    } while (claimed >= mostAtOnce);
  }

  /** One lane: it takes the next message until there is none, whichever lane is free. */
  async #deliverAll(messages: Iterator<Message> & Iterable<Message>): Promise<void> {
    for (const message of messages) {
      const outcome = await this.#attempt(message).catch((error: unknown): PushOutcome => {
        this.#parts.log.error({ err: error }, "a push message could not be made");
        return { kind: "failed", failure: "not made", retryAfter: undefined };
      });
      await this.#settle(message, outcome);
    }
  }

  async #attempt({ deliveries: [first], until }: Message): Promise<PushOutcome> {
    const { clock, sealer } = this.#parts;
    const at = clock.now();
    // What it would tell is over.
    if (until <= at) return { kind: "accepted" };
    const { subscription_id: id, sealed_subscription, key_id, topic } = first;
    const subscription = openSubscription(sealer, { id, sealed_subscription });
    return this.#sender.send({ subscription, key: await this.#key(key_id), topic, until, at });
  }

  async #settle(message: Message, outcome: PushOutcome): Promise<void> {
    const { kysely } = this.#parts.database;
    switch (outcome.kind) {
      case "accepted":
        return deleteDelivered(kysely, message);
      case "gone":
        return deleteSubscription(kysely, { subscription: message.deliveries[0].subscription_id });
      case "refused":
        return this.#giveUp(message, outcome.failure);
      case "failed":
        return this.#tryAgain(message, outcome);
    }
  }

  async #tryAgain(
    message: Message,
    { failure, retryAfter }: Extract<PushOutcome, { kind: "failed" }>,
  ): Promise<void> {
    const { database, clock } = this.#parts;
    const at = clock.now();
    const attempts = Math.max(...message.deliveries.map((delivery) => delivery.attempts));
    const dueAt = later(at, Math.max(waitAfter(attempts, waits), askedWait(retryAfter, at)));
    if (attempts >= mostAttempts || dueAt >= message.until) return this.#giveUp(message, failure);
    await postpone(database.kysely, { ...message, dueAt, failure });
  }

  async #giveUp(message: Attempted, failure: string): Promise<void> {
    const { database, clock, log } = this.#parts;
    await giveUp(database.kysely, { ...message, at: clock.now(), failure });
    log.warn({ failure, deliveries: message.deliveries.length }, "a push message was given up");
  }

  async #key(kid: string): Promise<PushKeyPair> {
    const key = this.#keys.get(kid) ?? (await openPushKey(this.#parts, kid));
    this.#keys.set(kid, key);
    return key;
  }
}

/** Deliveries that one message serves: all of a topic to the same phone say the same. */
interface Message extends Attempted {
  deliveries: [ClaimedDelivery, ...ClaimedDelivery[]];
  /** The latest of their ends. */
  until: Date;
}

function groupMessages(deliveries: readonly ClaimedDelivery[]): Message[] {
  const groups = new Map<string, Message>();
  for (const delivery of deliveries) {
    const { subscription_id, topic, expires_at: until } = delivery;
    const group = groups.get(`${subscription_id} ${topic}`);
    if (group === undefined) {
      groups.set(`${subscription_id} ${topic}`, { deliveries: [delivery], until });
      continue;
    }
    group.deliveries.push(delivery);
    if (until > group.until) group.until = until;
  }
  return [...groups.values()];
}

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3); a push service may ask for an hour, and no more. */
function askedWait(retryAfter: string | undefined, at: Date): number {
  if (retryAfter === undefined) return 0;
  const seconds = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - at.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), waits.longest) : 0;
}
