/**
 * Sends the mails that the outbox holds, each at least once, from whichever process comes first: it takes some for a while, sends
 * each once, and then writes down what came of it. A process that dies in between leaves them to the next one, whose mail has the
 * same Message-ID. What fails is tried again for days, later each time, and given up in the end.
 */
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { composeMail } from "./compose-mail.ts";
import { DeliveryRounds, waitAfter } from "./delivery-rounds.ts";
import { deleteDelivered, giveUp, postpone } from "./delivery-store.ts";
import { type ClaimedMail, claimMails, settleSent } from "./mail-store.ts";
import { type MailOutcome, MailSender } from "./send-mail.ts";

/** Taken at once; and sent side by side. */
const mostAtOnce = 20;
const lanes = 5;
/** A process that has not said by then what came of a mail is taken for dead: longer than all of one batch may take. */
const leaseSeconds = 180;
const waits = { first: 30, times: 2, longest: 900 } as const;

type Parts = Pick<Context, "config" | "database" | "sealer" | "clock" | "log">;

export class MailOutbox {
  readonly #parts: Parts;
  readonly #sender: MailSender | undefined;
  readonly #rounds: DeliveryRounds;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { mail } = parts.config;
    this.#sender = mail && new MailSender(mail, parts.config);
    this.#rounds = new DeliveryRounds({
      deliverDue: () => this.#deliverDue(),
      failed: (error) => parts.log.error({ err: error }, "mails could not be delivered"),
    });
  }

  start(everyMilliseconds: number): void {
    if (this.#sender !== undefined) this.#rounds.start(everyMilliseconds);
  }

  /** When it resolves, everything that was due has been tried once; or the mail server was away, and all waits. */
  deliverNow(): Promise<void> {
    return this.#rounds.deliverNow();
  }

  async close(): Promise<void> {
    await this.#rounds.close();
    this.#sender?.close();
  }

  async #deliverDue(): Promise<void> {
    const { database, clock } = this.#parts;
    if (this.#sender === undefined) return;
    const round: Round = { sender: this.#sender, away: undefined };
    let claimed: number;
    do {
      const at = clock.now();
      const due = { at, until: later(at, leaseSeconds), most: mostAtOnce };
      const mails = await claimMails(database.kysely, due);
      claimed = mails.length;
      const waiting = mails.values();
      await Promise.all(Array.from({ length: lanes }, () => this.#deliverAll(waiting, round)));
    } while (claimed >= mostAtOnce && round.away === undefined);
    if (round.away !== undefined) {
      this.#parts.log.warn({ failure: round.away }, "the mail server takes no mails; they wait");
    }
  }

  /** One lane: it takes the next mail until there is none, whichever lane is free. */
  async #deliverAll(mails: Iterable<ClaimedMail>, round: Round): Promise<void> {
    for (const mail of mails) {
      const outcome = await this.#attempt(mail, round).catch((error: unknown): Outcome => {
        this.#parts.log.error({ err: error }, "a mail could not be made");
        return { kind: "failed", failure: "not made" };
      });
      if (outcome.kind === "unreachable") round.away = outcome.failure;
      await this.#settle(mail, outcome);
    }
  }

  async #attempt(claimed: ClaimedMail, { sender, away }: Round): Promise<Outcome> {
    const { id, mail_address: to, created_at: at, expires_at, failure } = claimed;
    const isOver = expires_at <= this.#parts.clock.now();
    const mail = to === null ? undefined : composeMail(this.#parts, claimed);
    // Nobody reads it any more, or an invitation is used: that is no failure.
    if (to === null || mail === undefined) return { kind: "needless" };
    if (isOver) return { kind: "refused", failure: failure ?? "not sent in time" };
    // While it is away, one mail finds that out for all.
    if (away !== undefined) return { kind: "unreachable", failure: away };
    return sender.send({ id, to, at, mail });
  }

  async #settle(mail: ClaimedMail, outcome: Outcome): Promise<void> {
    const { database, clock, log } = this.#parts;
    const { kysely } = database;
    const attempted = { deliveries: [mail] };
    if (outcome.kind === "needless") return deleteDelivered(kysely, attempted);
    const at = clock.now();
    if (outcome.kind === "accepted") return settleSent(kysely, { ...mail, at });
    const { failure } = outcome;
    if (outcome.kind === "refused") {
      await giveUp(kysely, { ...attempted, at, failure });
      log.warn({ failure }, "a mail was given up");
      return;
    }
    // Never past its end, so that it is given up then, and not a wait later.
    const wait = later(at, waitAfter(mail.attempts, waits));
    const dueAt = wait < mail.expires_at ? wait : mail.expires_at;
    await postpone(kysely, { ...attempted, dueAt, failure });
  }
}

/** `needless`: nobody reads it any more. */
type Outcome = MailOutcome | { kind: "needless" };

/** One going through the outbox. */
interface Round {
  sender: MailSender;
  /** Why the mail server takes no mails, since that was found out. */
  away: string | undefined;
}
