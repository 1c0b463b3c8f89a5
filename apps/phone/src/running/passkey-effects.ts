/** Turning fingerprint or face on and off by the session, which keeps what was made between its two steps. */
import type { Device, Session } from "@mtoken/device";
import type { PasskeyStanding } from "../state/app-state.ts";
import type { Effect } from "../state/effect.ts";
import type { SessionWork } from "./session-effects.ts";
import { tell } from "./tell.ts";

type PasskeyEffect = Extract<Effect, { type: "prepare-passkey" | "enrol-passkey" | "remove-passkey" }>;

export function runPasskeyEffect(effect: PasskeyEffect, { session, store }: SessionWork): Promise<void> {
  return tell(
    store,
    async () => {
      switch (effect.type) {
        case "prepare-passkey":
          await session().preparePasskey();
          return { type: "passkey-prepared" };
        case "enrol-passkey":
          await session().enrolPasskey(effect.mpin);
          return { type: "passkey-settled", standing: "on" };
        case "remove-passkey":
          await session().removePasskey();
          return { type: "passkey-settled", standing: "off" };
      }
    },
    (problem) => ({ type: "passkey-failed", problem }),
  );
}

/** How fingerprint or face stands on this phone, for its user, in this company. `available` is there where that was asked for before. */
export async function passkeyStanding(
  device: Device,
  session: Session,
  available: Promise<boolean> | undefined,
): Promise<PasskeyStanding> {
  if (!session.biometricsAllowed) return "forbidden";
  if (device.hasPasskey) return "on";
  const asked = available ?? device.passkeysAvailable().catch(() => false);
  return (await asked) ? "off" : "unsupported";
}
