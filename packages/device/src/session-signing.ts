/**
 * The fresh mPIN that a signature takes (docs/protocol.md §7). Its handshake is opened while it is typed, for the one envelope that the
 * screen is about (§5, Opened beforehand).
 */
import type { Argon2Parameters } from "@mtoken/protocol";
import { hashToken } from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError, isDeviceError } from "./errors.ts";
import { openHands, shakeHands, shakeOpenedHands, stretchForOpened } from "./handshake.ts";
import type { Aim, Opening } from "./open-handshake.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";
import type { OpenedRequest } from "./requests.ts";
import type { SessionCalls } from "./session-calls.ts";
import { activated } from "./vault.ts";

/** What a proof is for that signs this envelope, and no other. */
export async function aimAt({ token }: OpenedRequest): Promise<Aim> {
  return { purpose: "approve", binding: await hashToken(token) };
}

export class SessionSigning {
  readonly #context: DeviceContext;
  readonly #calls: SessionCalls;
  #last: Promise<void> = Promise.resolve();

  constructor(context: DeviceContext, calls: SessionCalls) {
    this.#context = context;
    this.#calls = calls;
  }

  /** What stands against it is told by the signing, but for the device's end, which ends the session too. */
  prepare(opened: OpenedRequest, argon2: Argon2Parameters): Promise<void> {
    this.#context.ports.prepareStretch?.(argon2);
    // As the key is pressed: until its turn the screen may be left, or another handshake be under way.
    const isWanted = this.#context.hands.wish();
    const turn = this.#last.then(() => this.#prepare(opened, isWanted));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #prepare(opened: OpenedRequest, isWanted: () => boolean): Promise<void> {
    const { hands, time } = this.#context;
    try {
      await this.#calls.requireAwake();
      if (time.isOver(opened.envelope.exp)) return;
      const aim = await aimAt(opened);
      if (!isWanted()) return;
      await this.#calls.endedBy(hands.openOnce(aim, () => this.#open(aim, isWanted)));
    } catch (error) {
      if (!isDeviceError(error)) throw error;
    }
  }

  /** Begins with what takes longest, where a handshake is open; what has to hold is looked at meanwhile. It proves nothing yet. */
  async begin(opened: OpenedRequest, mpin: string): Promise<(aim: Aim) => Promise<ProvenHandshake>> {
    const context = this.#context;
    await this.#last;
    const opening = await context.hands.take(await aimAt(opened));
    if (opening === undefined) return (aim) => shakeHands(context, { ...aim, mpin });
    const x = stretchForOpened(context, opening, mpin);
    return () => this.#proveOpened({ opening, x });
  }

  /** The request on the screen is left, or decided. */
  forget(): void {
    this.#context.hands.forget();
  }

  async #open(aim: Aim, isWanted: () => boolean): Promise<Opening | undefined> {
    const { next } = await this.#context.vault.keys();
    // Nobody knows which mPIN counts, and a handshake would settle it.
    if (next !== undefined) return undefined;
    // From here on this one's counter is the lower one, and displaces none that is opened after it.
    if (!isWanted()) return undefined;
    return openHands(this.#context, aim);
  }

  /** Another window may have erased the device since, or activated another one: no try of one that is gone is charged. */
  async #proveOpened(of: { opening: Opening; x: Promise<bigint> }): Promise<ProvenHandshake> {
    const { keys } = activated(await this.#context.vault.read());
    if (keys.device !== of.opening.keys.device) throw new DeviceError("session_ended");
    return shakeOpenedHands(this.#context, of);
  }
}
