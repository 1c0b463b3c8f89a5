/**
 * The calls of a session (docs/protocol.md §6), its idle clock and its end. Whatever ends it, the user, the server, or five
 * minutes without activity or less, the phone's sleep included: from then on nothing is called any more.
 */
import type { MethodName, Params, Result } from "@mtoken/protocol";
import { Channel } from "./channel.ts";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError, isDeviceError } from "./errors.ts";
import type { Clock } from "./ports.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";

/** Seconds without a call that end a session, on the server as on the phone, where the company says nothing else. */
const longestIdle = 5 * 60;

/** What the server says, or signs, when the session is no more. */
const endings = ["session_ended", "blocked", "deactivated"] as const;

/** What {@link SessionCalls} is made of. */
export interface SessionCallsOptions {
  context: Pick<DeviceContext, "connection" | "ports">;
  proven: ProvenHandshake;
  /** Told once, when it has ended. */
  onEnd: () => Promise<void>;
  /** Told when the server did not answer a call because the user is frozen. */
  onFrozen: () => Promise<unknown>;
  /** Told once it has ended, where that was the server's doing. */
  onLost: () => void;
}

/** What one session asks of the server, for as long as it lasts. */
export class SessionCalls {
  readonly #channel: Channel;
  readonly #clock: Clock;
  readonly #on: Pick<SessionCallsOptions, "onEnd" | "onFrozen" | "onLost">;
  /** Milliseconds. */
  readonly #idleLimit: number;
  #activeAt: number;
  #over = false;

  constructor({ context, proven, ...on }: SessionCallsOptions) {
    this.#channel = new Channel(context.connection, proven);
    this.#clock = context.ports.clock;
    this.#idleLimit = (proven.answer.policy?.idle_seconds ?? longestIdle) * 1000;
    this.#on = on;
    this.#activeAt = this.#clock.now();
  }

  /** Whether the session has ended. */
  get over(): boolean {
    return this.#over;
  }

  /** Whether as long has passed without activity as ends it. A clock that was turned back doesn't keep it open. */
  get idle(): boolean {
    return Math.abs(this.#clock.now() - this.#activeAt) >= this.#idleLimit;
  }

  /** Whether the last minute before that has begun, or the second half of less than two. */
  get idleSoon(): boolean {
    const last = Math.min(60_000, this.#idleLimit / 2);
    return Math.abs(this.#clock.now() - this.#activeAt) >= this.#idleLimit - last;
  }

  /** Calls a method for the user, which keeps the session open. */
  async call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    const startedAt = this.#clock.now();
    const result = await this.poll(method, params);
    // From when it was sent: the server counts from when it arrived, which is later.
    this.#activeAt = startedAt;
    return result;
  }

  /** Calls a method without counting as activity. */
  async poll<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    await this.requireAwake();
    try {
      return await this.endedBy(this.#channel.call(method, params));
    } catch (error) {
      if (isDeviceError(error, "user_frozen")) await this.#on.onFrozen();
      throw error;
    }
  }

  /** The user has proven who they are beside it. */
  renew(): void {
    this.#activeAt = this.#clock.now();
  }

  /** @throws {DeviceError} `session_ended`, which it does at once if it was idle for too long. */
  async requireAwake(): Promise<void> {
    if (this.idle) await this.close();
    if (this.#over) throw new DeviceError("session_ended");
  }

  /** Does work that may show that the session has ended: then it ends here, too. */
  async endedBy<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const isLost = !this.#over && isDeviceError(error, "session_ended");
      if (endings.some((code) => isDeviceError(error, code))) await this.close();
      if (isLost) this.#on.onLost();
      throw error;
    }
  }

  /** Ends at once; the server is told, and ends the session by itself where that fails. */
  async end(): Promise<void> {
    if (this.#over) return;
    const farewell = this.#channel.call("session.end", {}).catch(() => undefined);
    await this.#finish();
    await farewell;
    this.#channel.close();
  }

  /** Ends without a word to the server. */
  async close(): Promise<void> {
    if (this.#over) return;
    this.#channel.close();
    await this.#finish();
  }

  async #finish(): Promise<void> {
    this.#over = true;
    await this.#on.onEnd();
  }
}
