/** Turning fingerprint or face on and off by the session; what was made is kept here between its two steps, and nowhere else. */
import type { Device, PreparedPasskey, Session } from "@mtoken/device";
import type { PasskeyStanding } from "../state/app-state.ts";
import type { Effect } from "../state/effect.ts";
import type { SessionWork } from "./session-effects.ts";
import { tell } from "./tell.ts";

type PasskeyEffect = Extract<Effect, { type: "prepare-passkey" | "enrol-passkey" | "remove-passkey" }>;

export class PasskeyWork {
  #prepared: PreparedPasskey | undefined;

  run(effect: PasskeyEffect, { session, store }: SessionWork): Promise<void> {
    return tell(
      store,
      async () => {
        switch (effect.type) {
          case "prepare-passkey":
            this.#prepared = await session().preparePasskey();
            return { type: "passkey-prepared" };
          case "enrol-passkey":
            await this.#enrol(session(), effect.mpin);
            return { type: "passkey-settled", standing: "on" };
          case "remove-passkey":
            await session().removePasskey();
            return { type: "passkey-settled", standing: "off" };
        }
      },
      (problem) => ({ type: "passkey-failed", problem }),
    );
  }

  /** It stays for another try when the mPIN was wrong. */
  async #enrol(session: Session, mpin: string): Promise<void> {
    if (this.#prepared === undefined) throw new TypeError("PasskeyWork: nothing was prepared");
    await session.enrolPasskey(this.#prepared, mpin);
    this.#prepared = undefined;
  }
}

/** How fingerprint or face stands on this phone, for its user, in this company. */
export async function passkeyStanding(device: Device, session: Session): Promise<PasskeyStanding> {
  if (!session.passkeysAllowed) return "forbidden";
  if (device.hasPasskey) return "on";
  return (await device.passkeysAvailable().catch(() => false)) ? "off" : "unsupported";
}
