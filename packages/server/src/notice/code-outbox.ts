/**
 * Gives the operator's service the registration codes that it brings to their users (people/code-channel.ts): each at least once, from
 * whichever process comes first, under its activation's name, so that the service can tell a repeat. The invitation shows how that
 * stands. What the service does not take is tried again until the invitation is over; who can't wait invites anew, and has that code shown.
 */
import { formatRegistrationCode } from "@mtoken/protocol";
import { later } from "../clock.ts";
import type { Context } from "../context.ts";
import { type CodeChannel, codeChannelOf } from "../people/code-channel.ts";
import { type ClaimedCode, claimCodes, settleTaken } from "./code-store.ts";
import { DeliveryRounds, waitAfter } from "./delivery-rounds.ts";
import { deleteDelivered, giveUp, postpone } from "./delivery-store.ts";

const mostAtOnce = 20;
/** A process that has not said by then what came of a code is taken for dead. */
const leaseSeconds = 120;
const waits = { first: 5, times: 2, longest: 300 } as const;

type Parts = Pick<Context, "config" | "database" | "sealer" | "clock" | "log">;

export class CodeOutbox {
  readonly #parts: Parts;
  readonly #channel: CodeChannel | undefined;
  readonly #rounds: DeliveryRounds;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#channel = codeChannelOf(parts.config);
    this.#rounds = new DeliveryRounds({
      deliverDue: () => this.#deliverDue(),
      failed: (error) => parts.log.error({ err: error }, "registration codes could not be handed over"),
    });
  }

  start(everyMilliseconds: number): void {
    if (this.#channel !== undefined) this.#rounds.start(everyMilliseconds);
  }

  /** When it resolves, everything that was due has been tried once. */
  deliverNow(): Promise<void> {
    return this.#rounds.deliverNow();
  }

  close(): Promise<void> {
    return this.#rounds.close();
  }

  async #deliverDue(): Promise<void> {
    const { database, clock } = this.#parts;
    if (this.#channel === undefined) return;
    let claimed: number;
    do {
      const at = clock.now();
      const codes = await claimCodes(database.kysely, {
        at,
        until: later(at, leaseSeconds),
        most: mostAtOnce,
      });
      claimed = codes.length;
      for (const code of codes) await this.#deliver(this.#channel, code);
    } while (claimed >= mostAtOnce);
  }

  async #deliver(channel: CodeChannel, claimed: ClaimedCode): Promise<void> {
    const { database, clock } = this.#parts;
    const { activation, sealed_code, invitation_until, expires_at } = claimed;
    const { kysely } = database;
    const attempted = { deliveries: [claimed] };
    if (sealed_code === null) return deleteDelivered(kysely, attempted);
    if (invitation_until <= clock.now()) return this.#giveUp(claimed, claimed.failure ?? "not taken in time");
    const failure = await this.#send(channel, { ...claimed, sealed_code });
    const at = clock.now();
    if (failure === undefined) return settleTaken(kysely, { ...claimed, activation, at });
    const wait = later(at, waitAfter(claimed.attempts, waits));
    await postpone(kysely, { ...attempted, dueAt: wait < expires_at ? wait : expires_at, failure });
  }

  /** What is in its way, in a word of the system's or of ours: never the code, nor where it was to go. */
  async #send(
    channel: CodeChannel,
    { activation, user, name, company, language, invitation_until, ...sealed }: OpenCode,
  ): Promise<string | undefined> {
    const place = { table: "activation_secrets", column: "sealed_code", row: activation } as const;
    try {
      const code = formatRegistrationCode(this.#parts.sealer.open(place, sealed.sealed_code).toString());
      await channel.send({ activation, user, name, company, language, code, expiresAt: invitation_until });
      return undefined;
    } catch (error) {
      const failure = errorWordOf(error);
      this.#parts.log.warn(
        { failure, activation },
        "the service took no registration code; it is tried again",
      );
      return failure;
    }
  }

  async #giveUp(claimed: ClaimedCode, failure: string): Promise<void> {
    const { database, clock, log } = this.#parts;
    await giveUp(database.kysely, { deliveries: [claimed], at: clock.now(), failure });
    log.warn({ failure, activation: claimed.activation }, "a registration code was given up");
  }
}

type OpenCode = ClaimedCode & { sealed_code: Buffer };

/** Such as `ENOENT` or `ENOSPC`. */
function errorWordOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^E[A-Z0-9_]{1,40}$/.test(code) ? code : "not taken";
}
