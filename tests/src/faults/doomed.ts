/**
 * A phone whose copy a thief guesses at, until the server is killed between the charge of the last try and the block
 * that follows. Whatever was written by then: after the start nobody gets in with it.
 */
import type { Device, MemoryVault, Session } from "@mtoken/device";
import { isDeviceError } from "@mtoken/device";
import { triesAllowed } from "@mtoken/protocol";
import { expect } from "vitest";
import type { Exchanges } from "./exchanges.ts";
import type { HeldPhone } from "./guessing.ts";
import { copyOf } from "./guessing.ts";
import { mpin, wrongMpin } from "./jobs.ts";
import type { KilledServer } from "./killed-server.ts";
import type { LeftBehind } from "./left-behind.ts";
import { devicesOnRecord } from "./left-behind.ts";

export interface Killing {
  server: KilledServer;
  left: LeftBehind;
  exchanges: Exchanges;
}

/** One phone to be blocked. */
export class Doomed {
  readonly #owner: HeldPhone;
  readonly #open: (storage: MemoryVault) => Promise<Device>;
  #thief: Device | undefined;
  #before: MemoryVault | undefined;
  #session: Session | undefined;
  #isCharged = false;

  constructor(owner: HeldPhone, open: (storage: MemoryVault) => Promise<Device>) {
    this.#owner = owner;
    this.#open = open;
  }

  /** Four wrong mPINs are answered, and a fifth is not. */
  async guessUntilKilled({ server, left, exchanges }: Killing): Promise<void> {
    const { id, phone } = this.#owner;
    this.#session = phone.session ?? (await phone.unlock(mpin));
    const stolen = await copyOf(this.#owner);
    const thief = await this.#open(stolen);
    for (let triesLeft = triesAllowed - 1; triesLeft > 0; triesLeft -= 1) {
      await expect(thief.unlock(wrongMpin)).rejects.toMatchObject({ code: "wrong_mpin", triesLeft });
    }
    this.#before = await copyOf({ ...this.#owner, storage: stolen });
    this.#thief = thief;
    const moment = await left.betweenChargeAndBlock(id, exchanges);
    const guess = thief.unlock(wrongMpin).catch((error: unknown) => error);
    await Promise.race([moment.reached, guess]);
    await server.kill();
    await moment.release();
    const answer = await guess;
    const device = (await left.read(devicesOnRecord)).get(id);
    this.#isCharged = device?.tries === triesAllowed;
    if (isDeviceError(answer, "offline")) {
      // Where the moment can be held, it was this one: charged, and not yet blocked.
      if (left.isShared) expect(device).toMatchObject({ tries: triesAllowed, status: "active" });
    } else expect([answer, device]).toMatchObject([{ code: "blocked" }, { status: "blocked" }]);
    expect(device?.tries).toBeGreaterThanOrEqual(triesAllowed - 1);
  }

  /** The server runs again. */
  async requireBlocked(): Promise<void> {
    if (this.#thief === undefined || this.#before === undefined) throw new TypeError("guess first");
    if (!this.#isCharged) {
      // The kill came before the charge: one try was left, and one only.
      await expect(this.#thief.unlock(wrongMpin)).rejects.toMatchObject({ code: "blocked" });
    }
    await expect(this.#session?.list()).rejects.toMatchObject({ code: "session_ended" });
    const again = await this.#open(this.#before);
    await expect(again.unlock(mpin)).rejects.toMatchObject({ code: "blocked" });
    await expect(this.#owner.phone.unlock(mpin)).rejects.toMatchObject({ code: "blocked" });
  }
}
