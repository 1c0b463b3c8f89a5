/** The passkey of an unlocked phone (docs/protocol.md §5): made, proven by the mPIN, and given up. */
import { fromB64 } from "@mtoken/protocol";
import type { DeviceContext } from "./device-context.ts";
import { DeviceError } from "./errors.ts";
import type { Aim } from "./open-handshake.ts";
import type { PreparedPasskey } from "./passkey-enrolment.ts";
import type { ProvenHandshake } from "./prove-handshake.ts";
import type { SessionCalls } from "./session-calls.ts";
import { forgetPasskeys } from "./wipe.ts";

/** What {@link SessionPasskeys} is made of. */
export interface SessionPasskeysOptions {
  context: DeviceContext;
  calls: SessionCalls;
  /** Proves the mPIN for something else than a session. */
  prove: (mpin: string, aim: Aim) => Promise<ProvenHandshake>;
  /** Told when the vault has changed. */
  onChange: () => Promise<void>;
}

export class SessionPasskeys {
  readonly #options: SessionPasskeysOptions;
  /** One that was made, and waits for the mPIN. */
  #prepared: PreparedPasskey | undefined;

  constructor(options: SessionPasskeysOptions) {
    this.#options = options;
  }

  async prepare(): Promise<void> {
    const { context, calls } = this.#options;
    const { preparePasskey } = await import("./passkey-enrolment.ts");
    const { challenge } = await calls.call("factor.begin", {});
    const prepared = await preparePasskey(context, fromB64(challenge));
    // Its maker may have asked for longer than the session lasted.
    if (calls.over) throw new DeviceError("session_ended");
    this.#prepared = prepared;
  }

  async enrol(mpin: string): Promise<void> {
    const { context, calls, prove, onChange } = this.#options;
    const { enrolPasskey, enrolmentAim } = await import("./passkey-enrolment.ts");
    await calls.requireAwake();
    const prepared = this.#prepared;
    if (prepared === undefined) throw new TypeError("no passkey was prepared in this session");
    const proven = await prove(mpin, await enrolmentAim(prepared));
    await calls.requireAwake();
    calls.renew();
    await enrolPasskey(context, { prepared, proven }).finally(() => onChange());
    this.#prepared = undefined;
  }

  async remove(): Promise<void> {
    const { context, calls, onChange } = this.#options;
    await calls.call("factor.remove", {});
    await forgetPasskeys(context);
    await onChange();
  }

  /** The session is over. */
  forget(): void {
    this.#prepared = undefined;
  }
}
