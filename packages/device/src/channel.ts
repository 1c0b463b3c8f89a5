/**
 * Sealed calls (docs/protocol.md §6): one after the other, each with a number of its own that never comes twice, and
 * each answer held against the number of its call. A call whose answer was lost keeps its number; the next has a higher one.
 */
import type { Call, ErrorCode, MethodName, Params, Result } from "@mtoken/protocol";
import { openAnswer, sealCall } from "@mtoken/protocol";
import { DeviceError, isDeviceError, trusting } from "./errors.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";
import type { ServerConnection } from "./server-connection.ts";
import { serverError } from "./server-connection.ts";

/** What the server says of a channel that it no longer has. */
const lost: readonly ErrorCode[] = ["session_ended", "call_refused"];

type OpenChannel = Pick<ProvenHandshake, "handshake" | "keys">;

/** The channel that a proven handshake opened. */
export class Channel {
  readonly #connection: ServerConnection;
  #open: OpenChannel | undefined;
  #seq = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(connection: ServerConnection, proven: OpenChannel) {
    this.#connection = connection;
    this.#open = proven;
  }

  /**
   * Calls a method once the calls before it are answered.
   *
   * @throws {DeviceError} `session_ended` once the server no longer knows the channel, or it was closed here;
   *   `offline`, `untrusted_answer`, and what the server answers.
   */
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    const turn = this.#last.then(() => this.#exchange(method, params));
    // An answer is not kept for longer than it is asked for.
    this.#last = turn.then(forget, forget);
    return turn;
  }

  /** Forgets the keys. */
  close(): void {
    this.#open = undefined;
  }

  async #exchange<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    if (this.#open === undefined) throw new DeviceError("session_ended");
    try {
      return await this.#send(this.#open, method, params);
    } catch (error) {
      if (!lost.some((code) => isDeviceError(error, code))) throw error;
      // It may be unsigned, but all that it can do is to lock the phone.
      this.close();
      throw new DeviceError("session_ended", { cause: error });
    }
  }

  async #send<M extends MethodName>(channel: OpenChannel, method: M, params: Params<M>): Promise<Result<M>> {
    const { handshake: session, keys } = channel;
    this.#seq += 1;
    const seq = this.#seq;
    // Name and params belong together by this method's own signature, which the union can't express.
    const call = { method, params } as unknown as Call;
    const sealed = await sealCall({ call, seq, session, key: keys.deviceToServer });
    const { refused, token } = await this.#connection.post("/v1/calls", sealed);
    if (refused) throw new DeviceError("untrusted_answer");
    const answer = await trusting(() =>
      openAnswer({ token, method, seq, session, key: keys.serverToDevice }),
    );
    if ("error" in answer) throw serverError(answer.error.code, answer.error.attempts_left);
    return answer.result;
  }
}

function forget(): void {}
